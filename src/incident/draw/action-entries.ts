import { type ActionWords, actionWordsOf } from "../../words/actions.ts";
import { capital, capitalSentence } from "../../words/capital.ts";
import { duration } from "../../words/figures.ts";
import type { Locale } from "../../words/locale.ts";
import { join, type Sentence, say } from "../../words/sentence.ts";
import type { ActionEntryKind } from "../actions/apply-actions.ts";
import { changesAnything } from "../actions/plan.ts";
import type { Run } from "../actions/run.ts";
import { doneWords, failureWords, reachedWords } from "./action-line.ts";
import { actionShapes } from "./action-shapes.ts";
import { changesHead, changeWords } from "./change-line.ts";
import { proposalWords } from "./proposal-line.ts";
import { runNames } from "./run-names.ts";
import { servingWords } from "./serving-words.ts";
import { stepsWords, stepWords } from "./step-words.ts";
import { type Teller, teller } from "./teller.ts";
import { between, tidy } from "./tidy.ts";
import { verdictWords } from "./verdict-words.ts";

const textMaxUnits = 180;

type OfRun = { readonly run: string };

/** Entries that tell what changed, what could be done and what was, as sentences. */
export const actionTellers: { readonly [K in ActionEntryKind]: Teller } = {
  changes: teller(actionShapes.changes, ({ changes }, { colon }, locale) => {
    const known = changes.filter(({ kind }) => kind !== "seen");
    const said = known.map((one) => changeWords(one, undefined, locale));
    return `${changesHead(known, locale)}${colon}${said.join(between)}`;
  }),
  planned: teller(actionShapes.planned, ({ plans }, _words, locale) => {
    const { entry } = actionWordsOf(locale);
    const could = plans.filter(changesAnything).map((plan) => runNames({ action: plan.action, plan }, locale).ask);
    return could.length === 0 ? entry.nothingPlanned : entry.planned(could.join(", "));
  }),
  "action-proposed": teller(actionShapes["action-proposed"], (data, _words, locale, _among, names) => {
    const said = proposalWords(data, locale, names);
    return data.because === "dry-run" ? said : say`${actionWordsOf(locale).entry.proposed("")}${said}`;
  }),
  "action-asked": teller(actionShapes["action-asked"], (data, { colon }, locale) => {
    const { entry, or, run } = actionWordsOf(locale);
    const roles = data.approvers.length === 0 ? run.anApprover : or(data.approvers);
    const said = entry.asked(stepsAsked(data, locale), roles);
    return say`${said}, ${entry.due(data.dueAt)}${typed(data.why, colon)}`;
  }),
  "action-approval-due": ofRun(actionShapes["action-approval-due"], (_data, { entry }, what) =>
    entry.approvalDue(what),
  ),
  "action-approved": ofRun(actionShapes["action-approved"], ({ why, alone }, words, what, colon) =>
    join([say`${words.entry.approved(what)}`, say`${alone ? words.proposal.alone : ""}${typed(why, colon)}`], between),
  ),
  "action-declined": ofRun(
    actionShapes["action-declined"],
    ({ why }, { entry }, what, colon) => `${entry.declined(what)}${typed(why, colon)}`,
  ),
  "action-started": teller(actionShapes["action-started"], (data, { colon }, locale) => {
    const { entry, proposal } = actionWordsOf(locale);
    const { vetoUntil, ticks, alone, why } = data;
    const { ask } = runNames(data, locale);
    const steps = stepsWords(data.plan.steps, locale);
    const said = vetoUntil === undefined ? say`${entry.started(ask, steps)}` : entry.veto(ask, vetoUntil);
    const notes = [ticks === undefined ? "" : entry.allTicks, alone ? proposal.alone : ""].filter(Boolean);
    return say`${join([said, ...notes.map((note) => say`${note}`)], between)}${typed(why, colon)}`;
  }),
  "action-begun": ofRun(actionShapes["action-begun"], (_data, { entry }, what) => entry.begun(what)),
  "action-held": ofRun(actionShapes["action-held"], (_data, { entry }, what) => entry.held(what)),
  "action-hurried": ofRun(actionShapes["action-hurried"], (_data, { entry }, what) => entry.hurried(what)),
  "action-step": teller(actionShapes["action-step"], (data, { colon }, locale, _among, _names, runs) => {
    const words = actionWordsOf(locale);
    const { step, news, because, detail, before, after } = data;
    const run = runs.find(({ id }) => id === data.run);
    const planned = run?.plan.steps[step];
    const what =
      planned === undefined
        ? words.run.step(step + 1, run?.plan.steps.length ?? step + 1)
        : stepWords(
            {
              ...planned,
              ...(before === undefined ? {} : { from: before }),
              ...(after === undefined ? {} : { to: after }),
            },
            locale,
          );
    const said = {
      begun: () => words.entry.stepBegun(what),
      done: () => words.entry.stepDone(what),
      skipped: () =>
        because === undefined
          ? words.entry.stepSkipped(what)
          : words.entry.stepFailed(what, words.stepFailure[because]),
      failed: () => words.entry.stepFailed(what, words.stepFailure[because ?? "refused"]),
    };
    return `${said[news]()}${typed(detail, colon)}`;
  }),
  "action-serving": teller(
    actionShapes["action-serving"],
    ({ run: id, serving }, _words, locale, _among, _names, runs) =>
      actionWordsOf(locale).entry.serving(servingWords(serving, runs.find((run) => run.id === id)?.plan.to, locale)),
  ),
  "action-done": teller(actionShapes["action-done"], (data, _words, locale, _among, _names, runs) => {
    const { entry, notChecked, run: words } = actionWordsOf(locale);
    const run = runs.find(({ id }) => id === data.run);
    const { serving, firstAnswerAt, tookMs } = data;
    const done = run === undefined ? (serving === undefined ? notChecked : words.unknown) : doneWords(run, locale);
    return join(
      [
        say`${entry.done(done, duration(tookMs, locale))}`,
        ...(run === undefined
          ? [say`${serving === undefined ? "" : servingWords(serving, undefined, locale)}`]
          : reachedWords({ ...run, ...(serving === undefined ? {} : { serving }) }, locale)),
        firstAnswerAt === undefined ? [] : words.firstAnswer(firstAnswerAt),
      ],
      between,
    );
  }),
  "action-failed": teller(actionShapes["action-failed"], (data, { colon }, locale, _among, _names, runs) => {
    const { run: words, failure } = actionWordsOf(locale);
    const run = runs.find(({ id }) => id === data.run);
    if (run === undefined)
      return `${words.failed(words.unknown)}${colon}${failure[data.because]}${typed(data.detail, colon)}`;
    const why = failureWords({ ...run, because: data.because }, locale);
    return say`${words.failed(runNames(run, locale).name)}${colon}${join(why, between)}${data.because === "step" ? "" : typed(data.detail, colon)}`;
  }),
  "action-verdict": teller(
    actionShapes["action-verdict"],
    ({ run: id, verdict }, _words, locale, _among, _names, runs) => {
      const run = runs.find((one) => one.id === id);
      const said = verdictWords(verdict, locale);
      return run === undefined ? capitalSentence(said) : say`${capital(doneWords(run, locale))}, ${said}`;
    },
  ),
};

/** An entry that names its run alone: told with what the run is called. */
function ofRun<Data extends OfRun>(
  shape: Parameters<typeof teller<Data>>[0],
  tell: (data: Data, words: ActionWords, what: string, colon: string) => string | Sentence,
): Teller {
  return teller(shape, (data, { colon }, locale, _among, _names, runs) => {
    const words = actionWordsOf(locale);
    const run = runs.find(({ id }) => id === data.run);
    return tell(data, words, run === undefined ? words.run.unknown : runNames(run, locale).ask, colon);
  });
}

function stepsAsked(data: Pick<Run, "action" | "plan">, locale: Locale): string {
  const steps = stepsWords(data.plan.steps, locale);
  const { ask } = runNames(data, locale);
  return steps === "" ? ask : `${ask} (${steps})`;
}

/** What somebody, or a vendor, wrote of it. */
function typed(text: string | undefined, colon: string): string {
  return text === undefined || text === "" ? "" : `${colon}${tidy(text, textMaxUnits)}`;
}
