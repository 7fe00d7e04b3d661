import { describe, expect, it, onTestFinished } from "vitest";
import { noLog } from "../../../src/log.ts";
import { noMeter } from "../../../src/meter.ts";
import type { Policy } from "../../../src/policy/policy.ts";
import { policyInForce } from "../../../src/policy-in-force.ts";
import { createReload } from "../../../src/reload.ts";
import { openStore } from "../../../src/store/open-store.ts";
import { policyFrom } from "../policy/policy-fixture.ts";

const good = policyFrom("version: 1\nroute: {}");

/** A reload whose files are read as these, one after the other, and all that it says. */
async function reloading(...reads: readonly (Policy | readonly string[])[]) {
  const store = await openStore("sqlite::memory:", {
    now: () => 0,
    randomHex: (bytes) => "ab".repeat(bytes),
    policyName: good.name,
  });
  onTestFinished(() => store.close());
  const inForce = await policyInForce(good, {
    store,
    receivers: new Map(),
    lookUp: () => undefined,
    view: { sandbox: false, offers: () => [] },
    prepare: () => {},
    now: () => 0,
    log: noLog,
  });
  const said: string[] = [];
  const note = (level: string) => (fields: object, message: string) =>
    void said.push(`${level}: ${message} ${JSON.stringify(fields)}`);
  const own = (does: string) => async (about: object) => {
    said.push(`${does} ${JSON.stringify(about)}`);
  };
  const left = [...reads];
  const reload = createReload({
    load: async () => {
      const next = left.shift() ?? good;
      return "hash" in next ? { ok: true, policy: next } : { ok: false, reasons: next };
    },
    inForce,
    own: { begin: own("begins"), end: own("ends") },
    locale: "en",
    now: () => 0,
    meter: { ...noMeter, set: (name, value) => void said.push(`${name} ${value}`) },
    log: { info: note("info"), warn: note("warn"), error: note("error") },
  });
  return { reload, said, inForce: () => inForce.read().policy.hash };
}

describe("a faulty policy file (behaviour 9)", () => {
  it("leaves the last good policy in force, and is said in metric, log and Vigie's own incident", async () => {
    const { reload, said, inForce } = await reloading(["x.yaml:3 unknown key"]);
    expect(await reload()).toEqual({ ok: false, faults: ["x.yaml:3 unknown key"] });
    expect(inForce()).toBe(good.hash);
    expect(said).toEqual([
      "policy_reload_success 0",
      expect.stringMatching(/^error: the policy is faulty and was not taken .*x\.yaml:3 unknown key/),
      expect.stringMatching(/^begins .*"what":"faulty".*x\.yaml:3 unknown key/),
    ]);
  });

  it("is over with the next good one, though both were asked for at once", async () => {
    const better = policyFrom("version: 1\nseverity: { otherwise: critical }\nroute: {}");
    const { reload, said, inForce } = await reloading(["faulty"], better);
    expect(await Promise.all([reload(), reload()])).toEqual([
      { ok: false, faults: ["faulty"] },
      { ok: true, hash: better.hash },
    ]);
    expect(inForce()).toBe(better.hash);
    expect(said.slice(3)).toEqual([
      "policy_reload_success 1",
      "policy_reload_timestamp_seconds 0",
      expect.stringMatching(/^info: another policy is in force /),
      expect.stringMatching(/^ends .*"what":"faulty"/),
    ]);
  });
});
