import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { actCommand } from "../../../src/cli/act.ts";
import { incidentsCommand } from "../../../src/cli/incidents.ts";
import { alertBody } from "../../support/samples.ts";
import { startUnderTest, type UnderTest } from "../../support/vigie-under-test.ts";
import { runCommand } from "./run-command.ts";

let vigie: UnderTest;
const env = { VIGIE_API_TOKEN: "ops:token-of-ops" };

beforeAll(async () => {
  vigie = await startUnderTest({ env });
  await vigie.post("alertmanager", alertBody([{ labels: { service: "main" } }], vigie.world.now()));
});
afterAll(() => vigie.stop());

const at = () => ["--url", vigie.run.origin];
const act = (...args: string[]) => runCommand(actCommand, [...args, ...at()], { env });

describe("vigie act", () => {
  it("lists what can be done, in the words of the buttons", async () => {
    const { code, out } = await act("VIG-1");
    expect(code).toBe(0);
    expect(out).toMatch(/^VIG-1 CRITICAL \[/);
    expect(out).toContain("  acknowledge      Acknowledge\n");
    expect(out).toContain("  note             Note… (asks)");
  });

  it("does it, in the name of the token, from the command line", async () => {
    expect(await act("VIG-1", "acknowledge")).toEqual({ code: 0, out: "Acknowledged. VIG-1 is yours.\n", err: "" });
    expect(await vigie.run.store.find(1)).toMatchObject({
      incident: { acknowledged: { by: "api:ops", where: "cli" } },
    });
  });

  it("fills a form with the values that follow", async () => {
    const { code, out } = await act("VIG-1", "note", "--values", "text=it = was the load test");
    expect({ code, out }).toEqual({ code: 0, out: "Written down in VIG-1.\n" });
    const found = await vigie.run.store.find(1);
    const entries = found ? await vigie.run.store.journal(found.incident, 0, 200) : [];
    expect(entries.find(({ kind }) => kind === "noted")?.data).toMatchObject({ text: "it = was the load test" });
  });

  it.each<[string, readonly string[], number, string]>([
    ["what is wrong with which field", ["VIG-1", "note"], 1, "values.text: This is needed."],
    ["why not", ["VIG-1", "reopen", "why=x"], 1, "It is not over."],
    ["that there is no such button", ["VIG-1", "explode"], 1, "There is no such button."],
    ["that there is no such incident", ["VIG-99"], 1, "there is no such incident"],
    [
      "that it acts for nobody else",
      ["VIG-1", "note", "text=x", "--person", "ada@corp.example"],
      1,
      "may not act for anybody",
    ],
    ["what an id looks like", ["12"], 2, "12 is no incident's id: write VIG-12"],
    ["what a value looks like", ["VIG-1", "note", "text"], 2, "text is no value: write field=value"],
    ["how it is written", [], 2, "vigie act VIG-12 [BUTTON"],
  ])("says %s, and answers %o with %i", async (_what, args, code, said) => {
    const ran = await act(...args);
    expect(ran).toMatchObject({ code, out: "", err: expect.stringContaining(said) });
  });

  it("says in French what was done", async () => {
    expect(await act("VIG-1", "note", "text=x", "--locale", "fr")).toMatchObject({
      code: 0,
      out: "Noté dans VIG-1.\n",
    });
  });

  it("says that Vigie cannot be asked, or wants a token; never the token", async () => {
    const gone = await runCommand(actCommand, ["VIG-1", "--url", "http://127.0.0.1:9"], { env });
    expect(gone).toMatchObject({ code: 2, err: expect.stringContaining("Vigie cannot be asked: http://127.0.0.1:9") });
    const wrong = { VIGIE_API_TOKEN: "ops:another-token" };
    const refused = await runCommand(actCommand, ["VIG-1", ...at()], { env: wrong });
    expect(refused).toMatchObject({ code: 2, err: expect.stringContaining("it answered 401") });
    expect(refused.err).not.toContain("another-token");
  });
});

describe("vigie incidents", () => {
  const list = (...args: string[]) => runCommand(incidentsCommand, [...args, ...at()], { env });

  it("lists what is open, as text or JSON", async () => {
    expect((await list()).out).toMatch(/^VIG-1 +CRITICAL +triaging +2026-\d\d-\d\dT\d\d:\d\dZ {2}\S/);
    expect(JSON.parse((await list("--json")).out)).toMatchObject([{ id: "VIG-1", severity: "critical" }]);
  });

  it("lists what is over only where it is asked", async () => {
    await act("VIG-1", "close", "hold=24h");
    expect(await list()).toMatchObject({ code: 0, out: "Nothing is open.\n" });
    expect((await list("--all")).out).toMatch(/^VIG-1 +CRITICAL +closed/);
  });

  it("says that it wants a token", async () => {
    const ran = await runCommand(incidentsCommand, at());
    expect(ran).toMatchObject({ code: 2, err: expect.stringContaining("set VIGIE_API_TOKEN to one of its tokens") });
  });
});
