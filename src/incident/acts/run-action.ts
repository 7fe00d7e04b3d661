import { beginMitigation, measuredBefore } from "../actions/begin-run.ts";
import { type ActionPlan, changesAnything } from "../actions/plan.ts";
import { type Run, runUnderWay } from "../actions/run.ts";
import type { Answer } from "../acts.ts";
import { boundedText, boundedWord } from "../bounded.ts";
import { isDrill } from "../fire-drill.ts";
import { lasts } from "../incident.ts";
import { page } from "../paging.ts";
import { reach } from "../reach.ts";
import { approvalMs } from "../waits.ts";
import { type ActDecider, type ActScene, done, refused } from "./act-decider.ts";
import { refusedWhenOver } from "./over.ts";

/** A person does an action as it was planned, or asks for it where somebody must approve it (behaviour 6, 7). */
export const runAction: ActDecider<"run-action"> = (draft, scene) => {
  const { act, incident, doer, known } = scene;
  const refusal = refusedHere(scene, draft.now);
  const plan = incident.plans?.[act.action];
  if (refusal || !plan) return refusal ?? refused("no-plan");
  const started = {
    ...{ ...doer, run: act.run, action: act.action, plan, ...reasonOf(act.why), ...measuredBefore(incident, plan) },
    ...(act.source === undefined ? {} : { source: boundedWord(act.source) }),
  };
  const { approvers = [] } = plan;
  if (approvers.length > 0 && !decidesAlone(act)) {
    const dueAt = draft.now + approvalMs(incident);
    draft.write("action-asked", { ...started, approvers: [...approvers], dueAt }, doer.by);
    reach(draft, act.owed ?? [], "escalated", doer.by);
    if (lasts(incident)) page(draft, { owed: act.owed ?? [] }, incident.severity, "approval");
    return done;
  }
  draft.write("action-started", { ...started, ...(approvers.length > 0 ? { alone: true } : {}) }, doer.by);
  beginMitigation(draft, known, doer.by);
  return done;
};

/** A reason is a word at least. */
export function reasonOf(why: string | undefined): { readonly why?: string } {
  return why === undefined || why.trim() === "" ? {} : { why: boundedText(why.trim()) };
}

/** Whether who acts decides without the approver: with a reason, and never a withdrawal (behaviour 6, U-29). */
export function decidesAlone({
  action,
  alone,
  why,
}: {
  readonly action: Run["action"];
  readonly alone?: true;
  readonly why?: string;
}): boolean {
  return alone === true && action !== "withdrawal" && reasonOf(why).why !== undefined;
}

function refusedHere({ act, incident }: ActScene<"run-action">, now: number): Answer | null {
  const again = incident.runs?.find(({ id }) => id === act.run);
  if (again) return refused("already-so", { by: again.by, at: again.askedAt });
  const over = refusedWhenOver(incident);
  if (over) return over;
  if (isDrill(incident)) return refused("exercise");
  const running = runUnderWay(incident);
  if (running) return refused("under-way", { by: running.by, at: running.askedAt });
  const plan = incident.plans?.[act.action];
  return plan ? refusedByPlan(act, plan, now) : refused("no-plan");
}

/** What stands against it in the plan itself; some of it a reason lifts. */
function refusedByPlan(act: ActScene<"run-action">["act"], plan: ActionPlan, now: number): Answer | null {
  if (plan.problem !== undefined) return refused("no-plan");
  if (act.action === "block-source" && !plan.sources?.includes(act.source ?? "")) return refused("no-plan");
  if (!changesAnything(plan)) return refused("no-op");
  if ((plan.notBefore ?? 0) > now) return refused("too-soon");
  if (reasonOf(act.why).why !== undefined) return null;
  if (plan.tested === false) return refused("untested");
  return plan.condition?.holds === false ? refused("condition") : null;
}
