import type { PolicyResult } from "./cli/policy-of.ts";
import type { Checked } from "./delivery/check-destinations.ts";
import type { Log } from "./log.ts";
import type { Meter } from "./meter.ts";
import type { OwnTroubles } from "./own-troubles.ts";
import type { Policy } from "./policy/policy.ts";
import type { PolicyInForce } from "./policy-in-force.ts";
import { StoreAway } from "./store/port.ts";
import type { Locale } from "./words/locale.ts";
import { fill, running as words } from "./words/running.ts";

/** What came of a reload: the hash of the policy in force, or why the one of before stays. */
export type Reloaded =
  | { readonly ok: true; readonly hash: string }
  | { readonly ok: false; readonly faults: readonly string[] };

export type ReloadDeps = {
  /** Reads and compiles the policy files as they are now. */
  readonly load: () => Promise<PolicyResult>;
  readonly inForce: Pick<PolicyInForce, "read" | "take">;
  readonly own: Pick<OwnTroubles, "begin" | "end">;
  readonly locale: Locale;
  readonly now: () => number;
  readonly meter: Meter;
  readonly log: Log;
};

/**
 * Reads the policy again (behaviour 9). One that is faulty changes nothing: the last good one stays in force, and that is
 * said in the answer, the log, the metrics and Vigie's own incident. One reload runs at a time; a further one reads the
 * files anew after it.
 */
export function createReload(deps: ReloadDeps): () => Promise<Reloaded> {
  const { inForce, own, meter, log } = deps;
  let running: Promise<unknown> = Promise.resolve();

  const reload = async (): Promise<Reloaded> => {
    const loaded = await loadPolicy(deps);
    const { ok, faults } = "policy" in loaded ? { ok: loaded.policy, faults: [] } : { ok: null, faults: loaded.faults };
    if (!ok) {
      const { file } = inForce.read().policy;
      meter.set("policy_reload_success", 0);
      log.error({ file, faults }, "the policy is faulty and was not taken");
      await own.begin({ reason: "policy-reload", what: "faulty", file, fault: faults[0] ?? "" }, "faulty");
      return { ok: false, faults };
    }
    const { hash: before } = inForce.read().policy;
    sayFaulty(await inForce.take(ok), log);
    meter.set("policy_reload_success", 1);
    meter.set("policy_reload_timestamp_seconds", deps.now() / 1_000);
    if (ok.hash !== before) log.info({ hash: ok.hash, before, shadows: ok.shadows }, "another policy is in force");
    await own.end({ reason: "policy-reload", what: "faulty", file: ok.file, fault: "" }, "faulty");
    return { ok: true, hash: ok.hash };
  };

  return () => {
    const next = running.then(reload);
    running = next.catch(() => {});
    return next;
  };
}

type Loaded = { readonly policy: Policy } | { readonly faults: readonly string[] };

async function loadPolicy({ load, inForce, locale, log, meter }: ReloadDeps): Promise<Loaded> {
  try {
    const result = await load();
    if (!result.ok) return { faults: result.reasons };
    const { name } = inForce.read().policy;
    if (result.policy.name === name) return { policy: result.policy };
    return { faults: [fill(words.renamed[locale], { before: name, after: result.policy.name })] };
  } catch (bug) {
    if (bug instanceof StoreAway) throw bug;
    meter.count("bugs_total", { where: "policy" });
    log.error({ err: bug }, "the policy could not be read");
    return { faults: [words.unreadablePolicy[locale]] };
  }
}

/** What is wrong with a destination that is new; the banner says it at a start. */
function sayFaulty(checked: readonly Checked[], log: Log): void {
  for (const { destination, result } of checked) {
    if (result.kind === "faulty")
      log.warn({ destination: destination.id, notes: result.notes }, "a destination is not ready");
  }
}
