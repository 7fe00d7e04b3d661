import type { Known } from "../decision.ts";
import type { Draft } from "../draft.ts";
import type { Fact } from "../fact.ts";
import { isDrill } from "../fire-drill.ts";
import { type Incident, isOpen, lasts } from "../incident.ts";
import { beginMitigation, mayActByItself, mayRepeat, measuredBefore } from "./begin-run.ts";
import { boundedChanges, boundedPlans, boundedTicks } from "./bounded-outlook.ts";
import type { FoundChange } from "./found-change.ts";
import type { Outlook, Wish } from "./outlook.ts";
import { type ActionPlan, changesAnything } from "./plan.ts";
import { proposalKey } from "./proposal-key.ts";
import { runUnderWay } from "./run.ts";

type Asked = Extract<Wish, { kind: "propose" | "would-act" }>;

/** What Vigie found when it looked around: kept, shown, and acted on where the policy says so (behaviour 7). */
export function decideOutlook(draft: Draft, { uid, outlook }: Extract<Fact, { kind: "outlook" }>, known: Known): void {
  const { incident } = draft;
  // An exercise acts on nothing; what is over is past help.
  if (incident?.uid !== uid || !isOpen(incident) || isDrill(incident)) return;
  keepChanges(draft, incident, outlook);
  keepPlans(draft, incident, outlook);
  obey(draft, outlook.wish, known);
}

function keepChanges(draft: Draft, incident: Incident, { changes, incomplete }: Outlook): void {
  const { changes: before = [] } = incident;
  if (before.length > 0 && isTreated(incident)) return;
  const after = boundedChanges(changes);
  const isUnread = incomplete === true && after.length === 0;
  if (isUnread || JSON.stringify(after.map(shownOf)) === JSON.stringify(before.map(shownOf))) return;
  draft.writeOrRefresh("changes", { changes: after });
  draft.visible = "yes";
}

/**
 * Whether the trouble is over, or something was done about it that no measurement has judged yet: what was found before it
 * stands, and what Vigie itself moved since is the run's to say.
 */
function isTreated(incident: Incident): boolean {
  const { runs = [], lead } = incident;
  const windowTo = lead.measurement?.windowTo ?? 0;
  return !lasts(incident) || runs.some((run) => run.changed && (run.doneAt ?? run.endedAt ?? windowTo) >= windowTo);
}

/** How much earlier it was differs with each window, and tells nothing new. */
function shownOf({ earlierMs: _earlierMs, ...change }: FoundChange): Omit<FoundChange, "earlierMs"> {
  return change;
}

function keepPlans(draft: Draft, incident: Incident, outlook: Outlook): void {
  const { suggests, wish, incomplete } = outlook;
  const plans = boundedPlans(outlook.plans, suggests, incident);
  const drops = incident.proposal !== undefined && wish.kind === "nothing" && incomplete !== true;
  const before = Object.values(incident.plans ?? {});
  const isSame = (of: (plan: ActionPlan) => unknown) =>
    incident.suggests === suggests && JSON.stringify(plans.map(of)) === JSON.stringify(before.map(of));
  if (isSame(readOf) && !drops) return;
  const moves = plans.some((plan) => goesElsewhere(plan, incident.plans?.[plan.action]));
  const planned = {
    plans,
    ...(moves ? { moves } : {}),
    ...(suggests === undefined ? {} : { suggests }),
    ...(drops ? { drops } : {}),
  };
  if (moves || drops) draft.write("planned", planned);
  else if (isSame(saidOf)) draft.refresh("planned", planned);
  else draft.writeOrRefresh("planned", planned);
  if (!isSame(saidOf) || drops) draft.visible = "yes";
}

/** Whether an action that was known would do something else now. */
function goesElsewhere(plan: ActionPlan, before: ActionPlan | undefined): boolean {
  const target = ({ steps }: ActionPlan) =>
    JSON.stringify(steps.map(({ key, name, of, from, to }) => [key, name, of, from, to]));
  return before !== undefined && target(plan) !== target(before);
}

/** When it was read is no difference. */
function readOf({ at: _at, ...plan }: ActionPlan): Omit<ActionPlan, "at"> {
  return plan;
}

/** What is read again and again, and differs each time, is worth no entry: figures, counts, a vendor's own words. */
function saidOf({ at: _at, serving: _serving, detail: _detail, sources: _sources, ...plan }: ActionPlan) {
  const { value: _value, ...condition } = plan.condition ?? {};
  return { ...plan, condition, steps: plan.steps.map(({ memo: _memo, ...step }) => step) };
}

function obey(draft: Draft, wish: Wish, known: Known): void {
  const { incident } = draft;
  if (!incident || wish.kind === "nothing" || runUnderWay(incident) || !mayRepeat(incident, wish)) return;
  const plan = incident.plans?.[wish.action];
  if (!plan) return;
  if (wish.kind === "act") act(draft, incident, { wish, plan }, known);
  else if (lasts(incident)) propose(draft, incident, wish, plan);
}

type Acting = { readonly wish: Extract<Wish, { kind: "act" }>; readonly plan: ActionPlan };

function act(draft: Draft, incident: Incident, { wish, plan }: Acting, known: Known): void {
  const { action, run, vetoMs, ticks } = wish;
  const isKnown = incident.runs?.some(({ id }) => id === run);
  const isApproved = (plan.approvers ?? []).length > 0;
  if (isKnown || isApproved || !mayActByItself(incident) || !changesAnything(plan)) return;
  draft.write("action-started", {
    ...{ by: draft.actor, where: "vigie", run, action, plan, ticks: boundedTicks(ticks) },
    ...(vetoMs > 0 ? { vetoUntil: draft.now + vetoMs } : {}),
    ...measuredBefore(incident, plan),
  });
  if (vetoMs <= 0) beginMitigation(draft, known, draft.actor);
  draft.show();
}

/** Puts it to people, once for each set of reasons that stand against doing it by itself. */
function propose(draft: Draft, { proposal, proposed = [] }: Incident, wish: Asked, plan: ActionPlan): void {
  const { action } = wish;
  const next = {
    ...{ action, because: wish.kind === "propose" ? wish.because : ("dry-run" as const) },
    ...(wish.kind === "propose" && wish.criterion !== undefined ? { criterion: wish.criterion } : {}),
    ticks: boundedTicks(wish.ticks),
  };
  const key = proposalKey(next);
  if (proposal && proposalKey(proposal) === key) return;
  if (!proposed.includes(key)) {
    draft.write("action-proposed", { ...next, plan });
    draft.show();
    return;
  }
  // A tick that comes and goes with each window calls nobody anew: the card says how it stands.
  draft.writeOrRefresh("action-proposed", { ...next, plan, again: true });
  draft.visible = "yes";
}
