import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import type { Alert } from "../../../src/alert/alert.ts";
import type { Judgement } from "../../../src/incident/judgement.ts";
import type { Judging } from "../../../src/intake/former-groups.ts";
import { createIntake, type IntakeDeps } from "../../../src/intake/intake.ts";
import { noLog } from "../../../src/log.ts";
import { noMeter } from "../../../src/meter.ts";
import { noProbe } from "../../../src/probe.ts";
import { openStore } from "../../../src/store/open-store.ts";
import type { Change, Count, Store } from "../../../src/store/port.ts";
import { firing, judgedAs, nine } from "../incident/ledger.ts";

/** An intake on an SQLite store of its own, whose parts a test replaces. */
export async function anIntake(
  { judge = judgedByGroup, ...changes }: Partial<IntakeDeps> & Partial<Pick<Judging, "judge">> = {},
  wrap: (store: Store) => Store = (store) => store,
) {
  const dir = mkdtempSync(join(tmpdir(), "vigie-intake-"));
  const clock = { now: nine };
  let ids = 0;
  const hex = (bytes: number) => {
    ids += 1;
    return ids.toString(16).padStart(bytes * 2, "0");
  };
  const real = await openStore(`sqlite:${join(dir, "vigie.db")}`, {
    now: () => clock.now,
    randomHex: hex,
    policyName: "test",
  });
  const commits: (readonly (Change | Count)[])[] = [];
  const counted: string[] = [];
  const store = wrap({
    ...bound(real),
    commit: (items) => {
      commits.push(items);
      return real.commit(items);
    },
  });
  const intake = createIntake({
    store,
    judging: () => ({ judge, formerGroups: null }),
    now: () => clock.now,
    newUid: () => hex(16),
    newAttemptId: () => hex(8),
    meter: { ...noMeter, count: (name, labels = {}) => void counted.push([name, ...Object.values(labels)].join(" ")) },
    log: noLog,
    stillActive: async () => "unknown",
    marked: () => {},
    probe: noProbe,
    ...changes,
  });
  onTestFinished(async () => {
    await intake.idle();
    await real.close();
    rmSync(dir, { recursive: true, force: true });
  });
  return { intake, store: real, commits, counted, clock };
}

function judgedByGroup({ name, labels }: Alert): Judgement {
  return judgedAs(name === "Watchdog" ? "drop" : "critical", groupOf(labels.group));
}

/** A store whose methods may be replaced one by one. */
function bound(store: Store): Store {
  const names = [
    "facts",
    "ping",
    "now",
    "load",
    "commit",
    "claim",
    "release",
    "mark",
    "nextDue",
    "deadLetters",
    "backlog",
  ] as const;
  const more = [
    "loadBinding",
    "saveBinding",
    "gate",
    "shutGate",
    "list",
    "find",
    "newestOf",
    "journal",
    "alerts",
  ] as const;
  const last = ["keep", "kept", "note", "notes", "strike", "announce", "purge", "close"] as const;
  const methods = [...names, ...more, ...last].map((name) => [name, store[name].bind(store)] as const);
  return { ...store, ...(Object.fromEntries(methods) as unknown as Store) };
}

/** The place of a group, by a short name. */
export const groupOf = (group = "a"): Partial<Judgement> => ({
  groupId: group.padEnd(32, "0"),
  groupKey: `{group="${group}"}`,
});
/** An alert of that group. */
export const alertIn = (group: string, change: Partial<Alert> = {}): Alert =>
  firing("critical", { labels: { group }, fingerprint: `f-${group}`, ...change }).alert;
