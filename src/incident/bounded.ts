import { fitJson } from "./fit-json.ts";
import type { Identity } from "./identity.ts";
import type { SeverityReason } from "./judgement.ts";

/** What senders may write into an incident's record, in bytes of JSON (protocol 8.3). */
const maxBytes = { identity: 300, groupKey: 650, word: 150 } as const;

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

/** The group key for people to read; what identifies the group is its id. */
export function boundedGroupKey(groupKey: string): string {
  return fitJson(groupKey, maxBytes.groupKey);
}

/** A reason with the sender's words in it cut. */
export function boundedReason(reason: SeverityReason): SeverityReason {
  switch (reason.kind) {
    case "label":
    case "unknown-label":
      return { ...reason, label: fitJson(reason.label, maxBytes.word), value: fitJson(reason.value, maxBytes.word) };
    case "sender-hint":
    case "sender-status":
      return { ...reason, value: fitJson(reason.value, maxBytes.word) };
    case "threshold":
    case "sender-threshold":
    case "late":
      return { ...reason, metric: fitJson(reason.metric, maxBytes.word) };
    case "role":
    case "otherwise":
    case "own":
      return reason;
  }
}
