import type { Log } from "./log.ts";
import type { Meter } from "./meter.ts";
import type { OwnTroubles } from "./own-troubles.ts";
import { type Store, StoreAway } from "./store/port.ts";

/** A process says so often which policy it runs; and for how long it is believed: it may miss one turn. */
export const announceEveryMs = 20_000;
const believedForMs = 45_000;
/** Replicas that are rolled out differ for a while; longer than this is said (protocol 10.2). */
const differsMaxMs = 60_000;

export type PolicyReplicasDeps = {
  readonly store: Pick<Store, "announce">;
  /** This process among the others. */
  readonly process: string;
  /** The hash of the policy that this process has in force. */
  readonly hash: () => string;
  readonly own: Pick<OwnTroubles, "begin" | "end">;
  readonly now: () => number;
  readonly meter: Meter;
  readonly log: Log;
};

/** Says which policy this process runs, hears what the others run, and says where they differ. */
export type PolicyReplicas = {
  /** The different policies that processes ran when they were heard last, sorted. */
  readonly hashes: () => readonly string[];
  /** Speaks and hears once. Never rejects: while the store is away the last word stands. */
  readonly announce: () => Promise<void>;
  /** Takes back what this process says, so that who comes after it is not compared with it. */
  readonly leave: () => Promise<void>;
};

export function createPolicyReplicas(deps: PolicyReplicasDeps): PolicyReplicas {
  const { store, process, hash, own, now, meter, log } = deps;
  let hashes: readonly string[] = [hash()];
  let differSince: number | null = null;
  /** What this process said last; before it said anything, an earlier one may have. */
  let said: "same" | "differs" | null = null;

  const hear = async (): Promise<void> => {
    const all = await store.announce(process, hash(), believedForMs);
    hashes = [...new Set(all.values())].sort();
    meter.set("policies_in_force", hashes.length);
    differSince = hashes.length === 1 ? null : (differSince ?? now());
    const isLong = differSince !== null && now() - differSince > differsMaxMs;
    if (hashes.length > 1 && !isLong) return;
    const verdict = isLong ? "differs" : "same";
    if (verdict === said) return;
    said = verdict;
    const about = { reason: "policy-reload", what: "differs", hashes } as const;
    if (verdict === "same") return own.end(about, "differs");
    log.warn({ hashes }, "replicas run different policies");
    await own.begin(about, "differs");
  };

  return {
    hashes: () => hashes,
    announce: async () => {
      try {
        await hear();
      } catch (cause) {
        if (!(cause instanceof StoreAway)) log.error({ err: cause }, "the policies of the replicas are not known");
      }
    },
    leave: async () => {
      await store.announce(process, hash(), 1).catch(() => {});
    },
  };
}
