import { actionIds } from "../../incident/actions/action-ids.ts";
import { deskIds, handlerIds } from "../../incident/handler-ids.ts";
import type { Permission } from "./people.ts";

/** Who may approve an action that somebody else asked for (behaviour 6): `approve-rollback`. */
export const approvalIds = actionIds.map((id) => `approve-${id}` as const);

/**
 * Everything that `permissions:` may name. `silence-long` is a silence of more than four hours, `automation` the switch of
 * all that is done by itself (U-06).
 */
export const permissionIds: readonly string[] = [
  ...handlerIds,
  ...deskIds,
  "silence-long",
  "fire-drill",
  ...approvalIds,
  "automation",
];

/** The word that stands for whoever sees the card. */
export const everybody = "everybody";

const triage = ["mlops", "on-call"] as const;
const containment = ["mle", "mlops", "on-call"] as const;
const correction = ["mle", "mlops"] as const;

/**
 * Who may press what where roles are configured and `permissions:` says nothing: whoever does (R) or decides (A) the step
 * in the matrix C.4. What is not listed here is for everybody: to acknowledge, to note, to call for help is never refused.
 */
export const byMatrix: Readonly<Record<string, readonly string[]>> = {
  real: triage,
  "false-positive": triage,
  "more-time": triage,
  severity: triage,
  silence: triage,
  "silence-long": triage,
  unsilence: triage,
  "silence-service": triage,
  mitigated: containment,
  investigate: ["mle"],
  cause: ["mle"],
  remediation: correction,
  resolve: containment,
  close: [...containment, "incident-commander"],
  commander: ["on-call", "incident-commander"],
  update: ["incident-commander"],
  channel: ["on-call", "incident-commander"],
  // Approving is deciding (A): the machine learning engineer's, but for a withdrawal (U-29).
  ...Object.fromEntries(approvalIds.map((id) => [id, ["mle"]])),
  "approve-withdrawal": ["po"],
  rollback: containment,
  disable: containment,
  fallback: containment,
  "shadow-mode": containment,
  "reinforced-monitoring": containment,
  restart: containment,
  rebuild: containment,
  "rate-limit": containment,
  "block-source": [...containment, "security"],
  retrain: correction,
  "update-baseline": correction,
  withdrawal: ["po", "mlops"],
  automation: ["mlops", "on-call", "incident-commander"],
};

/** What only the person on call may do where no roles are configured (behaviour 6). */
export const forOnCall: ReadonlySet<string> = new Set<string>([
  "silence-long",
  ...actionIds,
  ...approvalIds,
  "automation",
]);

/** What these roles alone may do, also where nobody holds them: no withdrawal without the product owner (U-29). */
export const alwaysFor: Readonly<Record<string, readonly string[]>> = { "approve-withdrawal": ["po"] };

/** A permission of some roles; `admin` may always, but in what is one role's alone. */
export function rolesFor(id: string, roles: readonly string[]): Permission {
  return { everybody: false, roles: [...new Set([...roles, ...(id in alwaysFor ? [] : ["admin"])])] };
}
