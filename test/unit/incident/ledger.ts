import type { Alert } from "../../../src/alert/alert.ts";
import type { Severity } from "../../../src/alert/severity.ts";
import type { Answer, HumanAct, Reading } from "../../../src/incident/acts.ts";
import { decide } from "../../../src/incident/decide.ts";
import type { Decision } from "../../../src/incident/decision.ts";
import type { Fact, JudgedAlert } from "../../../src/incident/fact.ts";
import { type AlertRow, type Group, type Incident, knownRow } from "../../../src/incident/incident.ts";
import type { JournalEntry } from "../../../src/incident/journal.ts";
import type { Judgement, Owed } from "../../../src/incident/judgement.ts";
import type { MarkRequest, Subject } from "../../../src/incident/mark.ts";
import { waitingTimers } from "../../../src/incident/waits.ts";

/** 20 November 2026, 09:00 UTC. */
export const nine = Date.UTC(2026, 10, 20, 9);
export const minuteMs = 60_000;

export const slack: Owed = { id: "slack:#ai-alerts", receiver: "slack", told: "chat", at: "warning" };
export const jira: Owed = { id: "jira:OPS", receiver: "jira", told: "ticket", at: "warning" };
export const pager: Owed = { id: "pagerduty:1f0c9a", receiver: "pagerduty", told: "on-call", at: "critical" };

const owedAt: Readonly<Record<Severity, readonly Owed[]>> = {
  info: [],
  warning: [slack, jira],
  critical: [slack, jira, pager],
  urgent: [slack, jira, pager],
};
const deadlinesAt: Readonly<Record<Severity, Judgement["deadlines"]>> = {
  info: [],
  warning: [{ kind: "investigation_start", afterMs: 24 * 60 * minuteMs }],
  critical: [
    { kind: "triage", afterMs: 15 * minuteMs },
    { kind: "investigation_start", afterMs: 4 * 60 * minuteMs },
  ],
  urgent: [
    { kind: "triage", afterMs: 15 * minuteMs },
    { kind: "reaction", afterMs: 30 * minuteMs },
  ],
};

/** What the policy would say of an alert at a level; `healthy` and `drop` as they are. */
export function judgedAs(level: Severity | "healthy" | "drop", more: Partial<Judgement> = {}): Judgement {
  const severity = level === "healthy" || level === "drop" ? null : level;
  return {
    identity: { environment: "production", environmentAssumed: false, service: "credit-scoring", family: "down" },
    groupKey: '{environment="production", service="credit-scoring", family="down"}',
    groupId: "a".repeat(32),
    verdict: level === "healthy" || level === "drop" ? { kind: level } : { kind: "severity", severity: level },
    reason: { kind: "label", label: "severity", value: level },
    owed: severity ? owedAt[severity] : [],
    deadlines: severity ? deadlinesAt[severity] : [],
    lifecycle: "short",
    recoverAfter: 1,
    inARow: 1,
    reopenWindowMs: 10 * minuteMs,
    policyHash: "0123456789ab",
    ...more,
  };
}

type AlertChange = Partial<Alert> & { readonly judgement?: Partial<Judgement> };

/** An alert that fires, `ServiceDown` on one instance unless said otherwise. */
export function firing(level: Severity | "drop", { judgement = {}, ...change }: AlertChange = {}): JudgedAlert {
  const alert: Alert = {
    source: "alertmanager",
    fingerprint: "f1",
    status: "firing",
    name: "ServiceDown",
    labels: { alertname: "ServiceDown" },
    annotations: { summary: "it does not answer" },
    startsAt: nine,
    links: [],
    ...change,
  };
  return { alert, judgement: judgedAs(level, judgement) };
}

/** The same alert with its end. */
export function ended({ alert, judgement }: JudgedAlert, endsAt = nine + minuteMs): JudgedAlert {
  return { alert: { ...alert, status: "resolved", endsAt }, judgement };
}

