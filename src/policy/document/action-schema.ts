import { z } from "zod";
import { actionIds } from "../../incident/actions/action-ids.ts";
import { band, bySeverity, duration, matchers, names, severity, text } from "./written-values.ts";

const url = text.meta({ description: "http or https, without a password in it." });
const secret = text.meta({
  description: "The NAME of the variable that holds the key; never the key itself.",
  examples: ["FLAGS_KEY"],
});
const sample = z.int().min(0);

const mlflow = z
  .strictObject({
    model: text,
    alias: text.optional().meta({ description: "champion by default.", examples: ["champion"] }),
    stage: text.optional().meta({ description: "Instead of an alias, for registries that still use stages." }),
    tested: text.optional().meta({ description: "The tag that marks a version tested; `tested` by default." }),
  })
  .meta({ description: "Moves an alias of a registered model." });

const registry = z
  .strictObject({ url, model: text, secret: secret.optional() })
  .meta({ description: "A registry that speaks Vigie's small HTTP interface." });

const github = z
  .strictObject({
    repository: text.meta({ examples: ["corp/credit"] }),
    workflow: text.meta({ description: "The workflow's file name or id.", examples: ["rollback.yml"] }),
    ref: text.optional().meta({ description: "main by default." }),
    inputs: z.record(text, z.string()).optional(),
  })
  .meta({ description: "Starts a workflow by workflow_dispatch." });

const namespace = text.optional().meta({ description: "default by default." });
const kubernetes = z
  .strictObject({
    restart: text.optional().meta({ examples: ["deployment/credit-scoring"] }),
    undo: text.optional().meta({ examples: ["deployment/credit-scoring"] }),
    namespace,
  })
  .meta({ description: "Restarts a workload, or undoes its last rollout: one of the two." });
const argo = z
  .strictObject({
    abort: text.optional().meta({ examples: ["rollout/credit"] }),
    undo: text.optional().meta({ examples: ["rollout/credit"] }),
    namespace,
  })
  .meta({ description: "Aborts a rollout, or undoes the last one: one of the two." });

const body = z.record(text, z.unknown()).meta({ description: "May hold {to}, {from}, {source} and {run}." });
const webhook = z
  .strictObject({
    url,
    method: z.enum(["POST", "PUT", "PATCH"]).optional(),
    secret: secret.optional(),
    body: body.optional(),
    undo: body.optional(),
    read: z.strictObject({ url, field: text }).optional().meta({ description: "Where the present value is read." }),
  })
  .meta({ description: "A signed call to anything else: feature flags, traffic splits, a WAF, /retrain." });

const step = z
  .strictObject({
    mlflow: mlflow.optional(),
    registry: registry.optional(),
    github: github.optional(),
    kubernetes: kubernetes.optional(),
    argo: argo.optional(),
    webhook: webhook.optional(),
  })
  .meta({ id: "Step", description: "Exactly one of mlflow, registry, github, kubernetes, argo, webhook." });

const serving = z
  .strictObject({
    promql: text.optional().meta({ description: "Counts what serves, by version." }),
    label: text.optional().meta({ description: "The label of the answer that holds the version." }),
    http: url.optional(),
    field: text.optional().meta({ description: "The dotted path of the version in the JSON; version by default." }),
  })
  .meta({ description: "How to see which version serves: promql or http." });

const helps = z
  .strictObject({
    metric: text.optional().meta({ description: "Another metric of the model that answers sooner." }),
    promql: text.optional(),
    healthy: band.optional(),
    min_sample: sample.optional(),
    for: duration.optional(),
  })
  .meta({ description: "What says whether it helped, where the incident's own measurements do not." });

const action = z
  .strictObject({
    steps: z.array(step).min(1).max(8),
    serving: serving.optional(),
    within: duration.optional().meta({ description: "What serves must be there so soon; 10m by default." }),
    health: url.optional().meta({ description: "Polled after the steps: an answer of 2xx is health." }),
    helps: helps.optional(),
    condition: z
      .strictObject({ metric: text, when: band })
      .optional()
      .meta({ description: "May be pressed only where this holds, unless the presser says why." }),
    authority: names
      .min(1)
      .optional()
      .meta({ description: "E-mails or roles: these may press it, and nobody else.", examples: [["mle"]] }),
    approvers: names.optional().meta({ description: "Roles, one of which must approve besides.", examples: [["po"]] }),
    every: duration.optional().meta({ description: "Not again before; 5m by default for restart." }),
    ideal: duration.optional().meta({ description: "Slower than that is flagged." }),
    last_test: text.optional().meta({ description: "When it was rehearsed last.", examples: ["2026-10-01"] }),
  })
  .meta({ id: "Action", description: "How one action on the service or its model is done." });

/** `services.<id>.actions`: what may be done, and how. */
export const actions = z
  .strictObject(Object.fromEntries(actionIds.map((id) => [id, action.optional()])))
  .meta({ description: "What may be done to the service or its model: a button for each action." });

const criterion = z.strictObject({
  metric: text.optional(),
  when: band.optional(),
  for: duration.optional(),
  min_sample: sample.optional(),
  match: matchers.optional(),
});

/** `rollback:` of a route. */
export const rollback = z
  .strictObject({
    mode: z.enum(["auto", "approve", "off"]).optional().meta({ description: "approve by default." }),
    at: z.array(severity).min(1).optional().meta({ description: "At these severities; urgent by default." }),
    veto: duration.optional().meta({ description: "People may hold it for so long before it begins by itself." }),
    dry_run: z.boolean().optional().meta({ description: "Only says what it would have done." }),
    max_age: duration.optional().meta({ description: "The measurement must be younger; 24h by default." }),
    min_sample: sample.optional().meta({ description: "1000 by default." }),
    cool_down: duration.optional().meta({ description: "Not again by itself before; 1h by default." }),
    per_day: z.int().min(1).max(1000).optional().meta({ description: "So often a day by itself; 3 by default." }),
    criteria: z
      .record(text, criterion)
      .optional()
      .meta({ description: "When it is proposed whatever the severity, by name." }),
  })
  .meta({ description: "When a model is rolled back, and by whom; each key is inherited by itself." });

/** `mitigations:` of a route. */
export const mitigations = bySeverity(z.enum(actionIds)).meta({
  description: "Which action is suggested at a severity, where the service declares it.",
});

/** `break_glass:` of the policy or a route. */
export const breakGlass = z.enum(["on", "off"]).meta({
  description: "off: whoever is on call cannot decide alone, without the approver.",
});

export type WrittenAction = z.infer<typeof action>;
export type WrittenStep = z.infer<typeof step>;
export type WrittenRollback = z.infer<typeof rollback>;
export type WrittenCriterion = z.infer<typeof criterion>;
