import { boundedActor, boundedIdentity, boundedName, boundedWord, excerptOf } from "./bounded.ts";
import type { Draft } from "./draft.ts";
import { type Incident, isOpen, lasts } from "./incident.ts";
import { ranks } from "./mark.ts";
import { reached } from "./newly-owed.ts";
import { page } from "./paging.ts";
import { covers, type Silence, type SilenceScope, silencedAt } from "./silence.ts";

/**
 * An incident falls silent (behaviour 3): no page, message or reminder from now on, its deadlines stand still, its cards
 * say so, and a page that stands open is acknowledged. A silence that was ended here, is over, or does not cover it does
 * nothing; of two, the one that lasts longer stands, so that nothing rings while the other goes on.
 *
 * @returns whether it took effect
 */
export function silence(draft: Draft, silence: Silence): boolean {
  const { incident, now } = draft;
  if (!incident || !isOpen(incident) || !covers(silence, incident) || isOver(silence, now)) return false;
  const { silenced, woken } = incident;
  if (silence.id === woken || (silenced && endOf(silenced) >= endOf(silence))) return false;
  const kept = bounded(silence);
  draft.write("silenced", { silence: kept }, kept.by.id);
  draft.visible = "yes";
  draft.markPages();
  return true;
}

/** As the record keeps it; the book has its whole words. */
function bounded({ id, scope, by, why, alertmanager, ...rest }: Silence): Silence {
  return {
    ...rest,
    id: boundedWord(id),
    scope: scope.kind === "group" ? scope : boundedScope(scope),
    by: { id: boundedActor(by.id), ...(by.name === undefined ? {} : { name: boundedName(by.name) }) },
    why: excerptOf(why),
    ...(alertmanager === undefined ? {} : { alertmanager: boundedWord(alertmanager) }),
  };
}

/** As an incident's own identity is kept, so that the two are compared alike. */
function boundedScope({ service, environment }: Extract<SilenceScope, { kind: "service" }>): SilenceScope {
  const identity = boundedIdentity({ service, environment: environment ?? "", environmentAssumed: false, family: "" });
  return {
    kind: "service",
    service: identity.service ?? service,
    ...(environment === undefined ? {} : { environment: identity.environment }),
  };
}

/** When it ends at the latest, in ms since the epoch. */
function endOf({ until }: Silence): number {
  return until ?? Number.POSITIVE_INFINITY;
}

/** Whether its time is over. */
export function isOver({ until }: Silence, now: number): boolean {
  return until !== undefined && until <= now;
}

/** For how long an incident has been silent. */
export function silentForMs({ silenced }: Pick<Incident, "silenced">, now: number): number {
  return silenced === undefined ? 0 : now - silencedAt(silenced, now);
}

/** A silence ends before its time, because what it covered is now worse than what it covers. */
export function breakSilence(draft: Draft): void {
  const { incident } = draft;
  if (!incident?.silenced) return;
  const forMs = silentForMs(incident, draft.now);
  draft.write("silence-over", { silence: incident.silenced.id, forMs, firing: incident.firing });
  ring(draft);
}

/** What goes on after a silence rings as new: pages, first messages, all that was held back (behaviour 3). */
export function ring(draft: Draft): void {
  const { incident } = draft;
  if (!incident) return;
  draft.visible = "yes";
  draft.tellsAdopted = true;
  if (!lasts(incident)) return;
  draft.markDestinations(ranks.first, 0);
  page(draft, { owed: reached(incident.owed, incident.severity) }, incident.severity, "silence-over");
}
