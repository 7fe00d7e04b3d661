import { present } from "../../present.ts";
import { boundedName } from "../bounded.ts";
import type { Known } from "../decision.ts";
import type { Draft } from "../draft.ts";
import type { Fact, RunNews } from "../fact.ts";
import type { Incident } from "../incident.ts";
import { beginMitigation, mayActByItself } from "./begin-run.ts";
import { boundedDetail, boundedServing, isKeptLink } from "./bounded-outlook.ts";
import { cameToNothing } from "./came-to-nothing.ts";
import type { Run, RunFailure, RunStep } from "./run.ts";
import { escalateFor, tellVerdict } from "./tell-verdict.ts";
import { verdictAtOnce } from "./verdict-at-once.ts";

type News<W extends RunNews["what"]> = Extract<RunNews, { what: W }>;
type Scene = { readonly incident: Incident; readonly run: Run; readonly known: Known };
type Taker<W extends RunNews["what"]> = (draft: Draft, news: News<W>, scene: Scene) => void;

/** What became of a run; of one that stands elsewhere by now it is yesterday's news. */
export function decideRun(draft: Draft, fact: Extract<Fact, { kind: "run" }>, known: Known): void {
  const { incident } = draft;
  const run = incident?.runs?.find(({ id }) => id === fact.run);
  if (incident?.uid === fact.uid && run) take(draft, fact.news, { incident, run, known });
}

function take<W extends RunNews["what"]>(draft: Draft, news: News<W>, scene: Scene): void {
  const what: W = news.what;
  takers[what](draft, news, scene);
}

/** THE state machine of a run: each news with what it does where the run stands so that it fits, and nothing elsewhere. */
const takers: { readonly [W in RunNews["what"]]: Taker<W> } = {
  begun: (draft, _news, { incident, run, known }) => {
    if (run.state !== "veto") return;
    // What the policy began is begun no more once its reason is gone.
    if (!mayActByItself(incident)) draft.write("action-held", { run: run.id, by: draft.actor, where: "vigie" });
    else {
      draft.write("action-begun", { run: run.id });
      beginMitigation(draft, known, draft.actor);
    }
    draft.show();
  },

  "step-begun": (draft, { step }, { run }) => {
    const isNext = run.steps.slice(0, step).every(isSettled);
    if (run.state !== "running" || run.steps[step]?.state !== "waiting" || !isNext) return;
    draft.write("action-step", { run: run.id, step, news: "begun" });
  },

  "step-done": (draft, { step, before, after, link }, { run }) => {
    if (run.state !== "running" || run.steps[step]?.state !== "begun") return;
    draft.write("action-step", {
      ...{ run: run.id, step, news: "done" },
      ...(before === undefined ? {} : { before: boundedName(before) }),
      ...(after === undefined ? {} : { after: boundedName(after) }),
      ...(isKeptLink(link) ? { link } : {}),
    });
    draft.show();
  },

  "step-skipped": (draft, { step, because }, { run }) => {
    if (!isUnsettled(run, step)) return;
    draft.write("action-step", { run: run.id, step, news: "skipped", ...(because === undefined ? {} : { because }) });
    draft.show();
  },

  "step-failed": (draft, { step, because, detail }, { run }) => {
    if (!isUnsettled(run, step)) return;
    const said = detail === undefined ? {} : { detail: boundedDetail(detail) };
    draft.write("action-step", { run: run.id, step, news: "failed", because, ...said });
    fail(draft, run, "step", detail);
  },

  serving: (draft, news, { run }) => {
    const serving = boundedServing(news.serving);
    if (run.state !== "serving" || JSON.stringify(serving) === JSON.stringify(run.serving)) return;
    draft.writeOrRefresh("action-serving", { run: run.id, serving });
    draft.show();
  },

  reached: (draft, news, { incident, run, known }) => {
    if (run.state !== "serving") return;
    // The registry was there already, and nothing else was done: that is no success (behaviour 7).
    if (!run.changed) {
      fail(draft, run, "no-op");
      return;
    }
    const { serving, firstAnswerAt, watchUntil } = news;
    draft.write("action-done", {
      ...{ run: run.id, tookMs: draft.now - (run.startedAt ?? run.askedAt) },
      ...(serving === undefined ? {} : { serving: boundedServing(serving) }),
      ...present({ firstAnswerAt, watchUntil }),
    });
    draft.show();
    const after = draft.incident?.runs?.find(({ id }) => id === run.id);
    const verdict = news.verdict ?? verdictAtOnce(incident, run, { now: draft.now, firstAnswerAt });
    if (after && verdict) tellVerdict(draft, after, verdict, known);
  },

  failed: (draft, { because, detail }, { run }) => {
    if (run.state === "veto" || run.state === "running" || run.state === "serving") fail(draft, run, because, detail);
  },

  verdict: (draft, { verdict }, { run, known }) => tellVerdict(draft, run, verdict, known),
};

function isSettled({ state }: RunStep): boolean {
  return state === "done" || state === "skipped";
}

function isUnsettled({ state, steps }: Run, step: number): boolean {
  const at = steps[step]?.state;
  return state === "running" && (at === "waiting" || at === "begun");
}

/** It ends without its effect: that rings, and who comes next is called. */
function fail(draft: Draft, run: Run, because: RunFailure, detail?: string): void {
  const said = detail === undefined ? {} : { detail: boundedDetail(detail) };
  draft.write("action-failed", { run: run.id, because, ...said });
  draft.show();
  // Nobody is called for what a guard kept from beginning: people are asked instead.
  const failed = draft.incident?.runs?.find(({ id }) => id === run.id);
  if (!failed || !cameToNothing(failed)) escalateFor(draft, "action-failed");
}
