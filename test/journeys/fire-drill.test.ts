import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { fireDrill } from "../../src/cli/fire-drill.ts";
import { startUnderTest, type UnderTest } from "../support/vigie-under-test.ts";
import { runCommand } from "../unit/cli/run-command.ts";
import { freshStore, storeKinds, storeMissing } from "./stores.ts";

describe.each(storeKinds)("a fire drill, on %s", (kind) => {
  const missing = storeMissing(kind);
  if (missing) {
    it.skip(missing, () => {});
    return;
  }
  let vigie: UnderTest;
  let url: string;
  let end: () => Promise<void>;

  beforeEach(async () => {
    const store = await freshStore(kind);
    url = store.url;
    vigie = await startUnderTest({ store: url });
    end = async () => {
      await vigie.stop();
      await store.stop();
    };
  });
  afterEach(() => end());

  const drill = (destination: string, ...more: readonly string[]) =>
    runCommand(
      (args, io) => fireDrill(args, io, () => vigie.settle(5_000)),
      [destination, ...["--url", vigie.run.origin], ...more],
    );

  it("tells the named channel and nobody else, says EXERCISE on the card, and ends by itself", async () => {
    const { code, out } = await drill("slack:#ai-alerts");
    expect(out).toMatch(/✓ Slack #ai-alerts: told after .* http/);
    expect(code).toBe(0);
    await vigie.settle();
    const [message, ...others] = vigie.seen.slack();
    expect(others).toEqual([]);
    expect(message?.text).toContain("EXERCISE");
    expect([vigie.seen.teamsCards().length, vigie.seen.pages().length, vigie.seen.issues().length]).toEqual([0, 0, 0]);
    expect(await vigie.get("/api/v1/incidents")).toMatchObject({
      incidents: [{ phase: "resolved", sources: ["vigie"], family: "fire-drill" }],
    });
  });

  it("wakes somebody only where the page is what was named, and resolves the page", async () => {
    const { code } = await drill("on-call");
    await vigie.settle();
    expect(code).toBe(0);
    expect(vigie.seen.pages().map(({ status }) => status)).toEqual(["resolved"]);
    expect(JSON.stringify(vigie.seen.pages())).toContain("EXERCISE");
    expect(vigie.seen.slack()).toEqual([]);
  });

  it("is refused to whom the policy does not permit it, and tells nobody", async () => {
    await vigie.stop();
    vigie = await startUnderTest({ store: url, env: { VIGIE_POLICY: "test/journeys/presses.policy.yaml" } });
    const { code, out, err } = await drill("chat");
    expect([code, `${out}${err}`]).toEqual([1, expect.stringContaining("mle")]);
    await vigie.settle();
    expect(vigie.seen.slack()).toEqual([]);
    expect(await vigie.get("/api/v1/incidents")).toMatchObject({ incidents: [] });
  });

  it("answers in French, and a ticket is told as well", async () => {
    const { out } = await drill("jira:OPS", "--locale", "fr");
    expect(out).toMatch(/L’exercice VIG-\d+ a commencé/);
    expect(JSON.stringify(vigie.seen.issues())).toContain("EXERCISE");
  });

  it("says why a place could not be told, and tells no other in its place", async () => {
    vigie.run.faults?.add({ vendor: "pagerduty", kind: "revoked", times: 100 });
    const { code, out } = await drill("on-call");
    expect(code).toBe(1);
    expect(out).toMatch(/✗ PagerDuty: NOT told: it refuses/);
    expect(vigie.seen.slack().filter(({ text }) => text.includes("EXERCISE"))).toEqual([]);
  });

  it("names the destinations that there are for one that there is not", async () => {
    const { code, err } = await drill("slack:#ai-alert");
    expect(code).toBe(1);
    expect(err).toContain("the policy names no destination slack:#ai-alert; it names slack:#ai-alerts");
  });
});
