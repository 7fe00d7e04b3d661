import type { Hours } from "../../incident/judgement.ts";
import type { Locale } from "../../words/locale.ts";
import { policyExplanation } from "../../words/policy-explanation.ts";

/** Says when a destination may ring, in the names of the policy's intervals: `during office-hours, not in holidays`. */
export function hoursText(hours: readonly Hours[], locale: Locale): string {
  const words = policyExplanation[locale].hours;
  const alternatives = hours.map(({ during, active = [], mute = [] }) =>
    [
      ...(during === undefined ? [] : [words.during(during)]),
      ...(active.length > 0 ? [words.active(active)] : []),
      ...(mute.length > 0 ? [words.mute(mute)] : []),
    ].join(", "),
  );
  return alternatives.join(` ${words.or} `);
}
