import type { Incident } from "./incident.ts";
import { silencedAt } from "./silence.ts";

/**
 * The incident after its silence: deadlines stood still for its length, those set while it lasted from then on (behaviour
 * 3, protocol 10.2).
 *
 * @param at when the silence ended
 */
export function awake({ silenced, ...incident }: Incident, at: number): Incident {
  if (!silenced) return incident;
  const since = silencedAt(silenced, at);
  return {
    ...incident,
    deadlines: incident.deadlines.map((one) => {
      const stoodMs = Math.max(0, at - Math.max(since, one.setAt ?? 0));
      const setAt = one.setAt === undefined ? {} : { setAt: one.setAt + stoodMs };
      return { ...one, dueAt: one.dueAt + stoodMs, ...setAt };
    }),
  };
}
