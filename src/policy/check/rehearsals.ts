import type { Locale } from "../../words/locale.ts";
import { actionWarnings as say } from "../../words/policy-actions.ts";
import type { ServiceAction } from "../actions/service-action.ts";
import type { PolicyError } from "../policy-error.ts";

const dayMs = 86_400_000;
/** A quarter, and a day to spare (A004-34, chosen). */
const quarterDays = 92;

/**
 * Warns of actions whose last rehearsal is longer ago than a quarter. It needs a clock, which a policy has not, so only
 * `policy check` says it.
 */
export function overdueRehearsals(
  declared: readonly ServiceAction[],
  now: number,
  locale: Locale,
): readonly PolicyError[] {
  return declared.flatMap(({ id, service, lastTestAt, place }) => {
    const days = lastTestAt === undefined ? 0 : Math.floor((now - lastTestAt) / dayMs);
    if (days <= quarterDays) return [];
    const [message, hint] = say.notRehearsed({ action: id, service, days })[locale];
    return [
      { ...place, column: 1, path: `services.${service}.actions.${id}.last_test`, message, hint, about: "policy" },
    ];
  });
}
