import type { SeverityReason, Verdict } from "../incident/judgement.ts";
import { figures, percent } from "../words/figures.ts";
import type { Locale } from "../words/locale.ts";
import { policyExplanation } from "../words/policy-explanation.ts";
import { wordsOf } from "../words/words.ts";

/** Says why a severity, or why none, with the digits that put a figure on the right side of its band (cards 8). */
export function reasonText(reason: SeverityReason, verdict: Verdict, locale: Locale): string {
  const words = wordsOf(locale).reason;
  switch (reason.kind) {
    case "threshold": {
      const { metric, measure, band, figure } = reason;
      const edge = Number(/-?[\d.]+(?:e[+-]?\d+)?/i.exec(band)?.[0] ?? 0) / (band.includes("%") ? 100 : 1);
      const [shown = ""] = measure === "value" ? figures([figure], [edge], locale) : [percent(figure, [edge], locale)];
      const said = policyExplanation[locale];
      if (verdict.kind === "healthy") return said.belowLowest(metric, said.measured[measure](shown, figure < 0), band);
      return { value: words.value, "relative-drop": words.drop, "relative-rise": words.rise }[measure](
        metric,
        shown,
        band,
      );
    }
    case "label":
      return words.label(reason.label, reason.value);
    case "unknown-label":
      return words.unknownLabel(reason.label, reason.value);
    case "sender-threshold": {
      const [value = "", threshold = ""] = figures([reason.figure, reason.threshold], [reason.threshold], locale);
      if (verdict.kind === "healthy") return policyExplanation[locale].withinThreshold(reason.metric, value, threshold);
      return words.senderThreshold(reason.metric, value, threshold);
    }
    case "sender-hint":
      return words.senderHint(reason.value);
    case "sender-status":
      return words.senderStatus(reason.value);
    case "role":
      return words.role(reason.role, wordsOf(locale).severity[reason.from]);
    case "otherwise":
      return words.otherwise;
    case "own":
      return words.own;
  }
}
