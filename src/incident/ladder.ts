import type { Draft } from "./draft.ts";
import type { Doer, EscalationCause } from "./entry-kinds.ts";
import type { Incident } from "./incident.ts";
import type { LadderStep, Owed } from "./judgement.ts";
import { hasPagersLadder } from "./pagers-ladder.ts";
import { page } from "./paging.ts";
import { reach } from "./reach.ts";

/**
 * What escalating means for an incident as it is now (behaviour 5): where a pager was asked, its vendor's own policy is
 * the ladder, and the receiver raises it by the steps that the incident counts; else the policy's next step is told.
 */
export type NextStep = { readonly kind: "raise" } | { readonly kind: "tell"; readonly owed: readonly Owed[] };

/** The next step of an incident's ladder; `null` where there is none, or none is left. */
export function nextStep(incident: Incident): NextStep | null {
  if (hasPagersLadder(incident)) return { kind: "raise" };
  const step = policyStep(incident);
  return step ? { kind: "tell", owed: step.owed } : null;
}

/** When the policy's ladder goes on by itself; `undefined` where it has come to its end, or the pager has its own. */
export function ladderDueAt(incident: Incident): number | undefined {
  const step = hasPagersLadder(incident) ? undefined : policyStep(incident);
  return step && ladderFrom(incident) + step.afterMs;
}

/** Since when nobody has answered: the last step, page or new beginning. */
function ladderFrom({ escalation, pageAskedAt = 0, openedAt, reopenedAt = 0, promoted }: Incident): number {
  return escalation?.at ?? Math.max(openedAt, reopenedAt, promoted?.at ?? 0, pageAskedAt);
}

function policyStep({ patience, escalation }: Incident): LadderStep | undefined {
  const { steps = [], repeat = 0 } = patience?.ladder ?? {};
  const taken = escalation?.steps ?? 0;
  return taken < steps.length * (1 + repeat) ? steps[taken % steps.length] : undefined;
}

/**
 * Takes the next step: says so, where it rings, and tells or pages whom the step names.
 *
 * @returns whether there was a step to take
 */
export function takeNextStep(
  draft: Draft,
  because: EscalationCause,
  by: Doer & { readonly why?: string } = { by: "vigie", where: "vigie" },
): boolean {
  const { incident } = draft;
  const next = incident && nextStep(incident);
  if (!next) return false;
  const step = (incident.escalation?.steps ?? 0) + 1;
  const names = next.kind === "tell" ? [...new Set(next.owed.map(({ told }) => told))] : [];
  const to = names.length === 0 ? {} : { to: names.join(", ") };
  draft.write("escalated", { ...by, because, step, ...to }, by.by);
  draft.visible = "yes";
  draft.tellsAdopted = true;
  if (next.kind === "raise") draft.markPages();
  else {
    reach(draft, next.owed, "escalated", by.by);
    // A pager that rang before rings again.
    page(draft, next, incident.severity, "escalated");
  }
  return true;
}
