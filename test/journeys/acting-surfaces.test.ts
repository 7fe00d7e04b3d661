import { afterEach, expect, it } from "vitest";
import { actCommand } from "../../src/cli/act.ts";
import { actedOn } from "../support/stand-ins/acted-on.ts";
import type { FaultyServer } from "../support/stand-ins/faulty-server.ts";
import { runCommand } from "../unit/cli/run-command.ts";
import { type Journey, journeysOn, minuteMs } from "./delivery/journey.ts";
import { storeKinds } from "./stores.ts";

const policyFile = new URL("acting-surfaces.policy.yaml", import.meta.url).pathname;

let target: FaultyServer;
afterEach(() => target.stop());

journeysOn(storeKinds, "acting on a model without a chat", tell, async () => {
  target = await actedOn();
  return { env: { VIGIE_POLICY: policyFile, ACTING_URL: target.origin } };
});

function tell(given: () => Journey): void {
  let id = "";
  const fired = async () => {
    await given().send({});
    await given().pass(minuteMs);
    id = (await given().incidents())[0]?.id ?? "";
  };
  const origin = () => given().vigie.run.origin;
  const show = async () => (await fetch(`${origin()}/incidents/${id}`)).text();
  const versionIn = (page: string) => /name="version" value="(\d+)"/.exec(page)?.[1] ?? "";
  const send = async (handler: string, fields: Record<string, string>) => {
    const answer = await fetch(`${origin()}/incidents/${id}/actions/${handler}`, {
      method: "POST",
      redirect: "manual",
      headers: { origin: origin(), "sec-fetch-site": "same-origin" },
      body: new URLSearchParams(fields),
    });
    return { status: answer.status, to: answer.headers.get("location"), body: await answer.text() };
  };
  const ask = async (handler: string, values?: object) => {
    const { version } = (await given().vigie.get(`/api/v1/incidents/${id}`)) as { version: number };
    const answer = await fetch(`${origin()}/api/v1/incidents/${id}/actions/${handler}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ version, ...(values === undefined ? {} : { values }) }),
    });
    return { status: answer.status, body: await answer.json() };
  };
  const runs = async () =>
    (await given().vigie.run.store.list({ limit: 1 })).incidents[0]?.incident.runs?.map(
      ({ action, undoes, state }) => `${undoes === undefined ? action : "undo"} ${state}`,
    );

  it("the dashboard asks before what has nothing to fill in: what exactly is done, and one button", async () => {
    await fired();
    const version = versionIn(await show());
    const asked = await send("fallback", { version });
    expect(asked.status).toBe(200);
    const asks = asked.body.slice(asked.body.indexOf("<main"));
    expect(asks).toMatch(/<h1>Fall back<\/h1>\s*<p>Call \S+\/fallback\?<\/p>/);
    expect(asks).not.toMatch(/<textarea|<select|name="f\./);
    expect(await runs()).toBeUndefined();
    const done = await send("fallback", { version, step: "form" });
    expect(done).toMatchObject({ status: 303, to: `/incidents/${id}?done=fallback` });
    await given().pass(minuteMs);
    expect(await runs()).toEqual(["fallback ended"]);
    expect(await show()).toMatch(/What was done[\s\S]*Switched to the fallback/);
    const undo = await send("undo", { version: versionIn(await show()) });
    expect(undo.body).toMatch(/<h1>Undo<\/h1>\s*<p>Call /);
    expect(await send("undo", { version: versionIn(undo.body), step: "form" })).toMatchObject({ status: 303 });
    await given().pass(minuteMs);
    expect(await runs()).toEqual(["fallback ended", "undo ended"]);
  });

  it("the dashboard wants a reason where the policy does, beside the field, and keeps what was typed", async () => {
    await fired();
    const version = versionIn(await show());
    const asked = await send("retrain", { version });
    expect(asked.body).toContain("condition does not hold (accuracy &gt;= 5%)");
    expect(asked.body).toMatch(/<textarea id="f\.why"[^>]* required/);
    const empty = await send("retrain", { version, step: "form", "f.why": " " });
    expect(empty.status).toBe(422);
    expect(empty.body).toMatch(/aria-invalid="true"[\s\S]*<p class="fault" id="f\.why\.fault">/);
    expect(await runs()).toBeUndefined();
    expect(await send("retrain", { version, step: "form", "f.why": "new labels" })).toMatchObject({ status: 303 });
    await given().pass(minuteMs);
    expect(await runs()).toEqual(["retrain ended"]);
    expect(await show()).toContain("new labels");
  });

  it("the API does what has nothing to fill in at once, names what is missing, and says why not", async () => {
    await fired();
    expect(await ask("retrain")).toMatchObject({
      status: 422,
      body: { error: { code: "unreadable", issues: [{ path: "values.why", message: "This is needed." }] } },
    });
    expect(await ask("rollback", { source: "x" })).toMatchObject({
      status: 422,
      body: { error: { issues: [{ path: "values.source" }] } },
    });
    expect(await ask("approve")).toMatchObject({ status: 403, body: { error: { code: "role" } } });
    expect(await ask("rollback")).toMatchObject({ status: 200, body: { said: `The rollback of ${id} begins.` } });
    expect(await ask("fallback")).toMatchObject({ status: 409, body: { error: { code: "under-way" } } });
    await given().pass(minuteMs);
    expect(await given().vigie.get(`/api/v1/incidents/${id}`)).toMatchObject({
      runs: [{ action: "rollback", by: "api:local", from: "8", to: "7", steps: [{ state: "done" }] }],
    });
    expect(await ask("rollback")).toMatchObject({ status: 409, body: { error: { code: expect.any(String) } } });
    expect(await ask("undo", {})).toMatchObject({ status: 200, body: { said: expect.stringContaining("taken back") } });
    await given().pass(minuteMs);
    expect(await runs()).toEqual(["rollback ended", "undo ended"]);
  });

  it("vigie act says what each would do, does it, and asks for an approval; explain says what was done and why", async () => {
    await fired();
    const act = (...args: string[]) => runCommand(actCommand, [...args, "--url", origin()], { env: {} });
    const { out } = await act(id);
    expect(out).toContain("  rollback         Roll back to v7…: set the version of credit from v8 to v7 (asks)\n");
    expect(out).toMatch(/ {2}fallback +Fall back…: call \S+\/fallback \(asks\)\n/);
    expect(await act(id, "disable")).toEqual({
      code: 0,
      out: `Asked for ${id}: it begins once it is approved.\n`,
      err: "",
    });
    expect(await act(id, "fallback")).toMatchObject({ code: 1, err: "Another action is under way.\n" });
    expect(await act(id, "decline", "why=not now")).toMatchObject({ code: 0, out: `Declined for ${id}.\n` });
    expect(await act(id, "rollback", "--locale", "fr")).toMatchObject({
      code: 0,
      out: expect.stringContaining("retour en arrière"),
    });
    await given().pass(minuteMs);
    const account = { vendor: "api", id: "local" } as const;
    const explained = await given().vigie.run.chat.commands.run(`explain ${id}`, {
      account,
      where: "cli",
      locale: "en",
    });
    expect(JSON.stringify(explained.lines)).toMatch(/Proposed: [Rr]oll back to v7[\s\S]*Begun: roll back to v7/);
  });
}
