/**
 * Lanes of delivery, each with its own workers, so that none starves another (DESIGN 4). `action` is what acts on models:
 * a slow registry must delay no page. Stores keep a lane by its place in this list.
 */
export const lanes = ["page", "chat", "ticket", "background", "action"] as const;
export type Lane = (typeof lanes)[number];

/** Order within a lane and a gate: URGENT, first message, phase change, the rest (protocol 8.2). */
export const ranks = { urgent: 0, first: 1, phase: 2, rest: 3 } as const;
export type Rank = (typeof ranks)[keyof typeof ranks];

/**
 * What is out of date. A page belongs to the group, so that two openings never page at once (protocol 3.1); every other
 * destination and every timer to one incident; a job to nobody.
 */
export type Subject =
  | { readonly kind: "destination"; readonly groupId: string; readonly uid: string; readonly destination: string }
  | { readonly kind: "page"; readonly groupId: string; readonly destination: string }
  | { readonly kind: "timer"; readonly groupId: string; readonly uid: string; readonly timer: Timer }
  /** A drift series: is it late, or was it measured again? (behaviour 2.6) Kept in its group, whether or not an incident is. */
  | { readonly kind: "series"; readonly groupId: string; readonly series: string }
  | { readonly kind: "job"; readonly job: string };

/**
 * Timers of an incident: `close` ends the reopen window, `page-watch` looks after a page 30 s after its commit,
 * `own` brings Vigie's own incident in line with a page that was not delivered (protocol 3.4, 4.5), `hold` brings back
 * what still fires when the hold of an incident that a person ended is over (protocol 5.3), `stale` says that what drifted
 * is measured no longer (behaviour 2.6). `deadline`, `escalation` and `remind` wait for people (behaviour 4, 5), `update`
 * for the Incident Commander's next word, `silence` for a silence's end, `unheard` asks a silent sender (protocol 5.4),
 * `channel` opens the incident's own channel. `outlook` looks at what changed and at what could be done, `action` goes on
 * with a run, `approval` waits for whoever must approve (behaviour 6, 7).
 */
export const timers = [
  "close",
  "page-watch",
  "own",
  "hold",
  "stale",
  "deadline",
  "escalation",
  "remind",
  "update",
  "silence",
  "unheard",
  "channel",
  "outlook",
  "action",
  "approval",
] as const;
export type Timer = (typeof timers)[number];

/** A request of a commit to bring something in line; it carries no content (DESIGN 2). */
export type MarkRequest = {
  readonly subject: Subject;
  readonly lane: Lane;
  readonly rank: Rank;
  /** 0 is "now"; a commit may only bring it forward (protocol 1.6). */
  readonly dueAt: number;
};

/** How fast writes may pass a gate: one each `intervalMs`, up to `burst` at once (GCRA; protocol 8.1). */
export type GateRate = { readonly intervalMs: number; readonly burst: number };

/** The mark's key in the store. A colon may stand in the last part only. */
export function subjectKey(subject: Subject): string {
  switch (subject.kind) {
    case "destination":
      return `d:${subject.groupId}:${subject.uid}:${subject.destination}`;
    case "page":
      return `p:${subject.groupId}:${subject.destination}`;
    case "timer":
      return `t:${subject.groupId}:${subject.uid}:${subject.timer}`;
    case "series":
      return `s:${subject.groupId}:${subject.series}`;
    case "job":
      return `j:${subject.job}`;
  }
}

/** Reads a key that `subjectKey` wrote; `null` for any other string. */
export function parseSubjectKey(key: string): Subject | null {
  const [kind, ...rest] = key.split(":");
  const tail = (from: number) => rest.slice(from).join(":");
  const [groupId = "", uid = ""] = rest;
  if (kind === "d") return { kind: "destination", groupId, uid, destination: tail(2) };
  if (kind === "p") return { kind: "page", groupId, destination: tail(1) };
  if (kind === "s") return { kind: "series", groupId, series: tail(1) };
  if (kind === "j") return { kind: "job", job: tail(0) };
  const timer = timers.find((one) => one === tail(2));
  return kind === "t" && timer ? { kind: "timer", groupId, uid, timer } : null;
}

/** The lane that a receiver's destinations are told in; kinds of later versions are told in the background. */
const laneByReceiver: Readonly<Record<string, Lane>> = {
  slack: "chat",
  teams: "chat",
  pagerduty: "page",
  jira: "ticket",
};

export function laneOf(receiver: string): Lane {
  return laneByReceiver[receiver] ?? "background";
}

/** What is out of date when a destination of an incident is: the group's page, or the incident's own place. */
export function destinationSubject(
  incident: { groupId: string; uid: string },
  owed: { id: string; receiver: string },
): Subject {
  const { groupId, uid } = incident;
  return laneOf(owed.receiver) === "page"
    ? { kind: "page", groupId, destination: owed.id }
    : { kind: "destination", groupId, uid, destination: owed.id };
}
