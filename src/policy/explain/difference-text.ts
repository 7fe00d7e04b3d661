import type { Severity } from "../../alert/severity.ts";
import type { Locale } from "../../words/locale.ts";
import { policyDiffWords } from "../../words/policy-diff.ts";
import { wordsOf } from "../../words/words.ts";
import type { Difference } from "./compare.ts";
import type { ToldOf } from "./explain.ts";
import { hoursText } from "./hours-text.ts";

/** Says one difference between two policies in one line. */
export function differenceText(difference: Difference, locale: Locale): string {
  const words = policyDiffWords[locale];
  switch (difference.kind) {
    case "severity":
      return words.severity(levelText(difference.from, locale), levelText(difference.to, locale));
    case "told":
      return (difference.mode === "live" ? words.told : words.wouldBeTold)(difference.destination, difference.name);
    case "told-no-more":
      return (difference.mode === "live" ? words.toldNoMore : words.wouldBeToldNoMore)(
        difference.destination,
        difference.name,
      );
    case "mode":
      return words.mode[difference.to](difference.destination);
    case "hours":
      return words.hours(difference.destination, whenText(difference.from, locale), whenText(difference.to, locale));
    case "team":
      return words.team(difference.from ?? words.none, difference.to ?? words.none);
    case "lifecycle":
      return words.lifecycle(difference.from, difference.to);
    case "actions":
      return words.actions(difference.from.join(", ") || words.none, difference.to.join(", ") || words.none);
    case "rollback":
      return words.rollback(difference.from, difference.to);
    case "group":
      return words.group(difference.from, difference.to);
  }
}

function levelText(level: Severity | "healthy" | "drop", locale: Locale): string {
  if (level === "healthy" || level === "drop") return policyDiffWords[locale].verdict[level];
  return wordsOf(locale).severity[level];
}

function whenText({ owed, opensAt }: ToldOf, locale: Locale): string {
  const { always, ringing, waiting } = policyDiffWords[locale];
  if (!owed.hours) return always;
  return `${hoursText(owed.hours, locale)} (${opensAt === null ? ringing : waiting})`;
}
