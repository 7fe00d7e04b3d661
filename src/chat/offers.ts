import type { Offer } from "../incident/handler-ids.ts";
import type { Incident } from "../incident/incident.ts";
import type { People } from "../policy/people/people.ts";
import type { Handler } from "./handler.ts";

/** A card has so many buttons at most (cards 4); the rest is in its menu. */
const buttonsMax = 5;
/** From this order on a button stands in the menu, however few there are. */
const menuFrom = 100;

/** The buttons that an incident has now, in order. */
export function offersOf(
  handlers: readonly Handler[],
  incident: Incident,
  people: Pick<People, "experts">,
): readonly Offer[] {
  return handlers
    .filter((handler) => handler.offered(incident, people))
    .map((handler) => ({ handler, order: orderOf(handler, incident) }))
    .toSorted((a, b) => a.order - b.order)
    .map(({ handler, order }, at) => ({
      handler: handler.id,
      look: handler.look(incident),
      menu: at >= buttonsMax || order > menuFrom,
      asks: handler.form ? "form" : handler.confirms ? "confirmation" : "nothing",
      ...(handler.breaksGlass?.(incident) === "instead" ? { glass: true as const } : {}),
      ...(handler.permission ? { permission: handler.permission(incident) } : {}),
    }));
}

function orderOf({ order }: Handler, incident: Incident): number {
  return typeof order === "number" ? order : order(incident);
}
