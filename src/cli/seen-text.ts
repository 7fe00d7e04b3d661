import type { Uncovered } from "../policy/check/uncovered.ts";
import { oneLine } from "../policy/explain/one-line.ts";
import type { Locale } from "../words/locale.ts";
import { policyExplanation } from "../words/policy-explanation.ts";
import { policySeen } from "../words/policy-seen.ts";
import { wordsOf } from "../words/words.ts";

/** So many of a kind are listed; a sender that invents names must not hide the rest. */
const listedMax = 50;

/** Says what was seen and not covered, a warning each with what to write. */
export function seenText(url: string, found: Uncovered, locale: Locale): readonly string[] {
  const words = policySeen[locale];
  const { fix, warning } = policyExplanation[locale];
  const { colon } = wordsOf(locale);
  const said: readonly (readonly [messages: readonly string[], hint: string])[] = [
    [found.metrics.map(({ metric, service }) => words.metric(metric, service)), words.metricFix],
    [
      found.neverMeasured.map(
        ({ metric, service, place }) => `${place.file}:${place.line} ${words.neverMeasured(metric, service)}`,
      ),
      words.neverMeasuredFix,
    ],
    [found.severities.map(({ label, value, source }) => words.severity(label, value, source)), words.severityFix],
    [found.teams.map(words.team), words.teamFix],
    [found.services.map(words.service), words.serviceFix],
  ];
  const lines = said.flatMap(([messages, hint]) => [
    ...messages.slice(0, listedMax).map((message) => `${warning}${colon}${oneLine(message)}`),
    ...(messages.length > listedMax ? [`${warning}${colon}… ${messages.length - listedMax}`] : []),
    ...(messages.length > 0 ? [`  ${fix}${colon}${hint}`] : []),
  ]);
  return lines.length > 0 ? lines : [words.all(url)];
}
