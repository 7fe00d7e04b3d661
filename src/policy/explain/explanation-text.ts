import type { PolicyPlace } from "../../incident/judgement.ts";
import type { Locale } from "../../words/locale.ts";
import { utc } from "../../words/moments.ts";
import { policyExplanation } from "../../words/policy-explanation.ts";
import { wordFor, wordsOf } from "../../words/words.ts";
import { formatDuration } from "../time/duration.ts";
import { actingRows } from "./acting-rows.ts";
import type { Explanation, ToldOf } from "./explain.ts";
import { hoursText } from "./hours-text.ts";
import { oneLine } from "./one-line.ts";
import { reasonText } from "./reason-text.ts";

type Row = {
  readonly label: string;
  readonly text: string;
  readonly indent?: string;
  readonly place?: PolicyPlace | undefined;
};
/** Writes some rows; the label of those that go on with the row before is empty. */
type Writer = (explanation: Explanation, locale: Locale) => readonly Row[];

/** THE order in which an explanation is read. */
const writers: readonly Writer[] = [
  severityRows,
  aboutRows,
  teamRows,
  presetRows,
  groupRows,
  lifecycleRows,
  routeRows,
  tellRows,
  shadowRows,
  deadlineRows,
  actingRows,
];

const textMaxUnits = 72;

/** Writes an explanation as lines of plain text, each with the `file:line` that decided, in one language. */
export function explanationText(explanation: Explanation, locale: Locale): string {
  const { alert, policy } = explanation;
  const words = policyExplanation[locale];
  const rows = writers
    .flatMap((write) => write(explanation, locale))
    .map((row) => ({ ...row, text: `${row.indent ?? ""}${oneLine(row.text)}` }));
  const head = `${oneLine(alert.name)} (${words.from(alert.source)}, ${words.status[alert.status]})`;
  const width = Math.max(...rows.map(({ label }) => label.length)) + 2;
  const textWidth = Math.min(textMaxUnits, Math.max(...rows.map(({ text }) => text.length)));
  const lines = rows.map(({ label, text, place }) => {
    const line = `  ${label.padEnd(width)}${text}`;
    return place ? `${line.padEnd(width + textWidth + 2)}  ${place.file}:${place.line}` : line;
  });
  return [head, ...lines, `  ${words.byPolicy(policy.name, policy.file, policy.hash)}`, ""].join("\n");
}

function severityRows({ judgement: { verdict, reason, inARow } }: Explanation, locale: Locale): readonly Row[] {
  const words = policyExplanation[locale];
  const level = verdict.kind === "severity" ? wordsOf(locale).severity[verdict.severity] : words.verdict[verdict.kind];
  const times = inARow > 1 && verdict.kind === "severity" ? `; ${words.inARow(inARow)}` : "";
  const text = `${level}${wordsOf(locale).colon}${reasonText(reason, verdict, locale)}${times}`;
  return [{ label: words.severity, text, place: "place" in reason ? reason.place : undefined }];
}

function aboutRows({ judgement: { identity } }: Explanation, locale: Locale): readonly Row[] {
  const words = policyExplanation[locale];
  const { environment, environmentAssumed, service, model, family } = identity;
  const parts = [
    `environment ${environmentAssumed ? words.assumed(environment) : environment}`,
    ...(service ? [`service ${service}`] : []),
    ...(model ? [`model ${model}`] : []),
    `family ${family}`,
  ];
  return [{ label: words.about, text: parts.join(", ") }];
}

function teamRows(
  { judgement: { team }, teamFrom, ownerPlace, ownedService = "" }: Explanation,
  locale: Locale,
): readonly Row[] {
  if (!team) return [];
  const words = policyExplanation[locale];
  const from = teamFrom === "label" ? words.teamLabel(team.id) : words.teamOwner(team.id, ownedService);
  const place = teamFrom === "label" ? undefined : ownerPlace;
  const rows: readonly Row[] = [{ label: words.team, text: from, place }];
  return team.unknown ? [...rows, { label: "", text: words.teamUnknown(team.id) }] : rows;
}

function presetRows({ preset }: Explanation, locale: Locale): readonly Row[] {
  return preset ? [{ label: policyExplanation[locale].preset, text: preset.name, place: preset.place }] : [];
}

