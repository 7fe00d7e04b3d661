import type { PolicyPlace } from "../incident/judgement.ts";
import type { Explanation, ToldOf } from "../policy/explain/explain.ts";
import { reasonText } from "../policy/explain/reason-text.ts";
import type { Locale } from "../words/locale.ts";
import { policyCases } from "../words/policy-cases.ts";
import type { Expected, ExpectedKey } from "./cases.ts";

/** What an expectation found instead, in words. */
export type Mismatch = Difference & { readonly key: ExpectedKey };

/** Why it is so, and the line that decides it, where one does. */
type Why = { readonly why?: string; readonly place?: PolicyPlace | undefined };
type Difference = Why & { readonly wanted: string; readonly found: string };
type Wanted = Expected[ExpectedKey];
type Check = (wanted: Wanted, explanation: Explanation, locale: Locale) => Difference | undefined;

const live = ({ tells }: Explanation) => tells.filter(({ mode }) => mode === "live");
const shadow = ({ tells }: Explanation) => tells.filter(({ mode }) => mode === "shadow");
const ringing = (one: Explanation) => live(one).filter(({ opensAt }) => opensAt === null);
const held = (one: Explanation) => live(one).filter(({ opensAt }) => opensAt !== null);
const verdictOf = ({ judgement: { verdict } }: Explanation) =>
  verdict.kind === "severity" ? verdict.severity : verdict.kind;

/** THE list of what a case may expect. */
const checks: Readonly<Record<ExpectedKey, Check>> = {
  severity: word(verdictOf, severityWhy),
  healthy: truth((one) => verdictOf(one) === "healthy", severityWhy),
  drop: truth((one) => verdictOf(one) === "drop", severityWhy),
  tells: all(live),
  notTells: noneOf(live),
  wouldTell: all(shadow),
  rings: all(ringing),
  holds: all(held),
  pages: truth((one) => live(one).some(({ owed }) => owed.receiver === "pagerduty")),
  group: word(
    ({ judgement }) => judgement.groupKey,
    ({ groupByPlace: place }) => ({ place }),
  ),
  team: word(
    ({ judgement }) => judgement.team?.id,
    ({ ownerPlace: place }) => ({ place }),
  ),
  environment: word(({ judgement }) => judgement.identity.environment),
  service: word(({ judgement }) => judgement.identity.service),
  model: word(({ judgement }) => judgement.identity.model),
  family: word(({ judgement }) => judgement.identity.family),
  lifecycle: word(
    ({ judgement }) => judgement.lifecycle,
    ({ lifecyclePlace: place }) => ({ place }),
  ),
  preset: word(
    ({ preset }) => preset?.name,
    ({ preset }) => ({ place: preset?.place }),
  ),
};

/** Everything in which an alert's explanation is not as expected; empty when all is. */
export function mismatches(expected: Expected, explanation: Explanation, locale: Locale): readonly Mismatch[] {
  return Object.entries(checks).flatMap(([name, check]) => {
    const key = expectedKey(name);
    const wanted = key && expected[key];
    const difference = key && wanted !== undefined ? check(wanted, explanation, locale) : undefined;
    return key && difference ? [{ key, ...difference }] : [];
  });
}

function expectedKey(name: string): ExpectedKey | undefined {
  const isOne = (one: string): one is ExpectedKey => Object.hasOwn(checks, one);
  return isOne(name) ? name : undefined;
}

function severityWhy({ judgement: { reason, verdict } }: Explanation, locale: Locale): Why {
  return { why: reasonText(reason, verdict, locale), place: "place" in reason ? reason.place : undefined };
}

/** A word that must be the same; null expects that there is none. */
function word(
  of: (one: Explanation) => string | undefined,
  whyOf: (one: Explanation, locale: Locale) => Why = () => ({}),
): Check {
  return (wanted, one, locale) => {
    const found = of(one);
    const { none } = policyCases[locale];
    if ((wanted ?? undefined) === found) return undefined;
    return { wanted: String(wanted ?? none), found: found ?? none, ...whyOf(one, locale) };
  };
}

function truth(
  of: (one: Explanation) => boolean,
  whyOf: (one: Explanation, locale: Locale) => Why = () => ({}),
): Check {
  return (wanted, one, locale) => {
    const { yes, no } = policyCases[locale];
    const found = of(one);
    return wanted === found
      ? undefined
      : { wanted: wanted === true ? yes : no, found: found ? yes : no, ...whyOf(one, locale) };
  };
}

/** All that are named are among the told; an empty list means nobody at all. */
function all(of: (one: Explanation) => readonly ToldOf[]): Check {
  return (wanted, one, locale) => {
    const told = of(one);
    const found = listOf(told, one, locale);
    const names = namesIn(wanted);
    if (names.length === 0) return told.length === 0 ? undefined : { wanted: policyCases[locale].nobody, found };
    const missing = names.filter((name) => !told.some((each) => isNamed(each, name, one)));
    return missing.length === 0 ? undefined : { wanted: missing.join(", "), found };
  };
}

function noneOf(of: (one: Explanation) => readonly ToldOf[]): Check {
  return (wanted, one, locale) => {
    const names = namesIn(wanted).filter((name) => of(one).some((each) => isNamed(each, name, one)));
    if (names.length === 0) return undefined;
    const hit = of(one).filter((each) => names.some((name) => isNamed(each, name, one)));
    const unwanted = names.map(policyCases[locale].not).join(", ");
    return { wanted: unwanted, found: listOf(hit, one, locale), place: hit[0]?.owed.place };
  };
}

function namesIn(wanted: Wanted): readonly string[] {
  return Array.isArray(wanted) ? wanted : [];
}

/** Whether somebody told is the one that a case names: by id, as shown, by the name in `tell:`, or `team/name`. */
function isNamed({ owed }: ToldOf, name: string, { shown }: Explanation): boolean {
  return [owed.id, shown[owed.id], owed.told, owed.team && `${owed.team}/${owed.told}`].includes(name);
}

function listOf(told: readonly ToldOf[], { shown }: Explanation, locale: Locale): string {
  if (told.length === 0) return policyCases[locale].nobody;
  return told.map(({ owed }) => `${shown[owed.id] ?? owed.id} (${owed.told})`).join(", ");
}
