import { z } from "zod";
import { changeKinds, changeOutcomes } from "../../alert/change.ts";
import { actionIds } from "../actions/action-ids.ts";
import { likelyBecause } from "../actions/found-change.ts";
import { proposalCauses } from "../actions/outlook.ts";
import { planProblems, stepDoings } from "../actions/plan.ts";
import { runFailures, stepFailures, verdictKinds, verdictReasons } from "../actions/run.ts";
import { tickIds } from "../actions/tick.ts";

const doer = { by: z.string(), where: z.string(), name: z.string().exactOptional() };
const text = z.string().exactOptional();
const number = z.number().exactOptional();
const yes = z.literal(true).exactOptional();
const action = z.enum(actionIds);
const counts = z.array(z.object({ version: z.string(), count: z.number() }));

const foundChange = z.object({
  ...{
    id: z.string(),
    source: z.string(),
    kind: z.enum(changeKinds),
    name: z.string(),
    from: text,
    to: text,
    url: text,
  },
  outcome: z.enum(changeOutcomes).exactOptional(),
  ...{ at: z.number(), since: number, when: z.enum(["before", "during", "after"]), earlierMs: z.number() },
  likely: z.enum(likelyBecause).exactOptional(),
});

const plannedStep = z.object({
  ...{
    provider: z.string(),
    key: z.string(),
    doing: z.enum(stepDoings),
    name: z.string(),
    of: text,
    from: text,
    to: text,
  },
  ...{ noop: yes, tested: z.boolean().exactOptional() },
});

const plan = z.object({
  ...{ action, at: z.number(), steps: z.array(plannedStep), to: text, from: text, tested: z.boolean().exactOptional() },
  ...{ serving: counts.exactOptional(), checksServing: z.boolean(), problem: z.enum(planProblems).exactOptional() },
  ...{ detail: text, approvers: z.array(z.string()).exactOptional(), notBefore: number },
  withinMs: z.number(),
  helps: z
    .object({ metric: text, byQuery: yes, minSample: z.number(), labelsDelayMs: z.number(), forMs: z.number() })
    .exactOptional(),
  sources: z.array(z.string()).exactOptional(),
  condition: z.object({ metric: z.string(), when: z.string(), value: number, holds: z.boolean() }).exactOptional(),
});

const tick = z.object({
  ...{
    id: z.enum(tickIds),
    ok: z.boolean(),
    version: text,
    serving: text,
    role: text,
    model: text,
    metric: text,
    by: text,
  },
  ...{ value: number, limit: number, at: number },
  look: z.object({ metric: z.string(), value: z.number(), since: z.number() }).exactOptional(),
});

const run = { run: z.string() };
const started = { ...run, action, plan, why: text, source: text };
const verdict = z.object({
  kind: z.enum(verdictKinds),
  ...{ metric: text, before: number, after: number, until: number, at: z.number() },
  because: z.enum(verdictReasons).exactOptional(),
});

/** What the sentences need of entries that tell what changed, what could be done and what was. */
export const actionShapes = {
  changes: z.object({ changes: z.array(foundChange) }),
  planned: z.object({ plans: z.array(plan), suggests: action.exactOptional() }),
  "action-proposed": z.object({
    ...{ action, plan, ticks: z.array(tick), criterion: text, again: yes },
    because: z.enum([...proposalCauses, "dry-run"]),
  }),
  "action-asked": z.object({ ...doer, ...started, approvers: z.array(z.string()), dueAt: z.number() }),
  "action-approval-due": z.object({ ...run, dueAt: z.number() }),
  "action-approved": z.object({ ...doer, ...run, why: text, alone: yes }),
  "action-declined": z.object({ ...doer, ...run, why: text }),
  "action-started": z.object({
    ...{ ...doer, ...started, vetoUntil: number, undoes: text, alone: yes },
    ticks: z.array(tick).exactOptional(),
  }),
  "action-begun": z.object(run),
  "action-held": z.object({ ...doer, ...run }),
  "action-hurried": z.object({ ...doer, ...run }),
  "action-step": z.object({
    ...{ ...run, step: z.number(), news: z.enum(["begun", "done", "skipped", "failed"]), before: text, after: text },
    ...{ because: z.enum(stepFailures).exactOptional(), detail: text, link: text },
  }),
  "action-serving": z.object({ ...run, serving: counts }),
  "action-done": z.object({
    ...{ ...run, tookMs: z.number(), serving: counts.exactOptional(), firstAnswerAt: number, watchUntil: number },
  }),
  "action-failed": z.object({ ...run, because: z.enum(runFailures), detail: text }),
  "action-verdict": z.object({ ...run, verdict }),
};
