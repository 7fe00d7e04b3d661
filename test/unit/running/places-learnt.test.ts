import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { noLog } from "../../../src/log.ts";
import type { Policy } from "../../../src/policy/policy.ts";
import { policyInForce } from "../../../src/policy-in-force.ts";
import { createReceivers } from "../../../src/receivers/index.ts";
import type { CheckResult } from "../../../src/receivers/receiver.ts";
import { openStore } from "../../../src/store/open-store.ts";
import { type Store, StoreAway } from "../../../src/store/port.ts";
import { firing } from "../incident/ledger.ts";
import { policyFrom } from "../policy/policy-fixture.ts";

const told = (channel: string): Policy =>
  policyFrom(`version: 1\ndestinations: { chat: [{ slack: "${channel}" }] }\nroute: { tell: { warning: [chat] } }\n`);

/** A policy in force on a store of its own; the vendor answers its checks as told. */
async function running(check: () => Promise<CheckResult & { canonical: string }>, wrap: (store: Store) => Store) {
  const dir = mkdtempSync(join(tmpdir(), "vigie-places-"));
  const real = await openStore(`sqlite:${join(dir, "vigie.db")}`, {
    now: () => 0,
    randomHex: (bytes) => "ab".repeat(bytes),
    clock: "injected",
    policyName: "vigie",
  });
  onTestFinished(async () => {
    await real.close();
    rmSync(dir, { recursive: true, force: true });
  });
  const slack = createReceivers({ slack: { token: "xoxb-1", apiUrl: "http://127.0.0.1:1/" } }, () => 0).get("slack");
  if (!slack) throw new Error("no receiver for Slack");
  return policyInForce(told("#a"), {
    store: wrap(real),
    receivers: new Map([["slack", { ...slack, check }]]),
    lookUp: () => undefined,
    view: { sandbox: false, offers: () => [] },
    prepare: () => {},
    now: () => 0,
    log: noLog,
  });
}

const ok = { kind: "ok", notes: [], canonical: "slack:C1" } as const;
const placeOf = ({ read }: Awaited<ReturnType<typeof running>>) =>
  read().judging.judge(firing("critical", { labels: { severity: "warning" } }).alert).owed[0]?.canonical;

it("a reload while the vendors are asked for the first time knows what they answer (protocol 1.5)", async () => {
  const answer = Promise.withResolvers<typeof ok>();
  const inForce = await running(
    () => answer.promise,
    (store) => store,
  );
  const taking = inForce.take(told("#a"));
  // As long as the store takes to put it in force.
  for (let turn = 0; turn < 100; turn += 1) await new Promise((resolve) => setImmediate(resolve));
  answer.resolve(ok);
  await Promise.all([taking, inForce.checked]);
  expect(placeOf(inForce)).toBe("slack:C1");
});

it("a place whose answer could not be kept is asked for again with the next reload", async () => {
  let isAway = true;
  const inForce = await running(
    async () => ok,
    (store) => ({
      ...store,
      keep: async (name, value) => {
        if (isAway && name.startsWith("place:")) throw new StoreAway("the store is away");
        return store.keep(name, value);
      },
    }),
  );
  await inForce.checked;
  expect(placeOf(inForce)).toBeUndefined();
  isAway = false;
  await inForce.take(told("#a"));
  expect(placeOf(inForce)).toBe("slack:C1");
});
