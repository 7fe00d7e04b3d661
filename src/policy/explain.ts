import type { Alert } from "../alert/alert.ts";
import { compareSeverity } from "../alert/severity.ts";
import type { Judgement, PolicyPlace } from "../incident/judgement.ts";
import type { Locale } from "../words/locale.ts";
import { policyExplanation } from "../words/policy-explanation.ts";
import { wordFor, wordsOf } from "../words/words.ts";
import type { LeftOut } from "./destinations.ts";
import { formatDuration } from "./duration.ts";
import { pages } from "./places.ts";
import type { Policy, RouteTrace } from "./policy.ts";
import { reasonText } from "./reason-text.ts";

/** Everything that a policy decides about one alert, with where each decision is written. */
export type Explanation = RouteTrace & {
  readonly alert: Pick<Alert, "name" | "source" | "status">;
  readonly judgement: Judgement;
  /** Places that would be told but lack credentials. */
  readonly leftOut: readonly LeftOut[];
  /** What people read instead of an id that says nothing: with the routing key's name, or as the policy writes it. */
  readonly shown: Readonly<Record<string, string>>;
  readonly policy: Pick<Policy, "file" | "hash" | "name">;
};

/** Explains what a policy makes of an alert, without doing any of it. */
export function explain(policy: Policy, alert: Alert): Explanation {
  const judgement = policy.judge(alert);
  const { verdict } = judgement;
  const { routes, groupByPlace } = policy.trace(alert);
  const shown = [...policy.destinations.values()].flatMap((one) =>
    "shown" in one && one.shown !== one.id ? [[one.id, `${one.id} ${one.shown}`] as const] : [],
  );
  const possible = judgement.pageWithheld ? policy.leftOut.filter(({ receiver }) => !pages(receiver)) : policy.leftOut;
  const leftOut = possible.filter(({ name }) =>
    routes.some(({ tells }) =>
      tells.some(
        (told) => verdict.kind === "severity" && told.name === name && compareSeverity(told.at, verdict.severity) <= 0,
      ),
    ),
  );
  const { name, source, status } = alert;
  return {
    alert: { name, source, status },
    judgement,
    leftOut,
    shown: Object.fromEntries([...shown, ...policy.asWritten]),
    routes,
    ...(groupByPlace ? { groupByPlace } : {}),
    policy: { file: policy.file, hash: policy.hash, name: policy.name },
  };
}

type Row = { readonly label: string; readonly text: string; readonly place?: PolicyPlace | undefined };

/** Writes an explanation as lines of plain text, each with the `file:line` that decided, in one language. */
export function explanationText(explanation: Explanation, locale: Locale): string {
  const { alert, policy } = explanation;
  const words = policyExplanation[locale];
  const rows = [
    severityRow(explanation, locale),
    ...identityRows(explanation, locale),
    ...routeRows(explanation, locale),
    ...tellRows(explanation, locale),
    ...deadlineRows(explanation, locale),
  ];
  const head = `${alert.name} (${words.from(alert.source)}, ${words.status[alert.status]})`;
  const width = Math.max(...rows.map(({ label }) => label.length)) + 2;
  const textWidth = Math.min(72, Math.max(...rows.map(({ text }) => text.length)));
  const lines = rows.map(({ label, text, place }) => {
    const line = `  ${label.padEnd(width)}${text}`;
    return place ? `${line.padEnd(width + textWidth + 2)}  ${place.file}:${place.line}` : line;
  });
  return [head, ...lines, `  ${words.byPolicy(policy.name, policy.file, policy.hash)}`, ""].join("\n");
}

function severityRow({ judgement: { verdict, reason, inARow } }: Explanation, locale: Locale): Row {
  const words = policyExplanation[locale];
  const level = verdict.kind === "severity" ? wordsOf(locale).severity[verdict.severity] : words.verdict[verdict.kind];
  const rows = inARow > 1 && verdict.kind === "severity" ? `; ${words.inARow(inARow)}` : "";
  const place = "place" in reason ? reason.place : undefined;
  return {
    label: words.severity,
    text: `${level}${wordsOf(locale).colon}${reasonText(reason, verdict, locale)}${rows}`,
    place,
  };
}

function identityRows({ judgement: { identity, groupKey }, groupByPlace }: Explanation, locale: Locale): Row[] {
  const words = policyExplanation[locale];
  const { environment, environmentAssumed, service, model, family } = identity;
  const parts = [
    `environment ${environmentAssumed ? words.assumed(environment) : environment}`,
    ...(service ? [`service ${service}`] : []),
    ...(model ? [`model ${model}`] : []),
    `family ${family}`,
  ];
  return [
    { label: words.about, text: parts.join(", ") },
    { label: words.groupKey, text: groupKey, place: groupByPlace },
  ];
}

function routeRows({ routes }: Explanation, locale: Locale): Row[] {
  const words = policyExplanation[locale];
  return routes.map(({ match, place }, at) => ({
    label: at === 0 ? words.route : "",
    text: match.length > 0 ? match.join(", ") : words.firstRoute,
    place,
  }));
}

function tellRows({ judgement, leftOut, shown }: Explanation, locale: Locale): Row[] {
  const words = policyExplanation[locale];
  const { owed, pageWithheld, identity } = judgement;
  const { severity } = wordsOf(locale);
  const told = owed.map(({ id, told: name, at, place }) => {
    const where = shown[id] ?? id;
    const text = name === "fallback" ? words.toldInstead(where, severity[at]) : words.toldAs(where, name, severity[at]);
    return { text, place };
  });
  const withheld = pageWithheld ? [{ text: words.withheld(identity.environment) }] : [];
  const lacking = leftOut.map((one) => ({ text: words.leftOut(one.description, one.missing) }));
  const rows: Omit<Row, "label">[] = [...told, ...withheld, ...lacking];
  if (rows.length === 0) rows.push({ text: words.nobody });
  return rows.map((row, at) => ({ label: at === 0 ? words.tells : "", ...row }));
}

function deadlineRows({ judgement: { deadlines } }: Explanation, locale: Locale): Row[] {
  const words = policyExplanation[locale];
  return deadlines.map(({ kind, afterMs, place }, at) => ({
    label: at === 0 ? words.deadlines : "",
    text: `${wordFor(wordsOf(locale).deadline, kind)} ${formatDuration(afterMs)}`,
    place,
  }));
}
