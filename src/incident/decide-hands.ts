import type { Alert } from "../alert/alert.ts";
import { compareSeverity, type Severity } from "../alert/severity.ts";
import { advance } from "./acts/advance.ts";
import { beganAt } from "./began-at.ts";
import { boundedActor, boundedName, boundedText, boundedWord } from "./bounded.ts";
import type { Known } from "./decision.ts";
import type { Draft } from "./draft.ts";
import type { Following } from "./entry-kinds.ts";
import type { Fact } from "./fact.ts";
import type { Held } from "./held.ts";
import { type Group, type Incident, type KnownRow, lasts } from "./incident.ts";
import { ranks } from "./mark.ts";
import { endPages } from "./paging.ts";
import type { Hold } from "./reasons.ts";
import { wouldHaveEnded } from "./shadow.ts";

const dayMs = 86_400_000;
/** No hold is longer, unless a person chose to wait for the next version (behaviour 3). */
const longestHoldMs = 7 * dayMs;
const holdMs: Readonly<Record<Hold, number | undefined>> = {
  "until-resolved": longestHoldMs,
  "24h": dayMs,
  "7d": longestHoldMs,
  "until-next-version": undefined,
};

/**
 * A group remembers so many occurrences that people ended. Further ones are held as long as no other incident opens, and
 * come back with their next repeat after the hold instead of by themselves.
 */
const heldMax = 200;

/** So often within so long is a rule judged false before it is suspected. */
const suspectedFrom = 3;
const suspectedWithinMs = 30 * dayMs;
const judgedMax = 10;

type HeldByPrint = NonNullable<Group["held"]>;

/** A person ended it, as callers that know no act say it. */
export function decideEnded(draft: Draft, fact: Extract<Fact, { kind: "ended" }>, known: Known): void {
  const { incident } = draft;
  if (incident?.uid !== fact.uid || incident.phase === "closed") return;
  const { as, hold: held, because } = fact;
  const doer = { by: boundedActor(fact.by) };
  endByHand(draft, { as, doer, hold: held, ...(because === undefined ? {} : { because }) }, known);
}

type Ending = Pick<Extract<Fact, { kind: "ended" }>, "as" | "hold" | "because"> & {
  readonly doer: { readonly by: string; readonly where?: string; readonly name?: string };
  readonly text?: string;
};

/**
 * A person ends an incident while its source may fire on (behaviour 3, protocol 5.3): what fires now is held.
 *
 * @param known its `alerts` are all rows of the incident
 */
export function endByHand(draft: Draft, ending: Ending, known: Known): void {
  const { incident, now } = draft;
  if (!incident) return;
  const { as, doer, because, text } = ending;
  const firing = [...known.alerts.values()].filter(({ status }) => status === "firing");
  const { modelVersion } = incident.lead;
  // Without a version nothing could be the next one.
  const forMs = holdMs[ending.hold] ?? (modelVersion === undefined ? longestHoldMs : undefined);
  const until = forMs === undefined ? undefined : now + forMs;
  draft.write(
    "ended-by-hand",
    {
      as,
      ...doer,
      severity: incident.severity,
      lastedMs: (incident.recoveredAt ?? incident.resolvedAt ?? now) - beganAt(incident),
      received: known.received,
      ...(modelVersion === undefined ? {} : { modelVersion }),
      ...(firing.length === 0 ? {} : { hold: ending.hold, ...(until === undefined ? {} : { holdUntil: until }) }),
      ...(because === undefined ? {} : { because }),
      ...(text === undefined ? {} : { text: boundedText(text) }),
    },
    doer.by,
  );
  if (as === "false_positive") suspect(draft, incident, known);
  wouldHaveEnded(draft);
  draft.show();
  endPages(draft, incident);
  if (firing.length === 0) return;
  hold(draft, incident, known, firing, until);
}

function hold(
  draft: Draft,
  { uid, groupId }: Incident,
  known: Known,
  firing: readonly KnownRow[],
  until: number | undefined,
): void {
  const held = firing.slice(0, heldMax).flatMap((row): (readonly [string, Held])[] => {
    const one = heldByHand(draft.incident, row);
    return one ? [[row.fingerprint, one]] : [];
  });
  const all = Object.entries({ ...heldNow(draft, known), ...Object.fromEntries(held) });
  draft.remembered = { ...draft.remembered, held: Object.fromEntries(all.slice(-heldMax)) };
  if (until === undefined) return;
  draft.mark({ kind: "timer", groupId, uid, timer: "hold" }, { lane: "page", rank: ranks.rest, dueAt: until });
}

