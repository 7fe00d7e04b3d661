import { capital } from "./capital.ts";
import { whole } from "./figures.ts";
import { moment, type Sentence, say } from "./sentence.ts";

/** One action, in each place of a sentence; `to` is a version, `move` is `v8 → v7`. */
export type ActionNames = {
  readonly name: string;
  /** What people are asked: `roll back to v7`. */
  readonly ask: (to?: string) => string;
  readonly doing: (move: string) => string;
  /** After "would have" as well. */
  readonly done: (to?: string) => string;
};

const n = (value: number) => whole(value, "en");
const ordinary = (name: string, ask: string, doing: string, done: string): ActionNames => ({
  name,
  ask: () => ask,
  doing: () => doing,
  done: () => done,
});

/** What is done to models, and what came of it, in English. */
export const en = {
  action: {
    rollback: {
      name: "rollback",
      ask: (to?: string) => (to === undefined ? "roll back" : `roll back to ${to}`),
      doing: (move: string) => ["Rolling back", move].filter(Boolean).join(" "),
      done: (to?: string) => (to === undefined ? "rolled back" : `rolled back to ${to}`),
    },
    disable: ordinary("disabling", "disable the model", "Disabling the model", "disabled the model"),
    fallback: {
      name: "fallback",
      ask: (to?: string) => (to === undefined ? "switch to the fallback" : `fall back to ${to}`),
      doing: (move: string) => ["Switching to the fallback", move].filter(Boolean).join(" "),
      done: (to?: string) => (to === undefined ? "switched to the fallback" : `fallen back to ${to}`),
    },
    "shadow-mode": ordinary(
      "shadow mode",
      "switch to shadow mode",
      "Switching to shadow mode",
      "switched to shadow mode",
    ),
    "reinforced-monitoring": ordinary(
      "reinforced monitoring",
      "reinforce monitoring",
      "Reinforcing monitoring",
      "reinforced monitoring",
    ),
    retrain: ordinary("retraining", "retrain the model", "Retraining the model", "retrained the model"),
    restart: ordinary("restart", "restart the service", "Restarting the service", "restarted the service"),
    rebuild: ordinary("rebuild", "rebuild it", "Rebuilding", "rebuilt it"),
    "rate-limit": ordinary("rate limit", "limit the rate", "Limiting the rate", "limited the rate"),
    "block-source": ordinary("block", "block the source", "Blocking the source", "blocked the source"),
    "update-baseline": ordinary(
      "baseline update",
      "update the baseline",
      "Updating the baseline",
      "updated the baseline",
    ),
    withdrawal: ordinary("withdrawal", "withdraw the model", "Withdrawing the model", "taken the model out of service"),
  } satisfies Readonly<Record<string, ActionNames>>,
  /** What takes an action back. */
  undo: {
    name: "undo",
    ask: (what: string, move: string) => `take back the ${what}${move === "" ? "" : ` (${move})`}`,
    doing: (what: string, move: string) => `Taking back the ${[what, move].filter(Boolean).join(", ")}`,
    done: (what: string, move: string) => `taken back the ${what}${move === "" ? "" : ` (${move})`}`,
  },

  /** A step before it is done: `move alias champion from v8 to v7 on credit`. */
  step: {
    "move-alias": (name: string, of: string, from?: string, to?: string) =>
      `move alias ${name}${fromTo(from, to)}${on(of)}`,
    "set-stage": (name: string, of: string, from?: string, to?: string) =>
      `move stage ${name}${fromTo(from, to)}${on(of)}`,
    "set-version": (name: string, of: string, from?: string, to?: string) =>
      `set the version of ${name}${fromTo(from, to)}${on(of)}`,
    restart: (name: string, of: string) => `restart ${name}${inside(of)}`,
    "undo-rollout": (name: string, of: string, from?: string, to?: string) =>
      `undo the rollout of ${name}${fromTo(from, to)}${inside(of)}`,
    "abort-rollout": (name: string, of: string) => `abort the rollout of ${name}${inside(of)}`,
    "run-workflow": (name: string, of: string) => `run the workflow ${name}${inside(of)}`,
    call: (name: string, of: string, from?: string, to?: string) => `call ${name}${fromTo(from, to)}${on(of)}`,
  },
  /** The same once it is done, in a word or two. */
  did: {
    "move-alias": "alias moved",
    "set-stage": "stage moved",
    "set-version": "version set",
    restart: "restarted",
    "undo-rollout": "rollout undone",
    "abort-rollout": "rollout aborted",
    "run-workflow": "workflow done",
    call: "called",
  },
  inTurn: (steps: readonly string[]) => steps.join(", then "),
  nothingToDo: (step: string) => `${step} (so already)`,

  /** Versions that serve: `v7 on 3 of 8`. */
  on: (version: string, some: number, all: number) =>
    some === all && all > 1 ? `${version} on all ${n(all)}` : `${version} on ${n(some)} of ${n(all)}`,
  servingNothing: "nothing answers which version serves",
  serving: (versions: string) => `serving ${versions}`,
  registry: (version: string) => `registry ${version}`,
  notChecked: "serving not checked",

  /** An action, on the card. */
  run: {
    asked: (who: string, at: number): Sentence => say`asked by ${who} ${moment(at)}`,
    byItself: (at: number): Sentence => say`by itself ${moment(at)}`,
    approved: (who: string) => `approved by ${who}`,
    waitsFor: (roles: string, at: number): Sentence => say`waits for ${roles} since ${moment(at)}`,
    anApprover: "an approver",
    vetoUntil: (at: number): Sentence => say`begins by itself at ${moment(at)}: Hold, or Now`,
    stepAt: (did: string, at: number): Sentence => say`${did} ${moment(at)}`,
    doingStep: (step: string) => `now: ${step}`,
    firstAnswer: (at: number): Sentence => say`first answer at ${moment(at)}`,
    slow: (ideal: string) => `slower than the ${ideal} that it should take`,
    healthy: "its health check answers",
    notKnown: "whether it was done is not known",
    failed: (name: string) => `${capital(name)} failed`,
    nothingChanged: "nothing was changed",
    held: (name: string, who: string, at: number): Sentence => say`${capital(name)} held by ${who} ${moment(at)}`,
    declined: (name: string, who: string, at: number): Sentence =>
      say`${capital(name)} declined by ${who} ${moment(at)}`,
    somebody: "somebody",
    step: (at: number, all: number) => `step ${n(at)} of ${n(all)}`,
    unknown: "an action",
  },
  /** Why a run failed. */
  failure: {
    step: "a step failed",
    "not-serving": "what serves did not follow in time",
    "no-op": "it was so already, nothing is different",
    busy: "another action is under way there",
    "cool-down": "too soon after the last one",
    "per-day": "the day’s number is used up",
    unhealthy: "the health check does not answer",
    "automation-off": "automation was switched off meanwhile",
  },
  stepFailure: {
    conflict: "somebody changed it since; that is not overwritten",
    gone: "the version is gone",
    denied: "permission denied",
    away: "it cannot be reached",
    refused: "it was refused",
    faulty: "the answer cannot be read",
    "no-credentials": "no credentials are set",
    "policy-changed": "the policy says it differently by now",
    "too-slow": "it took too long",
    "no-way-back": "what was done cannot be taken back",
  },
  planProblem: {
    "no-earlier-version": "no earlier version is known",
    "not-found": "what it acts on is not there",
    denied: "permission denied",
    away: "it cannot be reached now",
    "timed-out": "no answer in time",
    "no-credentials": "no credentials are set",
    faulty: "the answer cannot be read",
    "nothing-declared": "the policy declares no step",
  },
  verdict: {
    helped: (figures: string) => `it helped${figures === "" ? "" : `: ${figures}`}`,
    didNotHelp: (figures: string) => `it did not help${figures === "" ? "" : `: ${figures}`}`,
    cannotTellBefore: (at: number): Sentence => say`cannot tell before ${moment(at)}`,
    cannotTell: (because: string) => `cannot tell whether it helped${because === "" ? "" : `: ${because}`}`,
    because: {
      "labels-late": "the labels come later",
      "not-measured": "nothing was measured since",
      "no-metric": "nothing measures it",
      away: "what would be asked cannot be reached",
    },
  },

  /** What the policy puts to people. */
  proposal: {
    ask: (what: string) => `${capital(what)}?`,
    because: {
      "mode-approve": "the policy leaves it to a person",
      ticks: "not by itself",
      criterion: "a criterion of the policy holds",
      "dry-run": "dry run",
    },
    against: "Against it",
    criterion: (name: string) => `criterion ${name} holds`,
    dryRun: (done: string, _ask: string) => `Dry run: would have ${done}`,
    alone: "alone, without the approver",
  },

  /** One sentence per journal entry. */
  entry: {
    planned: (what: string) => `What could be done was read: ${what}`,
    nothingPlanned: "What could be done was read: nothing",
    proposed: (what: string) => `Proposed: ${what}`,
    asked: (what: string, roles: string) => `Asked: ${what}; waits for ${roles}`,
    due: (at: number): Sentence => say`until ${moment(at)}, then whoever comes next is asked`,
    approvalDue: (what: string) => `Nobody has decided on “${what}”: whoever comes next is asked`,
    approved: (what: string) => `Approved: ${what}`,
    declined: (what: string) => `Declined: ${what}`,
    started: (what: string, steps: string) => `Begun: ${what}${steps === "" ? "" : ` (${steps})`}`,
    veto: (what: string, at: number): Sentence => say`${capital(what)} at ${moment(at)}, unless somebody holds it`,
    allTicks: "by itself, every tick holds",
    begun: (what: string) => `The steps begin: ${what}`,
    held: (what: string) => `Held: ${what}`,
    hurried: (what: string) => `Not waited for: ${what}`,
    stepDone: (step: string) => `Done: ${step}`,
    stepSkipped: (step: string) => `So already: ${step}`,
    stepFailed: (step: string, because: string) => `Could not ${step}: ${because}`,
    stepBegun: (step: string) => `About to ${step}`,
    serving: (versions: string) => `Serving: ${versions}`,
    done: (done: string, took: string) => `${capital(done)}, after ${took}`,
  },

  or: (roles: readonly string[]) => new Intl.ListFormat("en-GB", { type: "disjunction" }).format(roles),
};

export type ActionWords = typeof en;

function fromTo(from?: string, to?: string): string {
  return `${from === undefined ? "" : ` from ${from}`}${to === undefined ? "" : ` to ${to}`}`;
}

function on(of: string): string {
  return of === "" ? "" : ` on ${of}`;
}

function inside(of: string): string {
  return of === "" ? "" : ` in ${of}`;
}
