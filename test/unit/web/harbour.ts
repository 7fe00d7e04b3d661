import { type AlertRow, type Incident, isOpen } from "../../../src/incident/incident.ts";
import { chain, genesis, type JournalDraft, type JournalEntry } from "../../../src/incident/journal.ts";
import type { IncidentView } from "../../../src/incident/view.ts";
import type { StoredIncident } from "../../../src/store/port.ts";
import { createWeb, type WebDeps } from "../../../src/web/create-web.ts";
import { driftView, jira, minute, pagerduty, podAlert, podsView, rowOf, slack, withIncident } from "../draw/views.ts";

/** A dozen incidents in one harbour, as a store would give them. */
export type Harbour = {
  readonly views: readonly IncidentView[];
  readonly journals: ReadonlyMap<string, JournalEntry[]>;
};

const { severityReason: _reason, ...base } = driftView.incident;

function berth(number: number, view: IncidentView, changes: Partial<Incident>): IncidentView {
  const uid = number.toString(16).padStart(32, "0");
  return { ...withIncident(view, { ...changes, uid, updatedAt: minute(number) }), number };
}

const pods40: readonly AlertRow[] = Array.from({ length: 20 }, (_, at) => rowOf(podAlert(`payments-${at + 10}`)));

const failing = berth(12, driftView, {
  standing: {
    [slack.id]: { state: "told", firstToldAt: minute(1), lastToldAt: minute(2), link: "https://acme.slack.com/p1" },
    [jira.id]: { state: "retrying", reason: "rate-limited" },
    [pagerduty.id]: { state: "undelivered", reason: "unauthorized" },
  },
  identity: { ...base.identity, environment: "production", environmentAssumed: true },
  truncated: 12,
});

const quiet = { owed: [], standing: {}, deadlines: [], pageNo: 0 } satisfies Partial<Incident>;
const named = (name: string, service: string, summary: string): Partial<Incident> => ({
  identity: { environment: "production", environmentAssumed: false, service, family: name },
  lead: { fingerprint: "fp", name, summary, links: [] },
});

export const harbourViews: readonly IncidentView[] = [
  failing,
  berth(11, podsView, {}),
  berth(
    10,
    { ...podsView, alerts: pods40, received: 1_204 },
    { ...named("KubePodNotReady", "payments", "Pods are not ready"), firing: 40, resolved: 0 },
  ),
  berth(9, podsView, {
    ...named("HighHallucinationRate", "ai-app", "0.14 hallucinations a second (threshold 0.1 for 3m)"),
    severity: "warning",
    worst: "warning",
    firing: 1,
    resolved: 0,
    owed: [slack, jira],
    deadlines: [{ kind: "investigation_start", dueAt: minute(24 * 60), severity: "warning" }],
  }),
  berth(8, podsView, {
    ...named("DiskFilling", "warehouse", "Disk is 84 % full"),
    severity: "warning",
    worst: "warning",
    severityReason: { kind: "unknown-label", label: "severity", value: "sev9" },
    firing: 2,
    resolved: 1,
  }),
  berth(7, driftView, {
    ...quiet,
    severity: "info",
    worst: "info",
    phase: "detected",
    lead: { ...base.lead, figure: { measure: "relative-drop", degradation: 0.0199 } },
  }),
  berth(6, podsView, {
    ...named("BackupSlow", "warehouse", "The backup took 3 h"),
    ...quiet,
    severity: "info",
    worst: "info",
    phase: "detected",
    firing: 1,
    resolved: 0,
    severityReason: { kind: "label", label: "severity", value: "info" },
  }),
  berth(5, driftView, {
    phase: "resolved",
    outcome: "source_resolved",
    openedAt: minute(-120),
    resolvedAt: minute(-49),
    firing: 0,
    resolved: 1,
  }),
  berth(4, podsView, {
    ...named("ServiceDown", "ai-app", "ai-app does not answer"),
    phase: "resolved",
    outcome: "source_resolved",
    resolvedAt: minute(-300),
    firing: 0,
    resolved: 3,
    reopened: 1,
  }),
  berth(3, podsView, {
    ...named("ErrorBudgetBurnRateHigh", "ai-app", "Burning 12 times the budget"),
    phase: "closed",
    outcome: "source_resolved",
    openedAt: minute(-3_000),
    resolvedAt: minute(-2_900),
    closedAt: minute(-2_890),
    firing: 0,
    resolved: 1,
  }),
  berth(2, podsView, {
    ...named("PromptInjectionDetected", "chat-assistant", "7 injections in 5 minutes"),
    phase: "closed",
    outcome: "false_positive",
    openedAt: minute(-4_000),
    closedAt: minute(-3_995),
    firing: 0,
    resolved: 1,
  }),
  berth(1, podsView, {
    ...named("CertificateExpires", "<script>alert(1)</script>", '<!channel> "quoted" & <b>bold</b>'),
    severity: "warning",
    worst: "warning",
  }),
];

