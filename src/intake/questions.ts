import type { Known } from "../incident/decision.ts";
import type { Fact } from "../incident/fact.ts";
import type { Pending } from "./waiting.ts";

/** Fingerprints to ask about, by the fact that they came in. */
export type Questions = ReadonlyMap<Fact, readonly string[]>;

/**
 * Alerts that fire again with the start of their own resolution, `null` when there are none: their sender is asked whether
 * they are still active before anybody is woken (protocol 5.2).
 */
export function questionsOf(pending: readonly Pending[], { incident, alerts }: Known): Questions | null {
  if (incident?.phase !== "resolved" && incident?.recoveredAt === undefined) return null;
  const questions = new Map<Fact, readonly string[]>();
  for (const { fact } of pending) {
    if (fact.kind !== "alerts") continue;
    const again = fact.alerts.filter(({ alert }) => {
      const row = alerts.get(alert.fingerprint);
      const isPast = row?.status === "resolved" && row.startsAt === alert.startsAt;
      return isPast && alert.status === "firing" && !alert.measurement;
    });
    if (again.length > 0)
      questions.set(
        fact,
        again.map(({ alert }) => alert.fingerprint),
      );
  }
  return questions.size === 0 ? null : questions;
}
