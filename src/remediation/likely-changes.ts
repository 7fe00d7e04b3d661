import type { Change } from "../alert/change.ts";
import { type FoundChange, type LikelyBecause, likelyBecause } from "../incident/actions/found-change.ts";
import { isSameVersion } from "../incident/actions/same-version.ts";
import { present } from "../present.ts";

/** Changes so long before the window are no news any more, in ms. */
const changesShownMs = 7 * 24 * 60 * 60_000;
/** A card shows so many. */
const shownMax = 5;

/** What changes are held against. */
export type ChangeScene = {
  /** The names of the model: as the event says it, and as the registry knows it. */
  readonly models: readonly string[];
  /** The version that the measurement names. */
  readonly modelVersion?: string;
  /** The service's names. */
  readonly services: readonly string[];
  /** The measurement's window; of what is not measured its start alone. Times in ms since the epoch. */
  readonly window: { readonly from?: number; readonly to: number };
  /** Where the last healthy window ended. */
  readonly healthyTo?: number;
};

/** Kinds that alone alter nothing of what answers: they are likely only where nothing else is. */
const weak: ReadonlySet<Change["kind"]> = new Set(["restart", "workflow", "other"]);

/** A version that was registered or tagged serves nobody yet. */
function isWeak({ kind, source }: Change): boolean {
  return weak.has(kind) || (kind === "model-version" && source === "mlflow");
}

/**
 * The changes near an incident as its card shows them: the likely cause first, with the reason for that ranking, then the
 * newest; at most five.
 *
 * @param known as `knownChanges` gives them: newest first, each event once
 */
export function likelyChanges(known: readonly Change[], scene: ChangeScene): readonly FoundChange[] {
  const near = known.filter(({ at }) => at >= scene.window.to - changesShownMs);
  const ranked = near
    .filter((change) => mayBeCause(change, scene))
    .map((change) => ({ change, because: reasonFor(change, scene) }))
    .toSorted((a, b) => likelyBecause.indexOf(a.because) - likelyBecause.indexOf(b.because));
  const [likely] = ranked;
  const rest = near.filter(({ id }) => id !== likely?.change.id).map((change) => found(change, scene));
  const first = likely === undefined ? [] : [{ ...found(likely.change, scene), likely: likely.because }];
  return [...first, ...rest].slice(0, shownMax);
}

/** Not what came after, failed, or was Vigie's own; nor what a whole healthy window lies after. */
function mayBeCause({ at, outcome, source }: Change, { window: { from, to }, healthyTo }: ChangeScene): boolean {
  if (at > to || outcome === "failed" || source === "vigie") return false;
  return healthyTo === undefined || at > healthyTo - (from === undefined ? 0 : to - from);
}

function reasonFor(change: Change, { models, modelVersion, services }: ChangeScene): LikelyBecause {
  if (isWeak(change)) return "last-before";
  const isOfModel = change.model !== undefined && models.includes(change.model);
  const names = modelVersion !== undefined && change.to !== undefined && isSameVersion(change.to, modelVersion);
  if (names) return "version-named";
  if (isOfModel) return "same-model";
  return change.service !== undefined && services.includes(change.service) ? "same-service" : "last-before";
}

function found(change: Change, { window: { from, to } }: ChangeScene): FoundChange {
  const { id, kind, name, at, source } = change;
  const when = at > to ? "after" : from !== undefined && at >= from ? "during" : "before";
  return {
    ...{ id, kind, name, at, source, when, earlierMs: to - at },
    ...present({ from: change.from, to: change.to, outcome: change.outcome, since: change.since, url: change.url }),
  };
}
