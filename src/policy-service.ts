import type { Alert } from "./alert/alert.ts";
import type { PolicyResult } from "./cli/policy-of.ts";
import type { Log } from "./log.ts";
import type { Meter } from "./meter.ts";
import { createOwnTroubles } from "./own-troubles.ts";
import type { PolicyInForce } from "./policy-in-force.ts";
import { announceEveryMs, createPolicyReplicas } from "./policy-replicas.ts";
import { createPolicyWatch, type PolicyWatch } from "./policy-watch.ts";
import { createReload, type Reloaded } from "./reload.ts";
import type { Store } from "./store/port.ts";
import type { Locale } from "./words/locale.ts";
import { running as words } from "./words/running.ts";
import type { World } from "./world.ts";

/** Keeps the policy in force in line with its files, and with what other replicas run (behaviour 9, protocol 10). */
export type PolicyService = {
  readonly reload: () => Promise<Reloaded>;
  readonly watch: PolicyWatch;
  /** Says to the other replicas which policy this one runs, and hears them. */
  readonly announce: () => Promise<void>;
  /** The different policies that replicas run, as heard last. */
  readonly hashes: () => readonly string[];
  /** Begins to watch and to announce by itself. */
  readonly start: () => void;
  readonly stop: () => Promise<void>;
};

export type PolicyServiceDeps = {
  readonly inForce: PolicyInForce;
  /** Reads the policy again; without it a reload is refused. */
  readonly load: (() => Promise<PolicyResult>) | undefined;
  /** Whether the policy is a file of the operator's, rather than the one that comes with Vigie. */
  readonly hasFile: boolean;
  readonly store: Pick<Store, "announce">;
  /** Takes in an alert of Vigie's own (`intake.accept`). */
  readonly accept: (alert: Alert) => Promise<void>;
  /** Called after each reload; what it cannot do now it does after the next (`ChangesService.policyTaken`). */
  readonly taken: () => Promise<void>;
  readonly world: Pick<World, "now" | "randomHex">;
  readonly locale: Locale;
  readonly meter: Meter;
  readonly log: Log;
};

/**
 * Groupings that other replicas put in force are read so often, in ms: until then what ends here is not found where they
 * opened it.
 */
const lookAroundEveryMs = 2_000;

export function createPolicyService(deps: PolicyServiceDeps): PolicyService {
  const { inForce, store, world, locale, meter, log } = deps;
  const { now } = world;
  const own = createOwnTroubles(deps.accept, { now, log });
  const noFile = async (): Promise<PolicyResult> => ({ ok: false, reasons: [words.noPolicyFile[locale]] });
  const readAgain = createReload({ load: deps.load ?? noFile, inForce, own, locale, now, meter, log });
  const hash = () => inForce.read().policy.hash;
  // 48 bits: a number holds them all.
  const showHash = () => meter.set("policy_hash", Number.parseInt(hash(), 16));
  const replicas = createPolicyReplicas({ store, process: world.randomHex(8), hash, own, now, meter, log });
  // While the store is away, what is known of former groupings stands.
  const lookAround = () => inForce.lookAround().catch(() => {});
  const announce = async () => {
    await own.sayAgain();
    await replicas.announce();
    await lookAround();
  };
  const reload = async () => {
    const reloaded = await readAgain();
    if (!reloaded.ok) return reloaded;
    showHash();
    await announce();
    await deps.taken().catch((cause) => log.warn({ err: cause }, "open incidents were not asked to look again"));
    return reloaded;
  };
  const watch = createPolicyWatch({ files: () => inForce.read().policy.files, changed: reload, log });
  let announcing: NodeJS.Timeout | undefined;
  let looking: NodeJS.Timeout | undefined;

  showHash();
  meter.set("policy_reload_success", 1);
  meter.set("policy_reload_timestamp_seconds", now() / 1_000);
  return {
    reload,
    watch,
    announce,
    hashes: replicas.hashes,
    start: () => {
      if (deps.load && deps.hasFile) watch.start();
      announcing = setInterval(announce, announceEveryMs).unref();
      looking = setInterval(lookAround, lookAroundEveryMs).unref();
      void announce();
    },
    stop: async () => {
      clearInterval(announcing);
      clearInterval(looking);
      await watch.stop();
      await replicas.leave();
    },
  };
}
