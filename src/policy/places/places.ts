import { createHash } from "node:crypto";
import { type Severity, severities } from "../../alert/severity.ts";
import { type Said, policyFaults as say } from "../../words/policy.ts";
import type { Destination, ReceiverName } from "../destination.ts";
import type { Path } from "../document/path.ts";
import type { WrittenDestination } from "../document/schema.ts";
import { type Substituted, substitute } from "../document/substitute.ts";
import { parseDuration } from "../time/duration.ts";

/** A destination before what all kinds have in common is added. */
export type Place = Destination extends infer D
  ? D extends Destination
    ? Omit<D, "locale" | "fallback" | "mention" | "standsIn">
    : never
  : never;

/** What reading a place needs: the environment, and somewhere to write down faults. */
export type PlaceReader = {
  readonly fromEnv: (variable: string) => string | undefined;
  /** What the sandbox supplies for a variable that has neither a value nor a default. */
  readonly fromSandbox: (variable: string, receiver: ReceiverName) => string | undefined;
  readonly fault: (path: Path, said: Said) => void;
};

/** `place` is absent when it is faulty or lacks variables; `description` never holds a secret. */
export type ReadPlace = {
  readonly receiver: ReceiverName;
  readonly description: string;
  readonly missing: readonly string[];
  readonly place?: Place;
  /** `teams:${TEAMS_CHANNEL_ID}`: there when the place is the sandbox's, because a variable is not set. */
  readonly asWritten?: string;
};

/** Whether a receiver wakes people. */
export function pages(receiver: ReceiverName): boolean {
  return receiver === "pagerduty";
}

/** 8 hex digits of SHA-256: what a page is called instead of its routing key (protocol 12.4). */
export function keyId(routingKey: string): string {
  return createHash("sha256").update(routingKey).digest("hex").slice(0, 8);
}

type Reader = (written: WrittenDestination, path: Path, reader: PlaceReader) => ReadPlace | undefined;

type Filled = Substituted & Pick<ReadPlace, "asWritten">;

/** Puts the environment's values into a text; what is no variable is a fault. */
function fill(receiver: ReceiverName, written: string, path: Path, reader: PlaceReader): Filled {
  const { fromEnv, fromSandbox, fault } = reader;
  const { missing } = substitute(written, fromEnv);
  const filled = substitute(written, (name) => (missing.includes(name) ? fromSandbox(name, receiver) : fromEnv(name)));
  if (filled.malformed !== undefined) fault(path, say.variableMalformed({ found: filled.malformed }));
  return missing.length > 0 ? { ...filled, asWritten: `${receiver}:${written}` } : filled;
}

/** Notes that a place is not one that people have. */
const suppliedBy = ({ asWritten }: Filled) => (asWritten === undefined ? {} : { asWritten });

const slack: Reader = ({ slack: written }, path, reader) => {
  if (written === undefined) return undefined;
  const filled = fill("slack", written, [...path, "slack"], reader);
  const { text, missing } = filled;
  const description = `slack:${missing.length > 0 ? written : text}`;
  const found = { receiver: "slack", description, missing, ...suppliedBy(filled) } as const;
  if (missing.length > 0) return found;
  const channel = slackChannel(text);
  if (channel) return { ...found, place: { id: `slack:${channel}`, receiver: "slack", channel } };
  reader.fault([...path, "slack"], say.badSlack({ written }));
  return { ...found, description: `slack:${written}` };
};

/** An id as it is, a name with its `#`. Names are lower case. @see https://api.slack.com/types/channel, 2026-11 */
function slackChannel(text: string): string | undefined {
  if (/^[CG][A-Z0-9]{7,}$/.test(text)) return text;
  return /^#?[\p{Ll}\p{Lo}\p{Lm}\p{N}_-]{1,80}$/u.test(text) ? `#${text.replace(/^#/, "")}` : undefined;
}

const teams: Reader = ({ teams: written }, path, reader) => {
  if (written === undefined) return undefined;
  const filled = fill("teams", written, [...path, "teams"], reader);
  const { text, missing } = filled;
  const found = { receiver: "teams", description: `teams:${written}`, missing, ...suppliedBy(filled) } as const;
  if (missing.length > 0) return found;
  const conversation = teamsConversation(text);
  if (conversation) {
    const id = `teams:${conversation}`;
    return { ...found, description: id, place: { id, receiver: "teams", conversation } };
  }
  reader.fault([...path, "teams"], say.badTeams({ written }));
  return found;
};

