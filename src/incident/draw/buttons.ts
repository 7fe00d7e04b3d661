import { handlerWordsOf } from "../../words/handlers.ts";
import type { Locale } from "../../words/locale.ts";
import type { Card, CardButton } from "../card.ts";
import type { Offer } from "../handler-ids.ts";
import type { IncidentView } from "../view.ts";

/** The card's buttons, and those of its menu. */
export function buttonsOf({ offers }: IncidentView, locale: Locale): Pick<Card, "buttons" | "menu"> {
  const drawn = (menu: boolean) => offers.filter((offer) => offer.menu === menu).map((offer) => button(offer, locale));
  return { buttons: drawn(false), menu: drawn(true) };
}

function button({ handler, look, asks }: Offer, locale: Locale): CardButton {
  const words = handlerWordsOf(locale)[handler];
  const { confirm } = words;
  return { handler, text: words.button, look, ...(asks === "confirmation" && confirm ? { confirm } : {}) };
}
