import { endings } from "../src/chat/endings.ts";
import { choiceOf, reason, toggle } from "../src/chat/fields.ts";
import { formOf, type Outcome } from "../src/chat/form-of.ts";
import type { Asking, Handler } from "../src/chat/handler.ts";
import { suggested } from "../src/chat/suggested.ts";
import type { ActionId } from "../src/incident/actions/action-ids.ts";
import { type ActionPlan, changesAnything } from "../src/incident/actions/plan.ts";
import { runUnderWay } from "../src/incident/actions/run.ts";
import { mayBegin, suggestedAction } from "../src/incident/actions/suggested-action.ts";
import { isDrill } from "../src/incident/fire-drill.ts";
import type { Incident } from "../src/incident/incident.ts";
import type { ActRefusal } from "../src/incident/reasons.ts";
import { present } from "../src/present.ts";
import { actionNote, actionTitles } from "./action-note.ts";

/** Among the buttons in sight: never the first under a thumb (cards 4). */
const inSight = 33;
/** In the menu, in the order of the list. */
const inMenu = 106;
const whyMaxUnits = 500;

/** How an action's button differs from others: `danger` for what takes a model away; `order` where it is not suggested. */
export type Different = { readonly look?: "danger"; readonly order?: number };

/**
 * The button of an action on a model or its service: offered where the service declares it and it would change something;
 * it says exactly what will happen, and asks why only where the policy wants a reason.
 */
export function modelAction(id: ActionId, { look = undefined, order = inMenu }: Different = {}): Handler {
  return {
    id,
    offered: (incident) => mayBegin(incident, id) && (id !== "block-source" || hasSources(incident, id)),
    because: (incident) => whyNot(incident, id),
    look: (incident) => (suggested(incident) === id ? "primary" : (look ?? "plain")),
    order: (incident) => (suggestedAction(incident) === id ? inSight : order),
    breaksGlass: (incident) => (id !== "withdrawal" && isApproved(incident.plans?.[id]) ? "besides" : "none"),
    ...formOf(
      "action",
      {
        source: {
          ...choiceOf(
            id === "block-source" ? "required" : "optional",
            ({ incident }) => incident.plans?.[id]?.sources ?? [],
          ),
          when: () => id === "block-source",
        },
        alone: toggle((asking) => mayDecideAlone(asking, id)),
        why: reason(whyMaxUnits, (asking) => needOf(asking, id)),
      },
      (chosen, asking) => outcomeOf(id, chosen, asking),
      ({ incident, locale }) => {
        const plan = incident.plans?.[id];
        return { ...actionTitles(id, incident, locale), ...(plan ? { note: actionNote(plan, locale) } : {}) };
      },
    ),
    outdatedBy: [...outdatesActing, ...endings],
  };
}

type Chosen = {
  readonly source?: string | undefined;
  readonly alone: boolean;
  readonly why?: string | undefined;
};

/** Who asks for an approval asks whoever is on call too; who decides alone says why. */
function outcomeOf(id: ActionId, { source, alone, why }: Chosen, { incident, policy, newId }: Asking): Outcome {
  if (alone && why === undefined) return { wrong: "why", code: "required" };
  const { team, severity, plans } = incident;
  const owed = team === undefined || alone || !isApproved(plans?.[id]) ? [] : policy.onCallOf(team.id, severity);
  return {
    act: {
      ...{ kind: "run-action", action: id, run: newId(), ...present({ why, source }) },
      ...(alone ? { alone } : {}),
      ...(owed.length === 0 ? {} : { owed }),
    },
  };
}

/** What was begun, ended or goes elsewhere since outdates a press that acts (protocol 12.5). */
export const outdatesActing = [
  "planned",
  "action-asked",
  "action-started",
  "action-done",
  "action-failed",
] as const satisfies Handler["outdatedBy"];

function hasSources({ plans }: Incident, id: ActionId): boolean {
  return (plans?.[id]?.sources ?? []).length > 0;
}

function isApproved(plan: ActionPlan | undefined): boolean {
  return (plan?.approvers ?? []).length > 0;
}

/** Who is on call may do without the approver, with a reason; a withdrawal stays the product owner's (U-29). */
function mayDecideAlone({ alone, incident }: Asking, id: ActionId): boolean {
  return alone !== "no" && id !== "withdrawal" && isApproved(incident.plans?.[id]);
}

/** A reason is needed for an untested version and against the policy's condition (A004-31, A003-20). */
function needOf(asking: Asking, id: ActionId): "required" | "optional" | "not-asked" {
  const plan = asking.incident.plans?.[id];
  if (plan?.tested === false || plan?.condition?.holds === false) return "required";
  return isApproved(plan) ? "optional" : "not-asked";
}

function whyNot(incident: Incident, id: ActionId): ActRefusal | undefined {
  const plan = incident.plans?.[id];
  if (isDrill(incident)) return "exercise";
  if (runUnderWay(incident)) return "under-way";
  if (plan === undefined || plan.problem !== undefined) return "no-plan";
  return changesAnything(plan) ? undefined : "no-op";
}