const drafts: readonly JournalDraft[] = [
  {
    at: minute(1),
    actor: "source:drift",
    kind: "opened",
    data: { severity: "warning", reason: driftView.incident.severityReason },
  },
  { at: minute(1), actor: "vigie", kind: "told", data: { destination: slack.id, receiver: "slack" } },
  { at: minute(1), actor: "vigie", kind: "phase", data: { from: "detected", to: "notified", received: 1 } },
  {
    at: minute(2),
    actor: "source:drift",
    kind: "severity",
    data: { from: "warning", to: "urgent", reason: driftView.incident.severityReason, fingerprint: "f" },
  },
  { at: minute(2), actor: "vigie", kind: "owed", data: { added: [pagerduty], cause: "severity" } },
  { at: minute(2), actor: "vigie", kind: "deadlines", data: { set: driftView.incident.deadlines } },
  { at: minute(2), actor: "vigie", kind: "page", data: { pageNo: 1, cause: "first-paging-severity" } },
  {
    at: minute(3),
    actor: "vigie",
    kind: "undelivered",
    data: {
      destination: pagerduty.id,
      receiver: "pagerduty",
      reason: "unauthorized",
      state: "undelivered",
      page: true,
      mention: "@here",
      told: [slack.id, jira.id],
    },
  },
  {
    at: minute(3),
    actor: "vigie",
    kind: "undelivered",
    data: { destination: jira.id, receiver: "jira", reason: "rate-limited", state: "retrying", page: false, told: [] },
  },
  {
    at: minute(4),
    actor: "source:drift",
    kind: "alerts",
    data: { fired: ["accuracy"], firedCount: 3, ended: [], endedCount: 0, firing: 4, resolved: 0, received: 8 },
  },
  { at: minute(5), actor: "vigie", kind: "foreseen", data: { by: "a later version" } },
];

/** The journal of every incident here, with a chain that holds. */
export const journal: readonly JournalEntry[] = chain({ seq: 0, head: genesis }, drafts);

const last = journal.at(-1);
const headed = harbourViews.map((view) => withIncident(view, last ? { seq: last.seq, head: last.hash } : {}));

function stored(view: IncidentView): StoredIncident {
  const { incident, number, received, lastReceivedAt } = view;
  return { incident, number, received, lastReceivedAt };
}

/** A dashboard over the harbour at 09:20 UTC, with parts replaced. */
export function webOver(
  changes: Partial<WebDeps> = {},
  views: readonly IncidentView[] = headed,
): ReturnType<typeof createWeb> {
  const viewFor = (number: number) => views.find((view) => view.number === number);
  return createWeb({
    automation: async () => ({ is: "on" }),
    store: {
      list: async ({ limit, cursor }) => {
        const from = Number(cursor ?? 0);
        const more = from + limit < views.length;
        return { incidents: views.slice(from, from + limit).map(stored), next: more ? String(from + limit) : null };
      },
      find: async (id) => {
        const view = typeof id === "number" ? viewFor(id) : undefined;
        return view ? stored(view) : null;
      },
      journal: async (_incident, afterSeq, limit) => journal.filter(({ seq }) => seq > afterSeq).slice(0, limit),
      alerts: async ({ uid }, limit) =>
        (views.find((view) => view.incident.uid === uid)?.alerts ?? [])
          .slice(0, limit)
          .map((row) => ({ ...row, received: 3 })),
    },
    lastToldAt: async () => new Map(),
    viewOf: async ({ number, incident }) => {
      const view = viewFor(number) ?? driftView;
      return { ...view, incident, story: isOpen(incident) ? journal : [] };
    },
    locale: "en",
    sandbox: true,
    sandboxedVendors: ["slack", "teams", "pagerduty", "jira"],
    now: () => minute(20),
    ...changes,
  });
}
