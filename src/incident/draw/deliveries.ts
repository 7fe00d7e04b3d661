import type { Locale } from "../../words/locale.ts";
import { type Sentence, say, strong } from "../../words/sentence.ts";
import { wordsOf } from "../../words/words.ts";
import type { DestinationStanding, Incident } from "../incident.ts";
import type { Owed } from "../judgement.ts";
import { laneOf } from "../mark.ts";
import type { IncidentView } from "../view.ts";
import { deliveryReason, placeName } from "./places.ts";

type Failing = { readonly owed: Owed; readonly standing: DestinationStanding };

/** When a page was accepted last; nothing while none is. */
export function pagedWords({ incident }: IncidentView, locale: Locale): Sentence {
  const accepted = incident.owed.flatMap(({ id }) => incident.standing[id]?.pagedAt ?? []);
  return accepted.length === 0 ? [] : wordsOf(locale).card.paged(Math.max(...accepted));
}

/** Pages that nobody got, with the reason and whom the destination says to call instead (protocol 3.4). */
export function notPagedWords({ incident }: IncidentView, locale: Locale): readonly Sentence[] {
  const { card, colon } = wordsOf(locale);
  return failing(incident)
    .filter(isNotPaged)
    .map(({ owed, standing }) => {
      const { mention } = standing;
      const called: Sentence = mention === undefined ? [] : say`${{ kind: "mention", mention }} `;
      return say`${strong(card.notPaged)} ${called}(${placeName(owed.id, undefined, locale, incident.owed)}${colon}${reasonOf(standing, locale)})`;
    });
}

/** The other destinations that are not in line: what is still tried and since when, what was given up, and why. */
export function notToldWords({ incident }: IncidentView, locale: Locale): readonly Sentence[] {
  const { card } = wordsOf(locale);
  return failing(incident)
    .filter((one) => !isNotPaged(one))
    .map(({ owed, standing }) => {
      const place = placeName(owed.id, undefined, locale, incident.owed);
      const reason = reasonOf(standing, locale);
      if (standing.state !== "retrying") return say`${card.undelivered(place, reason)}`;
      const { failingSince } = standing;
      return failingSince === undefined
        ? say`${card.waiting(place, reason)}`
        : card.waitingSince(place, failingSince, reason);
    });
}

/** Who is told only from when their hours begin (behaviour 9). */
export function laterWords({ incident }: IncidentView, locale: Locale): readonly Sentence[] {
  const { card } = wordsOf(locale);
  return incident.owed.flatMap(({ id, told }) => {
    const { opensAt } = incident.standing[id] ?? {};
    if (opensAt === undefined) return [];
    const place = placeName(id, undefined, locale, incident.owed);
    return [Number.isFinite(opensAt) ? card.toldFrom(told, place, opensAt) : say`${card.toldNever(told, place)}`];
  });
}

function failing(incident: Incident): readonly Failing[] {
  return incident.owed.flatMap((owed) => {
    const standing = incident.standing[owed.id];
    return standing && standing.state !== "waiting" && standing.state !== "told" ? [{ owed, standing }] : [];
  });
}

/** A page that is wanted is known not to have reached its vendor. */
export function isUnpaged(incident: Incident): boolean {
  return failing(incident).some(isNotPaged);
}

function isNotPaged({ owed, standing }: Failing): boolean {
  return laneOf(owed.receiver) === "page" && standing.state !== "retrying";
}

function reasonOf({ state, reason, detail }: DestinationStanding, locale: Locale): string {
  return deliveryReason(reason ?? (state === "left_out" ? "not-configured" : "time-out"), locale, detail);
}
