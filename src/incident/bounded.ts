import { fitJson } from "./fit-json.ts";
import { fnv1a } from "./fnv1a.ts";
import type { Identity } from "./identity.ts";
import type { SeverityReason, Team } from "./judgement.ts";

/** What senders and people may write into an incident's record, in bytes of JSON (protocol 8.3). */
const maxBytes = { identity: 300, groupKey: 600, word: 150, actor: 80, name: 60, excerpt: 120 } as const;

/** What people type is kept in the journal up to so many UTF-16 units. */
const textMaxUnits = 2_000;

/** Who an incident is about, as its record says it; grouping and routing went by the whole names. */
export function boundedIdentity(identity: Identity): Identity {
  const { environment, service, model, family } = identity;
  return {
    ...identity,
    environment: fitJson(environment, maxBytes.identity),
    family: fitJson(family, maxBytes.identity),
    ...(service === undefined ? {} : { service: fitJson(service, maxBytes.identity) }),
    ...(model === undefined ? {} : { model: fitJson(model, maxBytes.identity) }),
  };
}

/** Whose trouble it is, as the record says it; who is told went by the whole name. */
export function boundedTeam(team: Team): Team {
  return { ...team, id: boundedWord(team.id) };
}

/** A name or a version, such as a person's or a model's. */
export function boundedWord(word: string): string {
  return fitJson(word, maxBytes.word);
}

/** An actor's id, so that two that begin alike stay two. */
export function boundedActor(id: string): string {
  const cut = fitJson(id, maxBytes.actor);
  return cut === id ? id : `${fitJson(id, maxBytes.actor - 10)}${fnv1a(id).toString(36)}`;
}

/** What people call somebody. */
export function boundedName(name: string): string {
  return fitJson(name, maxBytes.name);
}

/** What a person typed, as the journal keeps it. */
export function boundedText(text: string): string {
  return text.length <= textMaxUnits ? text : `${text.slice(0, textMaxUnits - 1).toWellFormed()}…`;
}

/** The beginning of what a person typed, as the incident's record keeps it; the journal has it all. */
export function excerptOf(text: string): string {
  return fitJson(text, maxBytes.excerpt);
}

/** The group key for people to read; what identifies the group is its id. */
export function boundedGroupKey(groupKey: string): string {
  return fitJson(groupKey, maxBytes.groupKey);
}

/** A reason with the sender's words in it cut. */
export function boundedReason(reason: SeverityReason): SeverityReason {
  switch (reason.kind) {
    case "label":
    case "unknown-label":
      return { ...reason, label: boundedWord(reason.label), value: boundedWord(reason.value) };
    case "sender-hint":
    case "sender-status":
      return { ...reason, value: boundedWord(reason.value) };
    case "threshold":
    case "sender-threshold":
    case "late":
      return { ...reason, metric: boundedWord(reason.metric) };
    case "role":
    case "otherwise":
    case "own":
      return reason;
  }
}
