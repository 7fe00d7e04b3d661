import type { PolicyDocument, WrittenDestination } from "../document/schema.ts";
import { listsOf } from "../teams.ts";

/** Every place that a policy names, in `destinations:` and in its teams. */
export function writtenPlaces({ destinations = {}, teams = {} }: PolicyDocument): readonly WrittenDestination[] {
  return [destinations, ...Object.values(teams).map(listsOf)].flatMap((lists) => Object.values(lists).flat());
}
