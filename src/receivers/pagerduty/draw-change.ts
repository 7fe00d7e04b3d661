import type { Run } from "../../incident/actions/run.ts";
import { doneWords } from "../../incident/draw/action-line.ts";
import { webAddress } from "../../incident/draw/links.ts";
import { personName } from "../../incident/draw/places.ts";
import { runNames } from "../../incident/draw/run-names.ts";
import { stepChanges } from "../../incident/draw/step-changes.ts";
import { between, tidy } from "../../incident/draw/tidy.ts";
import { humanId } from "../../incident/view.ts";
import { actionWordsOf } from "../../words/actions.ts";
import type { Locale } from "../../words/locale.ts";
import { wordsOf } from "../../words/words.ts";
import { type Addressed, isPublic } from "./draw-event.ts";
import { eventLimits as limits } from "./limits.ts";

/**
 * A change event as Events v2 takes it: shown beside the service's incidents, opens and notifies nothing.
 *
 * @see https://developer.pagerduty.com/docs/send-change-event/ (read 2026-11-20)
 */
export type ChangeEvent = {
  readonly routing_key: string;
  readonly payload: {
    readonly summary: string;
    readonly source: string;
    readonly timestamp: string;
    readonly custom_details: Readonly<Record<string, string>>;
  };
  readonly links: readonly { readonly href: string; readonly text: string }[];
};

const over: ReadonlySet<Run["state"]> = new Set(["watching", "ended", "failed"]);

/** Whether a run changed something and it is known how that came out; before, nobody can say what it did. */
export function isChangeToTell({ state, changed }: Run): boolean {
  return changed && over.has(state);
}

/** What a run changed at the service that PagerDuty pages for, before and after. */
export function drawChange({ view, destination }: Addressed, run: Run): ChangeEvent {
  const { locale, routingKey } = destination;
  const { identity, names = {} } = view.incident;
  const what = tidy(identity.model ?? identity.service ?? "", limits.fieldMaxUnits) || "-";
  const changes = stepChanges(run, locale);
  const title = `${what}${wordsOf(locale).colon}${outcomeWords(run, locale)}`;
  const doneAt = run.steps.findLast(({ state }) => state === "done")?.at ?? run.startedAt ?? run.askedAt;
  const steps = Object.fromEntries(changes.map((change, at) => [`step_${at + 1}`, change]));
  const links = linksOf(run, view.dashboard, humanId(view.number));
  const rows: Readonly<Record<string, string | undefined>> = {
    incident: humanId(view.number),
    run: run.id,
    action: run.action,
    ...steps,
    before: run.plan.from,
    after: run.plan.to,
    serving: run.serving?.map(({ version, count }) => `${version}: ${count}`).join(", "),
    asked_by: personName(run.by, names, locale),
    approved_by: run.approvedBy && personName(run.approvedBy, names, locale),
    why: run.why,
    failed: run.because,
    undoes: run.undoes,
    links: links
      .filter(({ href }) => !isPublic(href))
      .map(({ href }) => href)
      .join(" "),
  };
  return {
    routing_key: routingKey,
    payload: {
      summary: tidy(["Vigie", title, changes.join(", ")].filter(Boolean).join(between), limits.summaryMaxUnits),
      source: tidy(identity.service ?? what, limits.fieldMaxUnits) || "-",
      timestamp: new Date(doneAt).toISOString(),
      custom_details: Object.fromEntries(
        Object.entries(rows).flatMap(([name, value]) => {
          const kept = tidy(value ?? "", limits.detailMaxUnits);
          return kept === "" ? [] : [[name, kept]];
        }),
      ),
    },
    links: links.filter(({ href }) => isPublic(href)),
  };
}

/** Nothing is said to be back that nobody saw serve (behaviour 7). */
function outcomeWords(run: Run, locale: Locale): string {
  if (run.state !== "failed") return doneWords(run, locale);
  return actionWordsOf(locale).run.failed(runNames(run, locale).name);
}

/** What the steps made, and the incident; http(s) only. */
function linksOf({ steps, plan }: Run, dashboard: string | undefined, id: string): ChangeEvent["links"] {
  const made = steps.map(({ link }, at) => ({ url: link, text: plan.steps[at]?.name ?? "" }));
  const seen = new Set<string>();
  return [{ url: dashboard, text: id }, ...made].slice(0, limits.linksMax).flatMap(({ url, text }) => {
    const href = url === undefined ? null : webAddress(url);
    if (href === null || seen.has(href)) return [];
    seen.add(href);
    return [{ href, text: tidy(text, limits.linkTextMaxUnits) || href }];
  });
}
