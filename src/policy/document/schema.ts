import { z } from "zod";
import { severities } from "../../alert/severity.ts";
import { lifecycles } from "../../incident/judgement.ts";
import { actions, breakGlass, mitigations, rollback } from "./action-schema.ts";
import { band, bySeverity, duration, locale, matchers, names, severity, text } from "./written-values.ts";

const identity = z
  .strictObject({
    environment: names.optional(),
    service: names.optional(),
    model: names.optional(),
    family: names.optional(),
    exporters: names.optional(),
  })
  .meta({ description: "Labels that say who an alert is about; the first one present wins, nothing is invented." });

const threshold = z
  .strictObject({
    family: text,
    metrics: names.min(1),
    measure: z.enum(["value", "relative-drop", "relative-rise"]),
    ...bySeverity(band).shape,
    in_a_row: z.int().min(1).max(1000).optional(),
    recover_after: z.int().min(1).max(1000).optional(),
    of: z.enum(["performance", "input", "data-quality"]).optional().meta({
      description:
        "What it is about; performance by default for relative measures. Only that is rolled back by itself.",
    }),
  })
  .meta({ description: "How bad a measurement is: the worst level reached counts, below the lowest it is healthy." });

const severityLabel = z.strictObject({
  label: text,
  values: z.record(text, z.enum([...severities, "drop"])),
  source: text.optional().meta({ description: "Applies to this kind of sender only.", examples: ["alertmanager"] }),
  match: matchers.optional().meta({ description: "Applies only where all of these match." }),
});

const environments = z.strictObject({
  production: names.optional().meta({ description: "Whole values, any case, * for any rest." }),
  otherwise: z.strictObject({ page: z.enum(["never", "allowed"]) }).optional(),
});

const pagerduty = z.strictObject({
  key: text.meta({ description: "The routing key, 32 characters; take it from the environment." }),
  schedule: z
    .string()
    .optional()
    .meta({ description: "Who is on call for it: the schedule's id.", examples: ["PABC123"] }),
  escalate_to: text.optional(),
  severity: bySeverity(z.enum(["critical", "error", "warning", "info"])).optional(),
});

const jira = z.strictObject({
  project: text,
  type: text.optional(),
  priority: bySeverity(text).optional(),
  move: z.strictObject({ resolved: z.enum(["done", "indeterminate", "new"]).optional() }).optional(),
  fields: z.record(text, z.unknown()).optional(),
  after: duration.optional(),
});

const place = {
  slack: text.optional().meta({ description: "A channel: #name or its id." }),
  teams: text.optional().meta({ description: "What 'Get link to channel' copies, or 19:…@thread.tacv2." }),
  pagerduty: pagerduty.optional(),
  jira: jira.optional(),
  if: z.literal("configured").optional().meta({ description: "Left out where it has no credentials." }),
  mention: text.optional(),
  locale: locale.optional(),
};
const fallback = z.strictObject(place);
const destination = z.strictObject({ ...place, fallback: z.array(fallback).optional() }).meta({
  description: "One place: exactly one of slack, teams, pagerduty, jira.",
});

const deadlines = z.strictObject({
  triage: duration.optional(),
  reaction: duration.optional(),
  investigation_start: duration.optional(),
  root_cause: duration.optional(),
  rto: duration.optional(),
});

/** Whether what it decides is told, or only recorded as what would have been told (behaviour 9). */
export const modes = ["live", "shadow"] as const;
export type Mode = (typeof modes)[number];
const mode = z.enum(modes).meta({ description: "shadow: decide, record, show, and tell nobody." });

const lifecycle = z.enum(lifecycles).meta({
  description: "What ends an incident. short: the source's end. full: people who record cause and remediation.",
});
const preset = text.meta({
  description: "Figures, families and runbooks of a shipped policy, by its name, or of a file, by a path with a /.",
  examples: ["fab-ia", "presets/ours.yaml"],
});

const ladder = z.array(
  z.strictObject({
    after: text.meta({ description: "So long after the step before it; the first: after the incident began." }),
    to: names
      .min(1)
      .max(4)
      .meta({ description: "Names as in `tell`: of the team's destinations, or of `destinations:`." }),
  }),
);
const escalation = z
  .strictObject({
    ...bySeverity(ladder.max(6)).shape,
    repeat: z
      .int()
      .min(0)
      .max(10)
      .optional()
      .meta({ description: "So often the whole ladder begins anew; 0 by default." }),
    after_triage: text.optional().meta({
      description: "How long who acknowledged has to judge once the triage is overdue, before it escalates: 10m.",
      examples: ["10m", "0s"],
    }),
  })
  .meta({
    description:
      "Who is told when nobody acknowledges. Where PagerDuty pages, its own escalation policy is the ladder instead.",
    examples: [{ critical: [{ after: "10m", to: ["team-lead"] }], repeat: 1 }],
  });

const toldDuring = z.strictObject({
  to: text.meta({ description: "A name of the team's destinations, or of `destinations:`." }),
  during: text.meta({ description: "A time interval: outside of it the message waits until it opens." }),
});

const route = z.strictObject({
  match: matchers.optional(),
  continue: z.boolean().optional(),
  group_by: names.min(1).optional(),
  tell: bySeverity(z.array(z.union([text, toldDuring]))).optional(),
  deadlines: bySeverity(deadlines).optional(),
  remind: bySeverity(duration)
    .optional()
    .meta({
      description: "Rings again so often until somebody acknowledges; 0s never. A severity has the next lower one's.",
      examples: [{ critical: "30m" }],
    }),
  escalation: escalation.optional(),
  rollback: rollback.optional(),
  mitigations: mitigations.optional(),
  break_glass: breakGlass.optional(),
  lifecycle: lifecycle.optional(),
  mode: mode.optional(),
  preset: preset.optional(),
  mute_time_intervals: names.optional().meta({ description: "Rings outside of these only; routes below inherit it." }),
  active_time_intervals: names.optional().meta({ description: "Rings inside of these only; routes below inherit it." }),
  get routes() {
    return z.array(route).optional();
  },
});