function groupRows({ judgement: { groupKey, verdict }, groupByPlace }: Explanation, locale: Locale): readonly Row[] {
  if (verdict.kind === "drop") return [];
  return [{ label: policyExplanation[locale].groupKey, text: groupKey, place: groupByPlace }];
}

function lifecycleRows({ judgement, lifecyclePlace: place }: Explanation, locale: Locale): readonly Row[] {
  const { lifecycle, verdict } = judgement;
  if (verdict.kind !== "severity" || (lifecycle === "short" && !place)) return [];
  const words = policyExplanation[locale];
  return [{ label: words.ends, text: words.lifecycle[lifecycle], place }];
}

function routeRows({ routes, judgement: { verdict } }: Explanation, locale: Locale): readonly Row[] {
  if (verdict.kind === "drop") return [];
  const words = policyExplanation[locale];
  return routes.map(({ match, place }, at) => ({
    label: at === 0 ? words.route : "",
    text: match.length > 0 ? match.join(", ") : words.firstRoute,
    place,
  }));
}

function tellRows(explanation: Explanation, locale: Locale): readonly Row[] {
  const words = policyExplanation[locale];
  const { judgement, tells, leftOut } = explanation;
  const { pageWithheld, identity, verdict } = judgement;
  const told = tells.filter(({ mode }) => mode === "live").flatMap((one) => toldRows(one, explanation, locale));
  const withheld = pageWithheld
    ? [{ text: words.withheld(identity.environment), place: explanation.environmentsPlace }]
    : [];
  const lacking = leftOut.map((one) => ({ text: words.leftOut(one.description, one.missing) }));
  const rows: Omit<Row, "label">[] = [...told, ...withheld, ...lacking];
  if (rows.length === 0) rows.push({ text: verdict.kind === "drop" ? words.nobodyDropped : words.nobody });
  else if (explanation.alert.status === "resolved") rows.unshift({ text: words.ofItsEnd });
  return labelled(words.tells, rows);
}

function shadowRows(explanation: Explanation, locale: Locale): readonly Row[] {
  const words = policyExplanation[locale];
  const { tells, modePlace } = explanation;
  const rows = tells.filter(({ mode }) => mode === "shadow").flatMap((one) => toldRows(one, explanation, locale));
  return rows.length === 0
    ? []
    : [...labelled(words.wouldTell, rows), { label: "", text: words.shadow, place: modePlace }];
}

/** Whom, and below it when it may ring, where that is not at any time. */
function toldRows(
  { owed, opensAt }: ToldOf,
  { shown, at }: Explanation,
  locale: Locale,
): readonly Omit<Row, "label">[] {
  const words = policyExplanation[locale];
  const severity = wordsOf(locale).severity[owed.at];
  const where = shown[owed.id] ?? owed.id;
  const name = owed.team === undefined ? owed.told : words.ofTeam(owed.told, owed.team);
  const what = owed.told === "fallback" ? words.toldInstead(where, severity) : words.toldAs(where, name, severity);
  const told = { text: what, place: owed.place };
  return owed.hours
    ? [told, { indent: "  ", text: ringsWords(opensAt, at, hoursText(owed.hours, locale), locale) }]
    : [told];
}

function ringsWords(opensAt: number | null, at: number, hours: string, locale: Locale): string {
  const words = policyExplanation[locale];
  const asked = utc(at, "date-time", locale);
  if (opensAt === null) return words.ringsAt(asked, hours);
  if (opensAt === Number.POSITIVE_INFINITY) return words.neverRings(hours);
  return words.waits(asked, utc(opensAt, "date-time", locale), hours);
}

function deadlineRows({ judgement: { deadlines } }: Explanation, locale: Locale): readonly Row[] {
  const words = policyExplanation[locale];
  return labelled(
    words.deadlines,
    deadlines.map(({ kind, afterMs, place }) => ({
      text: `${wordFor(wordsOf(locale).deadline, kind)} ${formatDuration(afterMs)}`,
      place,
    })),
  );
}

function labelled(label: string, rows: readonly Omit<Row, "label">[]): readonly Row[] {
  return rows.map((row, at) => ({ label: at === 0 ? label : "", ...row }));
}
