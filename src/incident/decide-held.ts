import type { Severity } from "../alert/severity.ts";
import { comesBackBecause, heldNow, letGo } from "./decide-hands.ts";
import type { Known, Moment } from "./decision.ts";
import type { Draft } from "./draft.ts";
import type { Following } from "./entry-kinds.ts";
import type { Fact, JudgedAlert } from "./fact.ts";
import type { Held } from "./held.ts";
import type { KnownRow } from "./incident.ts";
import { type Effect, type Fires, rowOf } from "./occurrence.ts";
import { end, fire } from "./occurrences.ts";
import { noNames, type Scene, writeNames } from "./scene.ts";

/** An alert of an occurrence that is held, with its row in the incident at hand. */
type HeldAlert = {
  readonly judged: JudgedAlert;
  readonly effect: Effect;
  readonly inHand: KnownRow | undefined;
  /** It is neither a copy nor about an earlier occurrence. */
  readonly isNews: boolean;
};

/**
 * An occurrence that a person ended: it is counted on that incident and tells nobody, until it ends or comes back
 * (behaviour 3). Where another incident has opened since, that one knows nothing of it.
 */
export function decideHeld(
  draft: Draft,
  held: Held,
  { judged, effect, inHand, isNews }: HeldAlert,
  scene: Scene,
): void {
  const { alert } = judged;
  const { known, names } = scene;
  if (effect.kind === "changes" || (effect.kind === "repeat" && isNews && alert.status === "firing")) {
    const severity = effect.kind === "changes" ? effect.row.severity : (inHand?.severity ?? held.severity);
    const because = comesBackBecause(held, severity, alert, draft.now);
    if (because !== null) {
      letGo(draft, known, [alert.fingerprint]);
      draft.received += 1;
      comeBack(draft, held, judged, severity, because, scene);
      return;
    }
  }
  if (effect.kind === "ends") letGo(draft, known, [alert.fingerprint]);
  const isUnheard = effect.kind === "nothing" && alert.measurement?.value === undefined;
  if (inHand === undefined || effect.kind === "fires" || isUnheard) return;
  draft.received += 1;
  if (effect.kind === "repeat") draft.repeat(alert.fingerprint, inHand.tag);
  if (effect.kind === "ends") end(draft, effect.row, inHand, names);
  // Only what it says now is kept: how many fire, at which severity, stays as the journal has it.
  if (effect.kind === "changes") draft.rows.set(alert.fingerprint, { ...effect.row, severity: inHand.severity });
}

/** What was held begins anew: it opens an incident that names the one before, or joins one that is open. */
function comeBack(
  draft: Draft,
  held: Held,
  judged: JudgedAlert,
  severity: Severity,
  because: Following,
  scene: Scene,
): void {
  draft.policy = judged.judgement.policyHash;
  const isMeasured = judged.alert.measurement !== undefined;
  const alert = isMeasured ? { ...judged.alert, startsAt: held.startsAt } : judged.alert;
  const { figure } = judged.judgement;
  const row = {
    ...rowOf(alert, "firing", severity, undefined, draft.now),
    ...(figure === undefined ? {} : { figure }),
  };
  const effect: Fires = { kind: "fires", row, refires: false, again: false };
  fire(draft, effect, judged, scene, { uid: held.uid, by: held.by, because });
}

/** What is held no longer, because its time is over, and still fires comes back (protocol 5.3). */
export function decideHoldOver(
  draft: Draft,
  fact: Extract<Fact, { kind: "hold-over" }>,
  known: Known,
  moment: Moment,
): void {
  // Another incident opened while this was on its way: whoever sent it looks again.
  if (draft.incident?.uid !== known.group?.newest) return;
  const over = Object.entries(heldNow(draft, known)).filter(
    ([, { uid, until }]) => uid === fact.uid && until !== undefined && until <= draft.now,
  );
  if (over.length === 0) return;
  const names = noNames();
  letGo(
    draft,
    known,
    over.map(([print]) => print),
  );
  for (const [print, held] of over) {
    const judged = fact.firing.find(({ alert }) => alert.fingerprint === print);
    if (judged?.judgement.verdict.kind !== "severity") continue;
    const { severity } = judged.judgement.verdict;
    comeBack(draft, held, judged, severity, "hold-over", { stillActive: "unknown", known, moment, names });
  }
  draft.policy = undefined;
  if (draft.incident) writeNames(draft, draft.incident, names, known);
}
