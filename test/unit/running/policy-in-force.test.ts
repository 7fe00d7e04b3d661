import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { noLog } from "../../../src/log.ts";
import { policyInForce } from "../../../src/policy-in-force.ts";
import { createReceivers } from "../../../src/receivers/index.ts";
import { openStore } from "../../../src/store/open-store.ts";
import { type Store, StoreAway } from "../../../src/store/port.ts";
import { policyFrom } from "../policy/policy-fixture.ts";

it("a store that is away for a moment after the start ends nothing: what the vendors call the places is learnt later", async () => {
  const dir = mkdtempSync(join(tmpdir(), "vigie-in-force-"));
  const policy = policyFrom(
    'version: 1\ndestinations: { chat: [{ slack: "#a" }] }\nroute: { tell: { warning: [chat] } }\n',
  );
  const real = await openStore(`sqlite:${join(dir, "vigie.db")}`, {
    now: () => 0,
    randomHex: (bytes) => "ab".repeat(bytes),
    clock: "injected",
    policyName: policy.name,
  });
  let asked = 0;
  const store: Store = {
    ...real,
    keep: async (name, value) => {
      if (!name.startsWith("place:")) return real.keep(name, value);
      asked += 1;
      throw new StoreAway("the store is away");
    },
  };
  const slack = createReceivers({ slack: { token: "xoxb-1", apiUrl: "http://127.0.0.1:1/" } }, () => 0).get("slack");
  if (!slack) throw new Error("no receiver for Slack");
  const receiver = { ...slack, check: async () => ({ kind: "ok", notes: [], canonical: "slack:C1" }) as const };
  const inForce = await policyInForce(policy, {
    store,
    receivers: new Map([["slack", receiver]]),
    lookUp: () => undefined,
    view: { sandbox: false, offers: () => [] },
    prepare: () => {},
    now: () => 0,
    log: noLog,
  });
  expect((await inForce.checked).map(({ result }) => result.kind)).toEqual(["ok"]);
  expect([asked, inForce.read().policy.hash]).toEqual([1, policy.hash]);
  // The text stays for the entries that name it (protocol 10.2).
  expect(await real.kept(`policy:${policy.hash}`)).toBe(policy.text);
  await real.close();
  rmSync(dir, { recursive: true, force: true });
});
