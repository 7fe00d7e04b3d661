import { actionWordsOf } from "../../words/actions.ts";
import { capital } from "../../words/capital.ts";
import { duration } from "../../words/figures.ts";
import type { Locale } from "../../words/locale.ts";
import { type Sentence, say, strong } from "../../words/sentence.ts";
import { movesModel } from "../actions/plan.ts";
import { isUnderWay, type Run } from "../actions/run.ts";
import type { Incident } from "../incident.ts";
import type { IncidentView } from "../view.ts";
import { versionWords } from "./headline.ts";
import { joinFitting } from "./line.ts";
import { personName } from "./places.ts";
import { proposalWords } from "./proposal-line.ts";
import { runNames } from "./run-names.ts";
import { otherServing, servingWords } from "./serving-words.ts";
import { stepWords } from "./step-words.ts";
import { between, tidy } from "./tidy.ts";
import { verdictWords } from "./verdict-words.ts";

const detailMaxUnits = 100;

/** What is done about it, what is put to people, or what was done last; empty where nothing is. */
export function actionLine({ incident }: IncidentView, locale: Locale): Sentence {
  const { proposal, plans = {}, runs = [], names } = incident;
  const run = runs.at(-1);
  if (run && (isUnderWay(run) || proposal === undefined)) return runLine(run, incident, locale);
  if (proposal === undefined) return [];
  const proposed = proposalWords({ ...proposal, plan: plans[proposal.action] }, locale, names);
  // What was changed stays said beside what is proposed next: a model that was withdrawn is withdrawn.
  if (!run?.changed || run.undoneBy !== undefined || run.undoes !== undefined) return proposed;
  const did = run.state === "failed" ? runLine(run, incident, locale) : say`${strong(capital(doneWords(run, locale)))}`;
  return joinFitting([did, proposed], between);
}

type Facts = (run: Run, incident: Pick<Incident, "latest" | "names">, locale: Locale) => readonly Sentence[];

/** One run, in the words of where it stands. */
export function runLine(run: Run, incident: Pick<Incident, "latest" | "names">, locale: Locale): Sentence {
  return joinFitting(facts[run.state](run, incident, locale), between);
}

const facts: { readonly [K in Run["state"]]: Facts } = {
  asked: (run, { names }, locale) => {
    const { proposal, run: words, or } = actionWordsOf(locale);
    const roles = run.plan.approvers ?? [];
    return [
      say`${strong(proposal.ask(runNames(run, locale).ask))}`,
      askedWords(run, names, locale),
      words.waitsFor(roles.length === 0 ? words.anApprover : or(roles), run.askedAt),
    ];
  },
  veto: (run, _incident, locale) => [
    head(run, locale),
    run.dueAt === undefined ? [] : actionWordsOf(locale).run.vetoUntil(run.dueAt),
  ],
  running: goingOn,
  serving: goingOn,
  watching: over,
  ended: over,
  failed: (run, _incident, locale) => [
    say`${strong(actionWordsOf(locale).run.failed(runNames(run, locale).name))}`,
    ...failureWords(run, locale),
  ],
  held: (run, incident, locale) => [stoppedWords(run, incident, "held", locale)],
  declined: (run, incident, locale) => [stoppedWords(run, incident, "declined", locale)],
};

function head(run: Run, locale: Locale): Sentence {
  return say`${strong(runNames(run, locale).doing)}`;
}

function askedWords({ by, askedAt }: Run, names: Incident["names"], locale: Locale): Sentence {
  const { run: words } = actionWordsOf(locale);
  return by === "vigie" ? words.byItself(askedAt) : words.asked(personName(by, names, locale), askedAt);
}

function goingOn(run: Run, { names }: Pick<Incident, "names">, locale: Locale): readonly Sentence[] {
  const words = actionWordsOf(locale);
  const { serving, plan, approvedBy } = run;
  return [
    head(run, locale),
    askedWords(run, names, locale),
    approvedBy === undefined ? [] : say`${words.run.approved(personName(approvedBy, names, locale))}`,
    ...doneSteps(run, locale),
    say`${nowDoing(run, locale)}`,
    serving === undefined ? [] : say`${servingWords(serving, plan.to, locale)}`,
    answerWords(run, locale),
  ];
}

/** The steps that are done: `alias moved 09:07`. */
function doneSteps({ steps, plan }: Run, locale: Locale): readonly Sentence[] {
  const { did, run: words } = actionWordsOf(locale);
  return steps.flatMap(({ state, at }, index) => {
    const planned = plan.steps[index];
    if (state !== "done" || planned === undefined) return [];
    return [at === undefined ? say`${did[planned.doing]}` : words.stepAt(did[planned.doing], at)];
  });
}

function nowDoing({ steps, plan }: Run, locale: Locale): string {
  const planned = plan.steps[steps.findIndex(({ state }) => state === "begun")];
  return planned === undefined ? "" : actionWordsOf(locale).run.doingStep(stepWords(planned, locale));
}

/** When a measurement can say whether it helped, while none has. */
function answerWords({ firstAnswerAt, verdict }: Run, locale: Locale): Sentence {
  return firstAnswerAt === undefined || verdict !== undefined
    ? []
    : actionWordsOf(locale).run.firstAnswer(firstAnswerAt);
}

