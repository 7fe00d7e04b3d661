import { awaitsVerdict } from "../incident/actions/awaits-verdict.ts";
import { isUnderWay, type Run, type Verdict } from "../incident/actions/run.ts";
import type { Incident } from "../incident/incident.ts";
import { noRemedies } from "../policy/actions/compile-remedies.ts";
import type { Remedies } from "../policy/actions/service-action.ts";
import { doStep } from "./do-step.ts";
import { judgeHelp } from "./helps.ts";
import type { RemediationDeps } from "./remediation-deps.ts";
import { type Next, on, over, pollMs, RunAtWork } from "./run-at-work.ts";
import { seeServing } from "./see-serving.ts";
import { survey } from "./survey.ts";
import { giveTurnBack, readTurn, takeTurn, targetOf } from "./target-turn.ts";

const vigie = { id: "vigie" } as const;

/**
 * Does the next thing for what was begun about an incident, and as much as can be done in one turn (behaviour 7). Reads
 * everything anew each time, so that whoever comes after a crash goes on where the last one stood.
 *
 * @returns when to come again, ms since the epoch; `null`: not before the next fact
 */
export async function goOn(incident: Incident, deps: RemediationDeps): Promise<number | null> {
  const { runs = [] } = incident;
  if (runs.length === 0) return null;
  const [lead] = await deps.alertsOf(incident);
  // Without its alert nothing is known of the service: what was begun ends as a step that the policy knows no more.
  const remedies = lead ? deps.remediesOf(lead) : noRemedies;
  const target = targetOf(remedies.service ?? incident.identity.service ?? "");
  const run = runs.find(isUnderWay);
  await giveBackWhatIsOver(incident, target, deps);
  // What waits for an approver keeps nobody from hearing whether the run before it helped.
  if (!run || run.state === "asked") return watch(incident, remedies, deps);

  const work = new RunAtWork(deps, incident, run, { remedies, target });
  const next = await workAt(work);
  if (next.kind === "again") return next.at;
  // What was told came to nothing here, so somebody else is at it or was: a run under way is never left to nobody.
  if (work.isUnderWay) return work.now + pollMs;
  await giveBackWhatIsOver(work.incident, target, deps);
  return watch(work.incident, remedies, deps);
}

async function workAt(work: RunAtWork): Promise<Next> {
  for (const part of [begin, takeItsTurn, lookBefore, doSteps, seeServing]) {
    const next = await part(work);
    if (next.kind !== "on") return next;
    if (!work.isUnderWay) return over;
    if (work.isTurnOver) return { kind: "again", at: work.now };
  }
  return over;
}

/**
 * The veto window: people may hold it until its end; who switched automation off has held it, and so has a policy that wants
 * it no more.
 */
async function begin(work: RunAtWork): Promise<Next> {
  const { run, deps, incident } = work;
  if (run.state !== "veto") return on;
  const dueAt = run.dueAt ?? run.askedAt;
  if (work.now < dueAt) return { kind: "again", at: dueAt };
  const off = await deps.automationOff();
  if (off !== null || !isStillAuto(work)) {
    const by = off?.by ?? vigie;
    const { uid } = incident;
    await deps.tell(incident, { kind: "act", uid, act: { kind: "hold-run", run: run.id }, by, where: "vigie" });
    return over;
  }
  await work.tell({ what: "begun" });
  return work.run.state === "running" ? on : over;
}

async function takeItsTurn(work: RunAtWork): Promise<Next> {
  const { run, deps, target, action, remedies, incident } = work;
  const isUndo = run.undoes !== undefined;
  const taking = await takeTurn(deps, target, {
    run: run.id,
    uid: incident.uid,
    action: run.action,
    at: work.now,
    by: run.by === "vigie" ? "vigie" : "hand",
    everyMs: isUndo ? 0 : (action?.everyMs ?? 0),
    coolDownMs: remedies.rollback.coolDownMs,
    perDay: remedies.rollback.perDay,
  });
  await work.at("turn-taken", taking.kind);
  if (taking.kind === "taken") return on;
  await work.tell({ what: "failed", because: taking.kind });
  return over;
}

/** Before anything is changed: may it still begin by itself, and is the world as it was when people saw the plan? */
async function lookBefore(work: RunAtWork): Promise<Next> {
  const { run, deps } = work;
  if (run.steps.some(({ state }) => state !== "waiting" && state !== "skipped")) return on;
  if (run.by === "vigie" && (await deps.automationOff()) !== null) {
    await work.tell({ what: "failed", because: "automation-off" });
    return over;
  }
  if (run.by === "vigie" && !isStillAuto(work)) {
    await work.tell({ what: "step-failed", step: 0, because: "policy-changed" });
    return over;
  }
  return survey(work);
}

/** Whether the policy in force still lets it begin by itself: it may be another than the one that began it. */
function isStillAuto({ remedies: { rollback } }: RunAtWork): boolean {
  return rollback.mode === "auto" && !rollback.dryRun;
}

async function doSteps(work: RunAtWork): Promise<Next> {
  for (const at of work.run.steps.keys()) {
    const state = work.run.steps[at]?.state;
    if (state === "done" || state === "skipped") continue;
    if (work.isTurnOver) return { kind: "again", at: work.now };
    const next = await doStep(work, at);
    if (next.kind !== "on") return next;
    if (!work.isUnderWay) return over;
  }
  return on;
}

/** Gives back the target's turn where a run of this incident still has it and is over; also after a crash in between. */
async function giveBackWhatIsOver(incident: Incident, target: string, deps: RemediationDeps): Promise<void> {
  const { holder } = await readTurn(deps, target);
  if (holder?.uid !== incident.uid) return;
  const run = incident.runs?.find(({ id }) => id === holder.run);
  if (run && isUnderWay(run)) return;
  await giveTurnBack(deps, target, holder.run, run?.changed ?? true);
  await deps.probe("turn-given-back", holder.run);
}

/** Asks whether what was done helped, where no measurement of the incident's own will say it. */
async function watch(incident: Incident, remedies: Remedies, deps: RemediationDeps): Promise<number | null> {
  const after = incident.runs?.some(awaitsVerdict) ? await deps.after(incident) : null;
  const looks = await Promise.all(
    (incident.runs ?? []).map((run) => watchOne({ incident, after, run }, remedies, deps)),
  );
  const times = looks.filter((at) => at !== null);
  return times.length === 0 ? null : Math.min(...times);
}

type Watched = { readonly incident: Incident; readonly after: Incident | null; readonly run: Run };

async function watchOne(
  { incident, after, run }: Watched,
  { actions }: Remedies,
  deps: RemediationDeps,
): Promise<number | null> {
  const found = verdictAfter(run, after) ?? (await judgeHelp(run, actions.get(run.action), deps));
  if (found === null || typeof found === "number") return found;
  const { uid } = incident;
  await deps.tell(incident, { kind: "run", uid, run: run.id, news: { what: "verdict", verdict: found } });
  await deps.probe("run-told", "verdict");
  return null;
}

/** What the incident that came after heard of the run. */
function verdictAfter(run: Run, after: Incident | null): Verdict | null {
  const there = after?.runs?.find(({ id }) => id === run.id)?.verdict;
  return there !== undefined && there.kind !== "cannot-tell" && awaitsVerdict(run) ? there : null;
}
