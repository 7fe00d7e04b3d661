import { createHash } from "node:crypto";
import type { Change } from "./alert/change.ts";
import type { Release, Store } from "./store/port.ts";

/** What of a registry is looked at: an alias, or a stage, of one model. */
export type Watched = {
  readonly kind: "alias" | "stage";
  readonly model: string;
  /** The alias or the stage. */
  readonly name: string;
  /** The service whose action names it; absent where several do. */
  readonly service?: string;
};

/** The version that it points at, `null`: at none. `away`: not known now; `afterMs` from `Retry-After`. */
export type WatchedVersion =
  | { readonly kind: "version"; readonly version: string | null }
  | { readonly kind: "away"; readonly afterMs?: number };

export type RegistryPollDeps = {
  readonly store: Pick<Store, "changes" | "addChanges" | "now">;
  /** All that actions of the policy in force move. */
  readonly watched: () => readonly Watched[];
  /** Never rejects; ends by the signal. */
  readonly versionOf: (watched: Watched, signal: AbortSignal) => Promise<WatchedVersion>;
  readonly accept: (changes: readonly Change[]) => Promise<unknown>;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
};

export const registryPollEveryMs = 60_000;
/** An answer is waited for so long. */
const answerWithinMs = 5_000;
/** So many are asked at once; where none of them answers, the others are left for the next time. */
const atOnce = 8;
/** A registry that asks for more patience than this is asked all the same. */
const patienceMaxMs = 60 * 60_000;
const changesAsked = 200;

/**
 * The job `registry-poll`: finds what changed in a registry that cannot reach us, by looking each minute. What it finds
 * first is `seen`; a version that differs from the last one known happened between two looks.
 */
export function createRegistryPoll(deps: RegistryPollDeps): () => Promise<Release> {
  const { store, watched, now } = deps;
  /** What each pointed at when this process looked last. */
  const lastLooks = new Map<string, { readonly at: number; readonly version: string | null }>();

  async function look(one: Watched): Promise<WatchedVersion> {
    const at = now();
    const found = await deps.versionOf(one, AbortSignal.timeout(answerWithinMs));
    if (found.kind === "away") return found;
    const key = JSON.stringify([one.kind, one.model, one.name]);
    const [told, looked] = [await newestOf(one, at), lastLooks.get(key)];
    const { version: to } = found;
    // What many other changes pushed out of the store's answer is known from the last look.
    const from = told ? (told.to ?? null) : looked?.version;
    if (from === undefined) {
      if (to !== null) await store.addChanges([changeOf(one, { kind: "seen", to, at }, "")]);
    } else if (from !== to) {
      const since = Math.max(looked?.at ?? 0, told?.at ?? 0);
      await deps.accept([changeOf(one, { kind: one.kind, from, to, at, since }, told?.id ?? `${since}`)]);
    }
    lastLooks.set(key, { at, version: to });
    return found;
  }

  /** What was told of it last, by whomever. */
  async function newestOf({ kind, model, name }: Watched, at: number): Promise<Change | undefined> {
    const about = [{ kind: "model", id: model }] as const;
    const known = await store.changes({ about, from: 0, to: at, limit: changesAsked });
    return known.find((change) => (change.kind === kind || change.kind === "seen") && change.name === name);
  }

  return async () => {
    const all = watched();
    let afterMs = registryPollEveryMs;
    for (let from = 0; from < all.length; from += atOnce) {
      const found = await Promise.all(all.slice(from, from + atOnce).map(look));
      const away = found.filter((one) => one.kind === "away");
      afterMs = Math.max(afterMs, ...away.map((one) => one.afterMs ?? 0));
      if (away.length === found.length) break;
    }
    return { kind: "retry", dueAt: (await store.now()) + Math.min(afterMs, patienceMaxMs), failed: false };
  };
}

type FoundThere = {
  readonly kind: Change["kind"];
  readonly from?: string | null;
  readonly to: string | null;
  readonly at: number;
  readonly since?: number;
};

/** Its id is what it follows on: found twice, it is one change. */
function changeOf(
  { model, name, service, kind: watchedKind }: Watched,
  { kind, from, to, at, since }: FoundThere,
  follows: string,
): Change {
  const said = JSON.stringify([watchedKind, model, name, to, follows]);
  return {
    id: `mlflow:poll:${createHash("sha256").update(said).digest("hex").slice(0, 24)}`,
    ...{ source: "mlflow", kind, name, model, at },
    ...(service === undefined ? {} : { service }),
    ...(from === undefined || from === null ? {} : { from }),
    ...(to === null ? {} : { to }),
    ...(since === undefined ? {} : { since }),
  };
}
