import { figure, percent } from "../../words/figures.ts";
import type { Locale } from "../../words/locale.ts";
import { utc } from "../../words/moments.ts";
import { wordsOf } from "../../words/words.ts";
import type { SeverityReason } from "../judgement.ts";
import { bandEdges } from "./measurement.ts";
import { tidy } from "./tidy.ts";

const valueMaxUnits = 80;

/** Why a severity, in words, without its place in the policy: `accuracy is 10.9 % below its baseline, band > 10%`. */
export function reasonWords(reason: SeverityReason, locale: Locale): string {
  const words = wordsOf(locale).reason;
  const text = (value: string) => tidy(value, valueMaxUnits);
  switch (reason.kind) {
    case "threshold":
      return thresholdWords(reason, locale);
    case "label":
      return words.label(text(reason.label), text(reason.value));
    case "unknown-label":
      return words.unknownLabel(text(reason.label), text(reason.value));
    case "sender-threshold":
      return words.senderThreshold(
        text(reason.metric),
        figure(reason.figure, [reason.threshold], locale),
        figure(reason.threshold, [], locale),
      );
    case "sender-hint":
      return words.senderHint(text(reason.value));
    case "sender-status":
      return words.senderStatus(text(reason.value));
    case "late":
      return words.late(text(reason.metric), utc(reason.since, "date-time", locale));
    case "role":
      return words.role(text(reason.role), wordsOf(locale).severity[reason.from]);
    case "otherwise":
      return words.otherwise;
    case "own":
      return words.own;
  }
}

function thresholdWords(reason: Extract<SeverityReason, { kind: "threshold" }>, locale: Locale): string {
  const words = wordsOf(locale).reason;
  const metric = tidy(reason.metric, valueMaxUnits);
  const band = tidy(reason.band, valueMaxUnits);
  const edges = bandEdges(reason.band);
  if (reason.measure === "value") return words.value(metric, figure(reason.figure, edges, locale), band);
  const share = percent(reason.figure, edges, locale);
  const isBelow = (reason.measure === "relative-drop") === reason.figure >= 0;
  return isBelow ? words.drop(metric, share, band) : words.rise(metric, share, band);
}
