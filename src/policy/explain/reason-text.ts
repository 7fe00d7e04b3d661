import { bandEdges } from "../../incident/draw/measurement.ts";
import { reasonWords } from "../../incident/draw/reason.ts";
import type { SeverityReason, Verdict } from "../../incident/judgement.ts";
import { figure, percent } from "../../words/figures.ts";
import type { Locale } from "../../words/locale.ts";
import { policyExplanation } from "../../words/policy-explanation.ts";

/** Says why a severity, as the cards do, or why none, with the digits that put a figure on the right side of its band. */
export function reasonText(reason: SeverityReason, { kind }: Verdict, locale: Locale): string {
  const said = policyExplanation[locale];
  if (kind === "healthy" && reason.kind === "threshold") {
    const { metric, measure, band } = reason;
    const write = measure === "value" ? figure : percent;
    const shown = write(reason.figure, bandEdges(band), locale);
    return said.belowLowest(metric, said.measured[measure](shown, reason.figure < 0), band);
  }
  if (kind === "healthy" && reason.kind === "sender-threshold") {
    const { metric, threshold } = reason;
    const value = figure(reason.figure, [threshold], locale);
    return said.withinThreshold(metric, value, figure(threshold, [], locale));
  }
  return reasonWords(reason, locale);
}