/** One measurement of a drift series; `windowTo` in minutes after nine. */
export function measured(
  level: Severity | "healthy",
  windowToMin: number,
  change: AlertChange & { readonly value?: number } = {},
): JudgedAlert {
  const { value = 0.9, ...rest } = change;
  const windowTo = nine + windowToMin * minuteMs;
  const { alert, judgement } = firing(level === "healthy" ? "info" : level, {
    source: "drift",
    fingerprint: "series",
    name: "accuracy",
    startsAt: windowTo,
    measurement: { metric: "accuracy", value, baseline: 1, windowTo },
    ...rest,
  });
  return level === "healthy" ? { alert, judgement: judgedAs("healthy", rest.judgement) } : { alert, judgement };
}

type Told = Omit<Extract<Fact, { kind: "told" }>, "kind" | "uid">;
type Undelivered = Omit<Extract<Fact, { kind: "undelivered" }>, "kind" | "uid">;
type AlertsMore = Partial<Omit<Extract<Fact, { kind: "alerts" }>, "kind" | "alerts">>;

type ActFact = Extract<Fact, { kind: "act" }>;
type ActMore = Partial<Pick<ActFact, "by" | "where" | "read"> & Reading>;

/**
 * A store of one group in memory: decides facts on what it holds and takes the decision over, as a commit does. All that
 * `decide` is given is frozen, so that a decision that changes its arguments throws.
 */
export class Ledger {
  now = nine;
  group: Group | null = null;
  incident: Incident | null = null;
  received = 0;
  rows = new Map<string, AlertRow>();
  /** Journal of the incident at hand. */
  entries: JournalEntry[] = [];
  /** What the last decision was. */
  last: Decision = { kind: "nothing", answers: [] };
  readonly senderIds = new Set<string>();
  isCrowded: (destination: string) => boolean = () => false;
  #uids = 0;

  after(ms: number): this {
    this.now += ms;
    return this;
  }

  tell(...facts: readonly Fact[]): Decision {
    const known = deepFrozen({
      groupId: "a".repeat(32),
      groupKey: '{environment="production", service="credit-scoring", family="down"}',
      group: this.group,
      incident: this.incident,
      received: this.received,
      alerts: new Map([...this.rows].map(([print, row]) => [print, deepFrozen(knownRow(row))])),
      known: new Set(this.senderIds),
    });
    this.last = decide(known, deepFrozen(facts), {
      now: this.now,
      newUid: () => this.#newUid(),
      isCrowded: this.isCrowded,
    });
    this.#take(this.last);
    return this.last;
  }

  alerts(alerts: readonly JudgedAlert[], more: AlertsMore = {}): Decision {
    return this.tell({ kind: "alerts", alerts, truncated: 0, stillActive: "unknown", ...more });
  }

  told(destination: Owed, more: Partial<Told> = {}): Decision {
    return this.tell({ kind: "told", uid: this.open.uid, destination: destination.id, ...more });
  }

  undelivered(destination: Owed, more: Partial<Undelivered> = {}): Decision {
    const common = { reason: "unauthorized", state: "undelivered", fallback: [] } as const;
    return this.tell({ kind: "undelivered", uid: this.open.uid, destination: destination.id, ...common, ...more });
  }

  /** A person judges it false, or closes it; until it resolves unless said otherwise. */
  endedBy(person: string, more: Partial<Extract<Fact, { kind: "ended" }>> = {}): Decision {
    const by = `person:${person}`;
    return this.tell({ kind: "ended", uid: this.open.uid, as: "false_positive", by, hold: "until-resolved", ...more });
  }

  /** The timer of a hold: what still fires, judged anew. */
  holdOver(uid: string, ...firing: readonly JudgedAlert[]): Decision {
    return this.tell({ kind: "hold-over", uid, firing });
  }

  resolvedElsewhere(person: string, where: string): Decision {
    return this.tell({ kind: "resolved-elsewhere", uid: this.open.uid, by: `person:${person}`, where });
  }

