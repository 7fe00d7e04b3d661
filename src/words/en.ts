import { count, whole } from "./figures.ts";
import { moment, type Sentence, say } from "./sentence.ts";

const n = (value: number) => whole(value, "en");
const times = (value: number) => (value === 1 ? "once" : value === 2 ? "twice" : `${n(value)} times`);
const list = new Intl.ListFormat("en-GB", { type: "conjunction" });
const and = (names: readonly string[]) => list.format(names);

/** Everything that people read of an incident, in English. */
export const en = {
  severity: { info: "INFO", warning: "WARNING", critical: "CRITICAL", urgent: "URGENT" },
  phase: {
    detected: "detected",
    notified: "notified",
    triaging: "triaging",
    mitigating: "mitigating",
    investigating: "investigating",
    remediating: "remediating",
    resolved: "resolved",
    closed: "closed",
  },
  deadline: {
    triage: "triage",
    reaction: "reaction",
    investigation_start: "investigation start",
    root_cause: "root cause",
  },
  receiver: { slack: "Slack", teams: "Teams", pagerduty: "PagerDuty", jira: "Jira" },
  sender: { alertmanager: "Alertmanager", drift: "the drift monitor", vigie: "Vigie" },
  /** Why a delivery did not succeed. */
  delivery: {
    "rate-limited": "rate limited",
    "time-out": "no answer in time",
    unreachable: "cannot be reached",
    "server-error": "it answers with an error",
    "bad-answer": "its answer cannot be read",
    gate: "waiting for its turn",
    "bad-request": "it refuses the message",
    unauthorized: "it refuses the key",
    forbidden: "not allowed there",
    "not-found": "no such place",
    archived: "the channel is archived",
    "not-in-channel": "Vigie is not in the channel",
    "not-in-policy": "no longer in the policy",
    "not-configured": "not configured",
    "lease-lost": "another replica took over",
    bug: "a fault in Vigie",
  },
  link: {
    runbook: "Runbook",
    dashboard: "Dashboard",
    query: "Query",
    report: "Report",
    source: "Source",
    vigie: "Vigie",
  },
  sandbox: "SANDBOX",
  /** Between a heading and what it says. */
  colon: ": ",
  and,

  card: {
    assumed: (environment: string) => `${environment} (assumed)`,
    worse: (percent: string) => `${percent} worse`,
    better: (percent: string) => `${percent} better`,
    unchanged: "unchanged",
    metricIs: (metric: string, change: string) => `${metric} ${change}`,
    noData: "no data",
    notMeasured: "could not be measured",
    late: "not measured",
    notMeasuredSince: (metric: string, at: number): Sentence => say`${metric} not measured since ${moment(at)}`,
    every: (duration: string) => `expected every ${duration}`,
    measuredAgain: (at: number): Sentence => say`measured again ${moment(at)}`,
    stale: (at: number): Sentence => say`stale: measured last ${moment(at)}`,
    features: (list: string) => `features: ${list}`,
    was: (baseline: string) => `was ${baseline}`,
    threshold: (threshold: string) => `threshold ${threshold}`,
    sample: (size: string) => `sample ${size}`,
    pValue: (value: string) => `p-value ${value}`,
    segment: (segment: string) => `segment ${segment}`,
    window: (from: number, to: number): Sentence => say`${moment(from)}–${moment(to)}`,
    since: (at: number): Sentence => say`since ${moment(at)}`,
    reported: (received: number) => `reported ${times(received)}`,
    reportedBy: (received: number, senders: readonly string[]) => `reported ${times(received)} by ${and(senders)}`,
    firing: (firing: number, seen: number) =>
      firing === seen ? `${n(firing)} firing` : `${n(firing)} firing of ${n(seen)} seen`,
    more: (rest: number) => `and ${n(rest)} more`,
    promoted: (from: string, at: number): Sentence => say`promoted from ${from} ${moment(at)}`,
    reopened: (count: number, at: number): Sentence =>
      count < 2 ? say`reopened ${moment(at)}` : say`reopened ${times(count)}, last ${moment(at)}`,
    first: (step: string) => `First: ${step}`,
    unknownLabel: (label: string, value: string, severity: string) =>
      `${label} “${value}” is not in the policy, taken as ${severity}`,
    senderDiffers: (theirs: string, ours: string) => `the sender says ${theirs}, Vigie reckons ${ours}`,
    leftOut: (alerts: number) => `+${count(alerts, "alert", "alerts", "en")} the sender left out`,
    withheld: (environment: string) => `no page: ${environment} is not an environment that pages`,
    paged: (at: number): Sentence => say`Paged ${moment(at)}`,
    due: (deadline: string, at: number): Sentence => say`${deadline} due ${moment(at)}`,
    notPaged: "NOT PAGED",
    waiting: (place: string, reason: string) => `${place}: retrying: ${reason}`,
    waitingSince: (place: string, since: number, reason: string): Sentence =>
      say`${place}: retrying since ${moment(since)}: ${reason}`,
    undelivered: (place: string, reason: string) => `${place}: not told: ${reason}`,
    toldFrom: (name: string, place: string, at: number): Sentence => say`${name} (${place}) from ${moment(at)}`,
    toldNever: (name: string, place: string) => `${name} (${place}): its hours never begin`,
    resolved: "RESOLVED",
    resolvedAfter: (duration: string) => `RESOLVED after ${duration}`,
    falsePositive: "FALSE POSITIVE",
    over: (sender: string, at: number): Sentence => say`over ${moment(at)}, says ${sender}`,
    wasSeverity: (severity: string) => `was ${severity}`,
    reopenedTimes: (count: number) => `reopened ${times(count)}`,
  },

  /** Why a severity. */
  reason: {
    drop: (metric: string, share: string, band: string) => `${metric} is ${share} below its baseline, band ${band}`,
    rise: (metric: string, share: string, band: string) => `${metric} is ${share} above its baseline, band ${band}`,
    value: (metric: string, value: string, band: string) => `${metric} is ${value}, band ${band}`,
    label: (label: string, value: string) => `label ${label} is “${value}”`,
    unknownLabel: (label: string, value: string) => `label ${label} is “${value}”, which the policy does not know`,
    senderThreshold: (metric: string, value: string, threshold: string) =>
      `${metric} is ${value}, past the sender’s threshold ${threshold}`,
    senderHint: (value: string) => `the sender calls it “${value}”`,
    late: (metric: string, since: string) => `${metric} was not measured since ${since}`,
    senderStatus: (value: string) => `the sender’s status is “${value}”`,
    role: (role: string, from: string) => `held down from ${from}: the model is a ${role}`,
    otherwise: "no rule of the policy names it",
    own: "Vigie says so of itself",
  },

  /** One sentence per journal entry. */
  entry: {
    opened: (severity: string, reason: string) => `Opened as ${severity}: ${reason}`,
    alertsFired: (alerts: number) => `${count(alerts, "alert", "alerts", "en")} fired`,
    alertsChanged: (alerts: number) => `${count(alerts, "alert", "alerts", "en")} changed`,
    alertsEnded: (alerts: number) => `${count(alerts, "alert", "alerts", "en")} ended`,
    firingNow: (alerts: number) => `${n(alerts)} firing now`,
    bounded: (after: number) => `After ${n(after)} entries, alerts that join or change are only counted`,
    severity: (from: string, to: string, reason: string) => `Promoted from ${from} to ${to}: ${reason}`,
    owed: (places: readonly string[]) => `To be told: ${and(places)}`,
    owedBecause: { severity: "by severity", route: "by its route", fallback: "in place of one that cannot be told" },
    deadlines: "Deadlines",
    phase: (from: string, to: string) => `Phase ${from} → ${to}`,
    page: (pageNo: number, cause: string) => `Page ${n(pageNo)} wanted: ${cause}`,
    pageCause: { "first-paging-severity": "first severity that pages", reopened: "it came back" },
    withheld: "No page: this environment does not page",
    reopened: (after: string, because: string) => `Reopened ${after} after its end: ${because}`,
    reopenedBecause: { "new-occurrence": "a new occurrence", "fires-again": "the same occurrence fires again" },
    quietly: "nobody is woken",
    resolved: (duration: string, received: number) => `Resolved after ${duration}, reported ${times(received)}`,
    closed: (duration: string) => `Closed; it had lasted ${duration}`,
    paged: (place: string) => `Paged: ${place}`,
    told: (place: string) => `Told: ${place}`,
    ticket: (place: string, key: string) => `Ticket ${key} in ${place}`,
    afterFailure: "after failed tries",
    undelivered: (place: string, reason: string) => `${place} could not be told: ${reason}`,
    notPaged: (place: string, reason: string) => `NOT PAGED: ${place}: ${reason}`,
    stale: (since: number): Sentence => say`Stale: measured last ${moment(since)}`,
    measuredAgain: "Measured again",
    truncated: (alerts: number) => `The sender left out ${count(alerts, "alert", "alerts", "en")}`,
    unknown: (kind: string) => `Entry of a later version: ${kind}`,
  },
};

/** The shape of the words: what another language lacks is a type error. */
export type Words = typeof en;