/** Counts a false positive of its rule; the third within 30 days, and each further one, is said. */
function suspect(draft: Draft, { lead }: Incident, { group }: Known): void {
  const { name, fingerprint, measurement } = lead;
  const recent = (group?.falsePositives ?? []).filter(({ at }) => at > draft.now - suspectedWithinMs);
  const falsePositives = [...recent, { name, at: draft.now }].slice(-judgedMax);
  draft.remembered = { ...draft.remembered, falsePositives };
  const times = falsePositives.filter((one) => one.name === name).length;
  if (times < suspectedFrom) return;
  const values = measurement === undefined ? [] : (group?.series[fingerprint]?.values ?? []);
  draft.write("rule-suspected", { name, times, values: [...values] });
}

/** Somebody resolved it at a vendor: while the source fires that is an acknowledgement (protocol 3.3). */
export function decideResolvedElsewhere(
  draft: Draft,
  fact: Extract<Fact, { kind: "resolved-elsewhere" }>,
  known: Known,
): void {
  const { incident } = draft;
  const [by, where] = [boundedActor(fact.by), boundedWord(fact.where)];
  if (incident?.uid !== fact.uid || !lasts(incident)) return;
  const before = incident.resolvedElsewhere;
  if (before?.by === by && before.where === where) return;
  const name = fact.name === undefined ? {} : { name: boundedName(fact.name) };
  draft.write("resolved-elsewhere", { by, where, ...name }, by);
  advance(draft, "triaging", known, by);
  draft.show();
}

/** The occurrences that are held, as this draft leaves them. */
export function heldNow(draft: Draft, { group }: Known): HeldByPrint {
  return draft.remembered.held ?? group?.held ?? {};
}

/** What fires on the very incident that a person ended is held, remembered by its group or not. */
export function heldByHand(incident: Incident | null, row: KnownRow | undefined): Held | undefined {
  if (!incident?.endedByHand?.hold || row?.status !== "firing") return undefined;
  const { by, severity, holdUntil: until } = incident.endedByHand;
  const { startsAt, modelVersion } = row;
  return {
    uid: incident.uid,
    by,
    severity,
    startsAt,
    ...(modelVersion === undefined ? {} : { modelVersion: boundedWord(modelVersion) }),
    ...(until === undefined ? {} : { until }),
  };
}

/** An occurrence is held no longer: it ended, or it came back. */
export function letGo(draft: Draft, known: Known, fingerprints: readonly string[]): void {
  const left = Object.entries(heldNow(draft, known)).filter(([print]) => !fingerprints.includes(print));
  draft.remembered = { ...draft.remembered, held: Object.fromEntries(left) };
}

/** What a held occurrence is compared with where the incident at hand is another one. */
export function heldRow(fingerprint: string, { severity, startsAt, modelVersion }: Held): KnownRow {
  const row = {
    fingerprint,
    status: "firing",
    severity,
    tag: "",
    firstSeenAt: startsAt,
    lastChangedAt: startsAt,
  } as const;
  return { ...row, startsAt, ...(modelVersion === undefined ? {} : { modelVersion }) };
}

/** Why what fires comes back, though a person ended it; `null` while it is held (protocol 5.3). */
export function comesBackBecause(
  held: Held,
  severity: Severity,
  { startsAt, model, measurement }: Pick<Alert, "startsAt" | "model" | "measurement">,
  now: number,
): Following | null {
  if (compareSeverity(severity, held.severity) > 0) return "worse";
  const version = model?.version;
  if (held.modelVersion !== undefined && version !== undefined && boundedWord(version) !== held.modelVersion)
    return "new-version";
  // A measurement begins with each window; its occurrence is the series' and goes on.
  if (measurement === undefined && startsAt > held.startsAt) return "new-occurrence";
  return held.until !== undefined && now >= held.until ? "hold-over" : null;
}
