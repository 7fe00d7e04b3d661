import { deskIds, handlerIds } from "../../incident/handler-ids.ts";

/** What acts on a model. Nothing does yet; who may is written and checked already (behaviour 6). */
const modelActIds = ["rollback", "shadow-mode", "reinforced-monitoring", "withdrawal"] as const;

/** Everything that `permissions:` may name. `silence-long` is a silence of more than four hours. */
export const permissionIds: readonly string[] = [
  ...handlerIds,
  ...deskIds,
  "silence-long",
  "fire-drill",
  ...modelActIds,
];

/** The word that stands for whoever sees the card. */
export const everybody = "everybody";

const triage = ["mlops", "on-call"] as const;
const containment = ["mle", "mlops", "on-call"] as const;

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
  remediation: ["mle", "mlops"],
  resolve: containment,
  close: [...containment, "incident-commander"],
  commander: ["on-call", "incident-commander"],
  update: ["incident-commander"],
  channel: ["on-call", "incident-commander"],
  rollback: containment,
  "shadow-mode": containment,
  "reinforced-monitoring": containment,
  withdrawal: ["po", "mlops"],
};

/** What only the person on call may do where no roles are configured (behaviour 6). */
export const forOnCall: ReadonlySet<string> = new Set<string>(["silence-long", ...modelActIds]);
