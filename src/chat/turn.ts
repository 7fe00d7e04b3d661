import type { Actor } from "../incident/actor.ts";
import type { Fact } from "../incident/fact.ts";
import { type Incident, isOpen } from "../incident/incident.ts";
import type { PressRefusal } from "../incident/reasons.ts";
import type { Policy } from "../policy/policy.ts";
import type { StoredIncident } from "../store/port.ts";
import { deskWordsOf } from "../words/desk.ts";
import type { Locale } from "../words/locale.ts";
import { utc } from "../words/moments.ts";
import { wordsOf } from "../words/words.ts";
import type { About, Press, Pressed } from "./desk.ts";
import type { DeskDeps } from "./desk-deps.ts";
import { endings } from "./endings.ts";
import type { Handler } from "./handler.ts";
import type { Presser } from "./presser.ts";
import { whoDid } from "./who-did.ts";

/** One press, as far as it is known: what, about which incident, by whom, under which policy. */
export type Turn = {
  readonly press: Press;
  readonly stored: StoredIncident;
  readonly policy: Policy;
  readonly presser: Presser;
  readonly locale: Locale;
  readonly deps: DeskDeps;
};

/** The incident of a press, as it is now. */
export function aboutOf({ stored: { incident, number } }: Turn, now: Incident = incident): About {
  return { number, groupId: incident.groupId, uid: incident.uid, version: now.seq };
}

/** Refuses a press that never reached the incident; the journal says so (U-50). */
export async function inVain(
  because: PressRefusal,
  said: string,
  turn: Turn,
  code: string = because,
): Promise<Pressed> {
  const { press, stored, presser, deps } = turn;
  const { incident } = stored;
  const fact: Fact = {
    kind: "pressed-in-vain",
    uid: incident.uid,
    handler: press.handler.slice(0, 40),
    by: presser.person.actor,
    where: press.where,
    because,
  };
  const settled = await deps.intake.ask(incident, fact);
  return { kind: "refused", code, said, about: aboutOf(turn, settled.incident ?? incident) };
}

/** The button is gone: because of what somebody did since, or because it makes no sense now. */
export async function notOffered(handler: Handler, turn: Turn): Promise<Pressed> {
  const { incident } = turn.stored;
  const words = deskWordsOf(turn.locale);
  const isOwn = ({ by }: Since) => by.id === turn.presser.person.actor.id;
  const own = ({ kind }: Since) => (kind === "acknowledged" ? words.yours : words.refused["already-so"]);
  const since = outdating(handler, turn);
  if (since && isOwn(since)) return inVain("not-offered", own(since), turn, "already-so");
  if (since) return inVain("not-offered", `${await sinceWords(since, turn)} ${words.lookAgain}`, turn, "stale");
  const reason = handler.because?.(incident) ?? (isOpen(incident) ? undefined : "over");
  if (reason) return inVain("not-offered", words.refused[reason], turn, reason);
  // They had read it, and pressed all the same: a program, or the command line.
  const before = newestOf(
    handler.outdatedBy.filter((kind) => !endsIt.has(kind)),
    incident,
  );
  if (before) {
    const said = isOwn(before) ? own(before) : await sinceWords(before, turn);
    return inVain("not-offered", said, turn, "already-so");
  }
  return inVain("not-offered", words.notOffered(wordsOf(turn.locale).phase[incident.phase]), turn);
}

/**
 * Refuses to open a form over a card that is out of date: whoever fills it in would not know what somebody else did since
 * (protocol 12.5). `null` where nothing outdates the press.
 */
export async function outdated(handler: Handler, turn: Turn): Promise<Pressed | null> {
  const since = turn.press.version === undefined ? undefined : outdating(handler, turn);
  if (!since || since.by.id === turn.presser.person.actor.id) return null;
  return inVain("stale", `${await sinceWords(since, turn)} ${deskWordsOf(turn.locale).lookAgain}`, turn);
}

/** An entry that outdates what somebody had read. */
type Since = { readonly kind: string; readonly by: Actor; readonly at: number };

/** The newest entry since what the presser had read that outdates the press. */
function outdating({ outdatedBy }: Handler, { press, stored: { incident } }: Turn): Since | undefined {
  return newestOf(outdatedBy, incident, press.version);
}

/** The newest entry of some kinds, after the one numbered `seq`. */
function newestOf(kinds: Handler["outdatedBy"], { latest = {} }: Incident, seq = 0): Since | undefined {
  const newer = kinds.flatMap((kind) => {
    const { [kind]: entry } = latest;
    return entry && entry.seq > seq ? [{ kind, ...entry }] : [];
  });
  return newer.toSorted((a, b) => b.seq - a.seq)[0];
}

const endsIt: ReadonlySet<string> = new Set(endings);

/** `Ada (on-call) judged it real at 09:06 UTC.` */
export async function sinceWords({ kind, by, at }: Since, turn: Turn): Promise<string> {
  const { since, sinceElse } = deskWordsOf(turn.locale);
  const said = new Map(Object.entries(since)).get(kind) ?? sinceElse;
  return said(await whoOf(by, turn), momentOf(at, turn));
}

/** Somebody who did something before, by name and role. */
export function whoOf(by: Actor, { stored, deps, policy, locale }: Turn): Promise<string> {
  return whoDid(by, stored.incident, { directory: deps.directory, policy }, locale);
}

const dayMs = 86_400_000;

/** `09:06 UTC`; with its day where that is another one. */
export function momentOf(at: number, { deps, locale }: Turn): string {
  return utc(at, Math.floor(at / dayMs) === Math.floor(deps.now() / dayMs) ? "time" : "date-time", locale);
}