/** The conversation's id, also out of the link that "Get link to channel" copies (behaviour 8). */
function teamsConversation(text: string): string | undefined {
  const linked = /^https:\/\/[^/]+\/l\/(?:channel|team)\/([^/?]+)/.exec(text)?.[1];
  const id = linked === undefined ? text : safelyDecoded(linked);
  return /^19:[^\s@]+@thread\.(?:tacv2|skype)$/.test(id) ? id : undefined;
}

function safelyDecoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

const pagerduty: Reader = ({ pagerduty: written }, path, reader) => {
  if (written === undefined) return undefined;
  const keyPath = [...path, "pagerduty", "key"];
  const filled = fill("pagerduty", written.key, keyPath, reader);
  const { text: routingKey, variables } = filled;
  const secondPath = [...path, "pagerduty", "escalate_to"];
  const second =
    written.escalate_to === undefined ? undefined : fill("pagerduty", written.escalate_to, secondPath, reader);
  const missing = [...filled.missing, ...(second?.missing ?? [])];
  const id = `pagerduty:${keyId(routingKey)}`;
  const shown = variables.length > 0 ? variables.map((name) => `\${${name}}`).join("") : id;
  const found = {
    receiver: "pagerduty",
    description: filled.missing.length > 0 ? `pagerduty:${shown}` : id,
    missing,
    ...(filled.asWritten === undefined ? {} : { asWritten: `pagerduty:${shown}` }),
  } as const;
  if (missing.length > 0) return found;
  if (!/^[A-Za-z0-9]{32}$/.test(routingKey)) {
    reader.fault(keyPath, say.badKey({ shown }));
    return found;
  }
  const { severity } = written;
  // Who plays with the sandbox finds somebody on call there.
  const played = filled.asWritten === undefined ? undefined : reader.fromSandbox("PAGERDUTY_SCHEDULE", "pagerduty");
  const schedule = written.schedule || played;
  const escalateTo = second && checkEscalateTo(second, secondPath, reader);
  const place: Place = {
    id,
    receiver: "pagerduty",
    routingKey,
    shown,
    ...(severity ? { severity: bySeverity(severity) } : {}),
    ...(schedule ? { schedule } : {}),
    ...(escalateTo === undefined ? {} : { escalateTo }),
  };
  return { ...found, place };
};

/** The key to escalate to, which is one more routing key. */
function checkEscalateTo({ text, variables }: Filled, path: Path, { fault }: PlaceReader): string | undefined {
  if (/^[A-Za-z0-9]{32}$/.test(text)) return text;
  const shown = variables.length > 0 ? variables.map((name) => `\${${name}}`).join("") : `pagerduty:${keyId(text)}`;
  fault(path, say.badKey({ shown }));
  return undefined;
}

const jira: Reader = ({ jira: written }, path, reader) => {
  if (written === undefined) return undefined;
  const at = [...path, "jira"];
  const filled = fill("jira", written.project, [...at, "project"], reader);
  const { text: project, missing } = filled;
  const id = `jira:${missing.length > 0 ? written.project : project}`;
  const found = { receiver: "jira", description: id, missing, ...suppliedBy(filled) } as const;
  if (missing.length > 0) return found;
  const { after } = written;
  const afterMs = after === undefined ? 0 : parseDuration(after);
  if (afterMs === null) reader.fault([...at, "after"], say.badDuration({ value: after ?? "" }));
  if (!/^[A-Z][A-Z0-9_]{0,254}$/.test(project)) {
    reader.fault([...at, "project"], say.badJira({ written: written.project }));
    return { ...found, description: `jira:${written.project}` };
  }
  const place: Place = {
    id,
    receiver: "jira",
    project,
    type: written.type ?? "Task",
    priority: bySeverity(written.priority),
    move: written.move?.resolved ? { resolved: written.move.resolved } : {},
    fields: written.fields ?? {},
    ...(afterMs ? { afterMs } : {}),
  };
  return { ...found, place };
};

/** Takes out severities that hold nothing. */
function bySeverity<Value>(
  values: { readonly [S in Severity]?: Value | undefined } = {},
): Partial<Record<Severity, Value>> {
  const kept: Partial<Record<Severity, Value>> = {};
  for (const severity of severities) {
    const value = values[severity];
    if (value !== undefined) kept[severity] = value;
  }
  return kept;
}

const readers: Readonly<Record<ReceiverName, Reader>> = { slack, teams, pagerduty, jira };

/** Reads where a destination is; `undefined`, and a fault, when it is not exactly one place. */
export function readPlace(written: WrittenDestination, path: Path, reader: PlaceReader): ReadPlace | undefined {
  const found = Object.values(readers).flatMap((read) => read(written, path, reader) ?? []);
  if (found.length === 1) return found[0];
  reader.fault(path, say.onePlace());
  return undefined;
}