const monitor = z.strictObject({
  metric: text,
  every: duration.optional(),
  grace: duration.optional().meta({ description: "How much later is still in time; half of `every` by default." }),
  labels_delay: duration.optional(),
  segment: text.optional(),
});

const service = z.strictObject({
  owner: text.optional().meta({ description: "The team whose service it is." }),
  model: text.optional().meta({
    description:
      "The model that it serves: what names only this model has the service's owner, preset, monitors and life cycle.",
  }),
  aliases: names.optional(),
  preset: preset.optional(),
  lifecycle: lifecycle.optional(),
  monitors: z.array(monitor).optional(),
  actions: actions.optional(),
});

const roles = z.record(text, names).meta({
  description: "Who holds a role: an e-mail, a contact's name, slack-group:ID, entra-group:ID, pagerduty-schedule:ID.",
  examples: [{ mle: ["slack-group:S012AB"], po: ["owner@corp.example"] }],
});

const maybe = z.string().optional();
const contact = z.strictObject({
  name: text,
  email: maybe.meta({ description: "Matches their accounts at Slack, Teams, PagerDuty and Jira." }),
  slack: maybe.meta({ description: "Their member ID, where the e-mail does not match.", examples: ["U012AB"] }),
  teams: maybe.meta({ description: "Their Entra object id, where the e-mail does not match." }),
  pagerduty: maybe.meta({ description: "Their user id, where the e-mail does not match.", examples: ["PABC123"] }),
  jira: maybe.meta({ description: "Their account id: Jira often hides e-mails." }),
  phone: maybe,
  locale: locale.optional(),
});

const expert = z
  .strictObject({
    slack: text
      .optional()
      .meta({ description: "A user group or member to mention.", examples: ["slack-group:S012AB"] }),
    teams: text.optional().meta({ description: "Whom to mention, as `mention:` of a destination." }),
    people: names.optional().meta({ description: "E-mails or contacts' names." }),
    tell: names.optional().meta({ description: "Names of `destinations:` that are told too." }),
  })
  .meta({ description: "A group of experts whom a card can call." });

const token = z.strictObject({
  roles: names.optional().meta({ description: "Roles that the token holds on every team." }),
  acts_for: z.boolean().optional().meta({ description: "For a trusted bridge only: it may act in somebody's name." }),
});

const team = z
  .object({ locale: locale.optional(), mode: mode.optional(), roles: roles.optional() })
  .catchall(z.array(destination))
  .meta({ description: "A team's own destinations by name: chat, on-call, ticket and any other." });

/** One of Alertmanager's `time_intervals`; what is inside is read by `time-intervals.ts`. */
const timeInterval = z.looseObject({ name: text });

/** The grammar of a policy (cards, behaviour 9). */
export const policySchema = z
  .strictObject({
    version: z.literal(1),
    name: z
      .string()
      .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/)
      .optional()
      .meta({ description: "Names the installation at PagerDuty; a new name is a new installation." }),
    locale: locale.optional(),
    mode: mode.optional(),
    break_glass: breakGlass.optional(),
    include: names.optional().meta({ description: "Team files, relative to this one.", examples: [["teams/*.yaml"]] }),
    identity: identity.optional(),
    severity: z
      .strictObject({
        thresholds: z.array(threshold).optional(),
        labels: z.array(severityLabel).optional(),
        otherwise: severity.optional(),
      })
      .optional(),
    families: z.record(text, names).optional().meta({ description: "Alert names that are one trouble." }),
    environments: environments.optional(),
    destinations: z.record(text, z.array(destination)).optional(),
    teams: z.record(text, team).optional(),
    time_intervals: z.array(timeInterval).optional().meta({ description: "Alertmanager's time intervals." }),
    route,
    services: z.record(text, service).optional(),
    contacts: z.array(contact).optional().meta({ description: "People, matched to their accounts by e-mail or ids." }),
    roles: roles.optional(),
    permissions: z
      .record(text, names)
      .optional()
      .meta({ description: "Who may press a button, by its id: roles, or everybody." }),
    experts: z.record(text, expert).optional(),
    tokens: z.record(text, token).optional().meta({ description: "What the names in VIGIE_API_TOKEN may do." }),
  })
  .meta({ title: "Vigie policy", description: "What happens to an alert: how bad it is, who is told, by when." });

export type PolicyDocument = z.infer<typeof policySchema>;
export type WrittenThreshold = z.infer<typeof threshold>;
export type WrittenSeverityLabel = z.infer<typeof severityLabel>;
export type WrittenDestination = z.infer<typeof destination>;
export type WrittenRoute = z.infer<typeof route>;
export type WrittenTeam = z.infer<typeof team>;
export type WrittenContact = z.infer<typeof contact>;
export type WrittenExpert = z.infer<typeof expert>;
export type WrittenMonitor = z.infer<typeof monitor>;

/** The published JSON Schema of the grammar: `policies/policy.schema.json`, for editors. */
export function policyJsonSchema(): Record<string, unknown> {
  return z.toJSONSchema(policySchema, { io: "input", target: "draft-2020-12" });
}

/** Keys of the grammar that this version does not act on yet, by the object they belong to. */
export const notYet: Readonly<Record<string, readonly string[]>> = {
  policy: ["retention"],
};