  /** Somebody does something, who had read the journal as it is unless said otherwise; says what it came to. */
  act(person: string, act: HumanAct, { outdatedBy = [], version, ...more }: ActMore = {}): Answer | null {
    const read = { version: version ?? this.open.seq, outdatedBy };
    const by = { id: `person:${person}@corp.example` };
    const { answers } = this.tell({ kind: "act", uid: this.open.uid, act, by, where: "slack", read, ...more });
    return answers?.[0] ?? null;
  }

  closing(): Decision {
    return this.tell({ kind: "closing", uid: this.open.uid });
  }

  /** The incident at hand; there must be one. */
  get open(): Incident {
    if (!this.incident) throw new Error("there is no incident");
    return this.incident;
  }

  /** The data of the last entry of a kind. */
  entry(kind: string): unknown {
    return this.entries.findLast((one) => one.kind === kind)?.data;
  }

  get kinds(): readonly string[] {
    return this.entries.map(({ kind }) => kind);
  }

  /** When the timers that wait for people, or for senders, were asked for by the last decision: in ms, by timer. */
  get waits(): Readonly<Record<string, number>> {
    return Object.fromEntries(
      this.#marks.flatMap(({ subject, dueAt }) => (isWait(subject) ? [[subject.timer, dueAt - this.now]] : [])),
    );
  }

  /** Other marks of the last decision, as `lane rank due-in-ms` by subject kind and place. */
  get marks(): Readonly<Record<string, string>> {
    const marks = this.#marks.filter(({ subject }) => !isWait(subject));
    return Object.fromEntries(
      marks.map(({ subject, lane, rank, dueAt }) => {
        const place = "destination" in subject ? subject.destination : "timer" in subject ? subject.timer : "";
        return [`${subject.kind} ${place}`, `${lane} ${rank} ${dueAt === 0 ? "now" : dueAt - this.now}`];
      }),
    );
  }

  get #marks(): readonly MarkRequest[] {
    return this.last.kind === "nothing" ? [] : this.last.marks;
  }

  #newUid(): string {
    this.#uids += 1;
    return this.#uids.toString(16).padStart(32, "0");
  }

  #take(decision: Decision): void {
    if (decision.kind === "nothing") return;
    for (const id of decision.senderIds) this.senderIds.add(id);
    if (decision.kind === "count") {
      this.received += decision.items.reduce((sum, { times }) => sum + times, 0);
      return;
    }
    if (decision.opens) {
      this.rows.clear();
      this.entries = [];
      this.received = 0;
    }
    this.group = decision.group;
    this.incident = decision.incident;
    this.received += decision.received;
    this.entries.push(...decision.entries);
    for (const row of decision.alerts) this.rows.set(row.fingerprint, row);
  }
}

function isWait(subject: Subject): subject is Extract<Subject, { kind: "timer" }> {
  return subject.kind === "timer" && waitingTimers.some((one) => one === subject.timer);
}

/** A ledger with an incident of these alerts, one CRITICAL alert unless said otherwise. */
export function opened(...alerts: readonly JudgedAlert[]): Ledger {
  const ledger = new Ledger();
  ledger.alerts(alerts.length > 0 ? alerts : [firing("critical")]);
  return ledger;
}

/** A ledger with an incident whose one alert ended five minutes after it began. */
export function resolved(alert: JudgedAlert = firing("critical")): Ledger {
  const ledger = opened(alert).after(5 * minuteMs);
  ledger.alerts([ended(alert)]);
  return ledger;
}

/** Freezes an object with all that hangs on it; maps and sets throw when they are written to. */
export function deepFrozen<T>(value: T): T {
  if (typeof value !== "object" || value === null || Object.isFrozen(value)) return value;
  if (value instanceof Map || value instanceof Set) {
    const refuse = () => {
      throw new TypeError("this is frozen");
    };
    Object.assign(value, { set: refuse, add: refuse, delete: refuse, clear: refuse });
  }
  for (const one of Object.values(value)) deepFrozen(one);
  return Object.freeze(value);
}
