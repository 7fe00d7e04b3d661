import { advance } from "../acts/advance.ts";
import { boundedName } from "../bounded.ts";
import { meet } from "../deadlines.ts";
import type { Known } from "../decision.ts";
import type { Draft } from "../draft.ts";
import type { EscalationCause } from "../entry-kinds.ts";
import { isOpen, lasts } from "../incident.ts";
import { takeNextStep } from "../ladder.ts";
import { ranks } from "../mark.ts";
import { awaitsVerdict } from "./awaits-verdict.ts";
import type { Run, Verdict } from "./run.ts";

/**
 * Says whether a run helped (behaviour 7). What helped mitigates; what did not help escalates; that it cannot be told does
 * neither, and a real verdict replaces it when it comes.
 */
export function tellVerdict(draft: Draft, run: Run, given: Verdict, known: Known): void {
  const { metric, ...rest } = given;
  const verdict = metric === undefined ? rest : { ...rest, metric: boundedName(metric) };
  if (!awaitsVerdict(run) || (run.verdict !== undefined && verdict.kind === "cannot-tell")) return;
  draft.write("action-verdict", { run: run.id, verdict });
  draft.show();
  if (verdict.kind === "helped") mitigate(draft, known);
  if (verdict.kind === "did-not-help") escalateFor(draft, "did-not-help");
}

/**
 * The incident that a measurement opens tells what it says of the run of the one before, and goes on with that run: it is
 * not repeated there by itself, and can be taken back. The one before hears of it by a mark (protocol 4.5).
 */
export function tellVerdictOfBefore(draft: Draft, { run, verdict, uid }: Told): void {
  draft.write("action-verdict", { run: run.id, verdict, of: run });
  if (!draft.incident) return;
  const { groupId } = draft.incident;
  draft.mark({ kind: "timer", groupId, uid, timer: "action" }, { lane: "action", rank: ranks.phase, dueAt: 0 });
}

/** What a measurement said of a run, and of which incident that was. */
type Told = { readonly run: Run; readonly verdict: Verdict; readonly uid: string };

/** Rings, and takes the next step of the ladder, where the trouble lasts and is not silenced. */
export function escalateFor(draft: Draft, because: EscalationCause): void {
  const { incident } = draft;
  if (incident && lasts(incident) && !incident.silenced) takeNextStep(draft, because);
}

/** Users are safe again, by what was done: that meets what was promised of it (requirements C.2). */
function mitigate(draft: Draft, known: Known): void {
  const { incident, actor } = draft;
  if (!incident || !isOpen(incident) || incident.mitigated) return;
  draft.write("mitigated", { by: "vigie", where: "vigie", how: "by-action", text: "" });
  meet(draft, ["reaction"], actor);
  advance(draft, "investigating", known, actor);
}
