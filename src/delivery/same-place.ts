import type { Judgement, Ladder, Owed } from "../incident/judgement.ts";
import { newlyOwed, owedWith } from "../incident/newly-owed.ts";

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

/**
 * Names each place once in what is owed, at the hours of all its names, with its canonical id: an incident that owes it
 * under the name of a former policy is found to owe it.
 *
 * @param same see `samePlaces`
 */
export function asPlaces(
  same: ReadonlyMap<string, string>,
  canonicalOf: ReadonlyMap<string, string>,
): {
  readonly owed: (owed: readonly Owed[]) => readonly Owed[];
  readonly judgement: (judgement: Judgement) => Judgement;
} {
  const placed = (one: Owed): Owed => {
    const id = same.get(one.id) ?? one.id;
    const canonical = canonicalOf.get(id);
    return canonical === undefined || canonical === id ? { ...one, id } : { ...one, id, canonical };
  };
  const merged = (owed: readonly Owed[]) =>
    owed.reduce<readonly Owed[]>((before, one) => owedWith(before, newlyOwed(before, [placed(one)])), []);
  // A policy answers with the same lists again and again.
  const known = new WeakMap<readonly Owed[], readonly Owed[]>();
  const once = (owed: readonly Owed[]): readonly Owed[] => {
    const answer = known.get(owed) ?? merged(owed);
    known.set(owed, answer);
    return answer;
  };
  const laidOut = (ladder: Ladder): Ladder => ({
    ...ladder,
    steps: ladder.steps.map((step) => ({ ...step, owed: merged(step.owed) })),
  });
  return {
    owed: merged,
    judgement: (judgement) => {
      const { owed, shadow, ladder } = judgement;
      return {
        ...judgement,
        owed: once(owed),
        ...(shadow ? { shadow: once(shadow) } : {}),
        ...(ladder ? { ladder: laidOut(ladder) } : {}),
      };
    },
  };
}
