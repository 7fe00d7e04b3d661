import type { Severity } from "../../alert/severity.ts";
import type { PolicyPlace, SeverityReason, Verdict } from "../../incident/judgement.ts";
import type { Path } from "../document/path.ts";
import type { PolicyText } from "../document/policy-text.ts";
import type { WrittenSeverityLabel } from "../document/schema.ts";
import { labelOf } from "../identity.ts";
import type { FaultBook } from "../policy-error.ts";
import { compileMatch, type Subject } from "../subject.ts";

export type LabelVerdict = { readonly verdict: Verdict; readonly reason: SeverityReason };

/** Judges alerts by the severity labels of the policy. */
export type SeverityLabels = {
  /** @returns `undefined` when none of the labels is there */
  readonly judge: (subject: Subject) => LabelVerdict | undefined;
  /** What a sender's own word means; `undefined` for a word that the policy does not know, or drops. */
  readonly meaningOf: (word: string) => Severity | undefined;
};

/** The words of the field, where a policy names none (C-06). */
const usual: readonly WrittenSeverityLabel[] = [
  {
    label: "severity",
    values: {
      info: "info",
      warning: "warning",
      critical: "critical",
      critique: "critical",
      page: "critical",
      urgent: "urgent",
      none: "drop",
    },
  },
];

/**
 * Compiles `severity.labels`. The first entry that applies decides: its `source` and `match` fit and its label is there.
 * Words are compared in any case; one that the entry does not know is WARNING and flagged (C-06, behaviour 9).
 */
export function compileSeverityLabels(
  written: readonly WrittenSeverityLabel[] | undefined,
  text: PolicyText,
  book: FaultBook,
): SeverityLabels {
  const path = ["severity", "labels"];
  // Words that nobody wrote stand nowhere.
  const placeOf = (at: Path) => (written ? { place: text.place(at) } : {});
  const entries = (written ?? usual).map((entry, at) => compileEntry(entry, [...path, at], placeOf, book));
  const meanings = new Map<string, Severity>();
  for (const { label, values } of (written ?? usual).concat(usual)) {
    if (label !== "severity") continue;
    for (const [word, meaning] of Object.entries(values)) {
      if (meaning !== "drop" && !meanings.has(word.toLowerCase())) meanings.set(word.toLowerCase(), meaning);
    }
  }
  return {
    judge: (subject) => {
      for (const judge of entries) {
        const judged = judge(subject);
        if (judged) return judged;
      }
    },
    meaningOf: (word) => meanings.get(word.trim().toLowerCase()),
  };
}

function compileEntry(
  { label, values, source, match }: WrittenSeverityLabel,
  path: Path,
  placeOf: (path: Path) => { readonly place?: PolicyPlace },
  book: FaultBook,
): (subject: Subject) => LabelVerdict | undefined {
  const place = placeOf(path);
  const fits = compileMatch(match ?? [], [...path, "match"], book);
  const verdicts = new Map(
    Object.entries(values).map(([word, meaning]) => {
      const verdict: Verdict = meaning === "drop" ? { kind: "drop" } : { kind: "severity", severity: meaning };
      return [word.toLowerCase(), { verdict, place: placeOf([...path, "values", word]) }] as const;
    }),
  );
  return (subject) => {
    if (source !== undefined && source !== subject.alert.source) return undefined;
    const value = labelOf(subject.alert, label);
    if (value === "" || !fits.test(subject)) return undefined;
    const known = verdicts.get(value.trim().toLowerCase());
    return known
      ? { verdict: known.verdict, reason: { kind: "label", label, value, ...known.place } }
      : { verdict: unknownWord, reason: { kind: "unknown-label", label, value, ...place } };
  };
}

const unknownWord: Verdict = { kind: "severity", severity: "warning" };
