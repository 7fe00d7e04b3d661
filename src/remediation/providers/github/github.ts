import type { PlannedStep } from "../../../incident/actions/plan.ts";
import { present } from "../../../present.ts";
import type { Call, Doing, Looking, Planning, Provider, Wanted } from "../../provider.ts";
import { markOf } from "../call-mark.ts";
import { doingOf, lookingOf, planningOf } from "../failures.ts";
import type { ProviderAccess } from "../provider-access.ts";
import type { VendorHttp } from "../vendor-http.ts";
import { filledBody } from "../webhook/filled-body.ts";
import { type GithubApi, type GithubStep, githubApi } from "./github-api.ts";
import { ourRun } from "./our-run.ts";
import { type SentBook, sentBook } from "./sent-book.ts";
import { standingOf } from "./standing-of.ts";

/** A run that was asked for appears within seconds; after so long it is said that it cannot be found. */
const appearsWithinMs = 60_000;
/** A repeated call looks so far back for what it may have started. */
const repeatedWithinMs = 24 * 60 * 60_000;

type Tools = { readonly api: GithubApi; readonly book: SentBook };

/**
 * Runs a workflow by `workflow_dispatch` and waits for its end. GitHub starts another run for each dispatch, so one whose
 * answer was lost is never sent again: the run is looked for by its id, by our mark in its title, or as the only one since,
 * and where none is found within a minute the step fails and says so. There is no way back: the workflow knows it.
 *
 * A workflow's inputs are shown to whoever may read the repository, so `{source}` is the token here, never what it stands
 * for (U-18).
 */
export function createGithub(access: NonNullable<ProviderAccess["github"]>, http: VendorHttp): Provider<GithubStep> {
  const tools = { api: githubApi(access, http), book: sentBook() };
  return {
    name: "github",
    plan: (step, wanted, call) => plan(step, wanted, call, tools),
    do: (step, planned, call) => dispatch(step, planned, call, tools),
    look: (step, _, call) => look(step, call, tools),
    undo: () => null,
  };
}

async function plan(step: GithubStep, { from, to }: Wanted, call: Call, { api }: Tools): Promise<Planning> {
  const versions = present({ from, to });
  // Which run it is, and which source is meant, is known when it begins.
  const { lacks } = filledBody(step.inputs, { ...versions, run: "", source: "" });
  if (lacks.length > 0) return { kind: "problem", because: "no-earlier-version", detail: `{${lacks.join("} {")}}` };
  const workflow = await api.workflow(step, call);
  if (workflow.kind !== "ok") return planningOf(workflow);
  const { state } = workflow.data;
  if (state !== "active") return { kind: "problem", because: "faulty", detail: `${step.workflow}: ${state}` };
  const names = filledBody(step.inputs, {}).lacks;
  return {
    kind: "planned",
    step: {
      doing: "run-workflow",
      name: step.workflow,
      of: step.repository,
      ...(names.includes("from") && from !== undefined ? { from } : {}),
      ...(names.includes("to") && to !== undefined ? { to } : {}),
    },
  };
}

async function dispatch(step: GithubStep, planned: PlannedStep, call: Call, { api, book }: Tools): Promise<Doing> {
  const { from, to } = planned;
  const values = {
    run: markOf(call),
    ...present({ from, to, source: call.source }),
  };
  const { body, lacks } = filledBody(step.inputs, values);
  if (lacks.length > 0) return { kind: "failed", because: "faulty", detail: `{${lacks.join("} {")}}` };
  const before = book.read(call);
  if (before?.kind === "sent")
    return before.link === undefined ? { kind: "unknown" } : { kind: "done", link: before.link };
  const listed = await api.runs(step, call.now - repeatedWithinMs, call);
  if (listed.kind !== "ok") return doingOf(listed);
  const marked = ourRun(listed.data, call, { since: null });
  if (marked.kind === "found") return { kind: "done", link: marked.run.html_url };
  book.write(call, { kind: "sent" });
  const sent = await api.dispatch(step, body, call);
  if (sent.kind === "ok") {
    const { workflow_run_id: id, html_url: link } = sent.data ?? {};
    book.write(call, { kind: "sent", ...present({ id, link }) });
    return { kind: "done", ...(link === undefined ? {} : { link }) };
  }
  const doing = doingOf(sent);
  if (doing.kind !== "unknown") book.write(call, { kind: "not-sent" });
  return doing;
}

async function look(step: GithubStep, call: Call, { api, book }: Tools): Promise<Looking> {
  const known = book.read(call);
  if (known?.kind === "sent" && known.id !== undefined) {
    const run = await api.run(step, known.id, call);
    return run.kind === "ok" ? standingOf(run.data) : lookingOf(run);
  }
  const { begunAt } = call;
  const listed = await api.runs(step, begunAt === undefined ? call.now - repeatedWithinMs : begunAt - skewMs, call);
  if (listed.kind !== "ok") return lookingOf(listed);
  const mayHaveLeft = known === undefined ? begunAt !== undefined : known.kind === "sent";
  // Of what surely did not leave, a run since is somebody else's: then only our mark tells.
  const since = begunAt === undefined || !mayHaveLeft ? null : begunAt - skewMs;
  const ours = ourRun(listed.data, call, { since });
  if (ours.kind === "found") return standingOf(ours.run);
  if (!mayHaveLeft) return { kind: "before" };
  if (begunAt === undefined || call.now - begunAt < appearsWithinMs) return { kind: "going" };
  const among = ours.among > 1 ? `${ours.among} runs since, none marked ${markOf(call)}` : "no run since";
  return { kind: "failed", because: "away", detail: `dispatched, not found: ${among}` };
}

/** GitHub's clock may differ from ours by so much. */
const skewMs = 5_000;