/** What was wanted is so, as far as it was looked at, and whether it helped. */
function over(run: Run, _incident: Pick<Incident, "latest" | "names">, locale: Locale): readonly Sentence[] {
  return [
    say`${strong(capital(doneWords(run, locale)))}`,
    say`${staysWords(run, locale)}`,
    ...reachedWords(run, locale),
    answerWords(run, locale),
    run.verdict === undefined ? [] : verdictWords(run.verdict, locale),
  ];
}

/** What was seen once it was done: how long beyond its time it took (U-33), what serves, that it is healthy (U-34). */
export function reachedWords({ plan, serving, startedAt, doneAt }: Run, locale: Locale): readonly Sentence[] {
  const { run: words } = actionWordsOf(locale);
  const { idealMs = Number.POSITIVE_INFINITY, checksHealth, to } = plan;
  const tookMs = doneAt === undefined || startedAt === undefined ? 0 : doneAt - startedAt;
  return [
    say`${tookMs > idealMs ? words.slow(duration(idealMs, locale)) : ""}`,
    say`${serving === undefined ? "" : servingWords(serving, to, locale)}`,
    say`${checksHealth && doneAt !== undefined ? words.healthy : ""}`,
  ];
}

/** What a way back leaves as it is, because it cannot be taken back; empty where it leaves nothing. */
function staysWords({ plan, steps }: Run, locale: Locale): string {
  const { entry, stepFailure } = actionWordsOf(locale);
  const stay = plan.steps.flatMap((planned, at) => {
    const { state, because } = steps[at] ?? {};
    return state === "skipped" && because ? [entry.stepFailed(stepWords(planned, locale), stepFailure[because])] : [];
  });
  return stay.join(", ");
}

/** "rolled back" is said only where it was seen to serve; else what was moved, and that nobody looked (behaviour 7). */
export function doneWords(run: Run, locale: Locale): string {
  const { did, notChecked } = actionWordsOf(locale);
  if (run.servedAt !== undefined && run.plan.checksServing) return runNames(run, locale).done;
  if (run.plan.to === undefined) return runNames(run, locale).done;
  const moved = run.plan.steps.filter((_step, at) => run.steps[at]?.state === "done").map(({ doing }) => did[doing]);
  return [...moved, notChecked].join(", ");
}

/** Why it failed, with both facts, and what was changed all the same. */
export function failureWords(run: Run, locale: Locale): readonly Sentence[] {
  const words = actionWordsOf(locale);
  const { because, serving, plan, steps, changed } = run;
  const failedAt = steps.findIndex(({ state }) => state === "failed");
  const planned = plan.steps[failedAt];
  const failed = steps[failedAt];
  const step =
    planned && failed
      ? [
          words.entry.stepFailed(stepWords(planned, locale), words.stepFailure[failed.because ?? "refused"]),
          tidy(failed.detail ?? "", detailMaxUnits),
        ]
          .filter(Boolean)
          .join(", ")
      : "";
  const isNotServing = because === "not-serving";
  const registry = isNotServing ? registryWords(run, locale) : "";
  const served = isNotServing && serving ? otherServing(serving, plan.to, locale) : "";
  const both = [registry, served].filter(Boolean).join(", ");
  const stays = because === "no-op" ? staysWords(run, locale) : "";
  const why = step || both || stays || (because === undefined ? "" : words.failure[because]);
  const did = doneSteps(run, locale);
  const isSaid = changed || because === "no-op";
  // Its call left, and no answer says what became of it.
  const unchanged = failed?.because === "too-slow" ? words.run.notKnown : words.run.nothingChanged;
  return [say`${small(why)}`, ...(did.length > 0 ? did : isSaid ? [] : [say`${unchanged}`])];
}

/** What the registry says by now: the version that the last step which names one has moved, or not. */
function registryWords({ plan, steps }: Run, locale: Locale): string {
  const at = plan.steps.findIndex(movesModel);
  const planned = plan.steps[at];
  if (planned === undefined) return "";
  const isDone = steps[at]?.state === "done" || steps[at]?.state === "skipped";
  const version = isDone ? (steps[at]?.after ?? planned.to) : planned.from;
  return version === undefined ? "" : actionWordsOf(locale).registry(versionWords(version));
}

function stoppedWords(
  run: Run,
  { latest = {}, names }: Pick<Incident, "latest" | "names">,
  how: "held" | "declined",
  locale: Locale,
): Sentence {
  const words = actionWordsOf(locale);
  const last = latest[`action-${how}`];
  const who = last === undefined ? words.run.somebody : personName(last.by.id, names, locale);
  return words.run[how](runNames(run, locale).name, who, last?.at ?? run.endedAt ?? run.askedAt);
}

/** What a card that is over says of it, on its first line: `rolled back to v7, it helped: 0.846 → 0.948`. */
export function outcomeWords({ runs = [] }: Pick<Incident, "runs">, locale: Locale): Sentence {
  const run = runs.findLast(
    ({ state, changed }) => state === "watching" || state === "ended" || (state === "failed" && changed),
  );
  if (run === undefined) return [];
  if (run.state === "failed") return say`${actionWordsOf(locale).run.failed(runNames(run, locale).name).toLowerCase()}`;
  const done = doneWords(run, locale);
  return run.verdict === undefined ? say`${done}` : say`${done}, ${verdictWords(run.verdict, locale, { bare: true })}`;
}

/** Within a line a sentence begins small. */
function small(sentence: string): string {
  return sentence.charAt(0).toLowerCase() + sentence.slice(1);
}
