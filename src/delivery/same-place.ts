import type { Judgement } from "../incident/judgement.ts";

/**
 * Two names in a policy for one place are one destination (protocol 1.5): maps each id to the first with the same
 * canonical vendor id. Ids that stand for themselves are left out.
 *
 * @param ids destinations in the policy's order
 * @param canonicalOf what the start-up checks found, `slack:#ai-alerts` to `slack:C0123`
 */
export function samePlaces(
  ids: Iterable<string>,
  canonicalOf: ReadonlyMap<string, string>,
): ReadonlyMap<string, string> {
  const firstAt = new Map<string, string>();
  const same = new Map<string, string>();
  for (const id of ids) {
    const place = canonicalOf.get(id) ?? id;
    const first = firstAt.get(place);
    if (first === undefined) firstAt.set(place, id);
    else same.set(id, first);
  }
  return same;
}

/** A judgement in which each place is owed once. */
export function withoutTwins(judgement: Judgement, same: ReadonlyMap<string, string>): Judgement {
  if (!judgement.owed.some(({ id }) => same.has(id))) return judgement;
  const owed = new Map(
    judgement.owed.map((one) => [same.get(one.id) ?? one.id, { ...one, id: same.get(one.id) ?? one.id }]),
  );
  return { ...judgement, owed: [...owed.values()] };
}
