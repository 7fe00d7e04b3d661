import { actionWordsOf } from "../../words/actions.ts";
import { capital } from "../../words/capital.ts";
import { handlerWordsOf } from "../../words/handlers.ts";
import type { Locale } from "../../words/locale.ts";
import { isActionId } from "../actions/action-ids.ts";
import type { Card, CardButton } from "../card.ts";
import type { HandlerId, Offer } from "../handler-ids.ts";
import type { Incident } from "../incident.ts";
import type { IncidentView } from "../view.ts";
import { versionWords } from "./headline.ts";

/** The card's buttons, and those of its menu. */
export function buttonsOf({ offers, incident }: IncidentView, locale: Locale): Pick<Card, "buttons" | "menu"> {
  const drawn = (menu: boolean) =>
    offers.filter((offer) => offer.menu === menu).map((offer) => button(offer, incident, locale));
  return { buttons: drawn(false), menu: drawn(true) };
}

function button({ handler, look, asks }: Offer, incident: Incident, locale: Locale): CardButton {
  const { confirm } = handlerWordsOf(locale)[handler];
  const text = buttonText(handler, incident, locale);
  return { handler, text, look, ...(asks === "confirmation" && confirm ? { confirm } : {}) };
}

/** What a button says; one that goes to a version names it: `Roll back to v7…`. */
export function buttonText(handler: HandlerId, { plans }: Pick<Incident, "plans">, locale: Locale): string {
  const to = isActionId(handler) ? plans?.[handler]?.to : undefined;
  if (to === undefined || !isActionId(handler)) return handlerWordsOf(locale)[handler].button;
  const { action } = actionWordsOf(locale);
  const named = action[handler].ask(versionWords(to));
  const usual = action[handler].ask();
  return named === usual ? handlerWordsOf(locale)[handler].button : `${capital(named)}…`;
}
