import type { Alert } from "../alert/alert.ts";
import type { Answer, HumanAct } from "../incident/acts.ts";
import type { HandlerId } from "../incident/handler-ids.ts";
import type { Incident } from "../incident/incident.ts";
import { humanId } from "../incident/view.ts";
import { deskWordsOf } from "../words/desk.ts";
import { waitingWordsOf } from "../words/waiting.ts";
import type { Pressed } from "./desk.ts";
import type { Form } from "./form.ts";
import type { Asking, Handler, Read } from "./handler.ts";
import { namedPeople } from "./named-people.ts";
import { maskedTexts, ofForm } from "./press-limits.ts";
import { aboutOf, inVain, momentOf, sinceWords, type Turn, whoOf } from "./turn.ts";

/** The alert that an incident speaks of is among so many. */
const alertsLookedAt = 100;

/** What these do depends on what the policy says of a severity. */
const asksThePolicy: ReadonlySet<HandlerId> = new Set(["severity", "reopen"]);

/** Reads what was pressed: looks up whom it names, masks what was typed, and asks the handler what it comes to. */
export async function readPress(
  handler: Handler,
  form: Form | undefined,
  asking: Asking,
  { press, deps, policy }: Turn,
): Promise<Read> {
  if (!form) return handler.read({}, asking);
  const given = press.values ?? {};
  // Chats send more along than what the form asks for; programs that name a field wrongly are told.
  const values = press.where === "api" || press.where === "cli" ? given : ofForm(given, form);
  const people = await namedPeople(form, values, deps.directory);
  const alert = asksThePolicy.has(handler.id) ? await leadAlert(asking.incident, deps) : undefined;
  return handler.read(maskedTexts(values, form, deps.mask.text), {
    ...asking,
    people,
    atSeverity: (level) => (alert ? policy.broughtAt(alert, level) : { owed: asking.incident.owed, deadlines: [] }),
  });
}

/** The alert that an incident speaks of, for what the policy says of it. */
export async function leadAlert(
  incident: Incident,
  { store }: Pick<Turn["deps"], "store">,
): Promise<Alert | undefined> {
  const rows = await store.alerts(incident, alertsLookedAt);
  const { fingerprint } = incident.lead;
  return (rows.find((row) => row.fingerprint === fingerprint) ?? rows[0])?.alert;
}

/** Does it: the commit decides, and says what it came to. */
export async function doPress(read: Extract<Read, { act: HumanAct }>, handler: Handler, turn: Turn): Promise<Pressed> {
  const { press, stored, presser, deps } = turn;
  const { incident } = stored;
  const begun = await begin(read, turn);
  if ("said" in begun) return inVain("form", begun.said, turn, begun.code);
  const { act } = begun;
  const asked = deps.intake.ask(incident, {
    kind: "act",
    uid: incident.uid,
    act,
    by: presser.person.actor,
    where: press.where,
    read: { version: press.version ?? incident.seq, outdatedBy: handler.outdatedBy },
  });
  const settled = await asked.catch(async (cause: unknown) => {
    // Who is told that nothing was done must not have silenced Alertmanager.
    if (act.kind === "silence") await deps.silencing.end(act.silence).catch(() => {});
    throw cause;
  });
  const about = aboutOf(turn, settled.incident ?? incident);
  const answer = settled.answer ?? { kind: "done" };
  if (answer.kind === "done") {
    if (act.kind === "unsilence" && incident.silenced) await deps.silencing.end(incident.silenced);
    const words = deskWordsOf(turn.locale);
    const said = waitsForApproval(act, settled.incident) ? words.askedFor : words.done[handler.id];
    return { kind: "done", said: said(humanId(stored.number)), about };
  }
  if (act.kind === "silence") await deps.silencing.end(act.silence);
  const code = answer.kind === "stale" ? "stale" : answer.because;
  return { kind: "refused", code, said: await answerWords(answer, turn), about };
}

/** What was asked for begins only once somebody else approves it (behaviour 6). */
function waitsForApproval(act: HumanAct, incident: Incident | null): boolean {
  if (act.kind !== "run-action") return false;
  return incident?.runs?.some(({ id, state }) => id === act.run && state === "asked") ?? false;
}

/** A silence is kept before it takes effect, so that what comes in between is covered. */
async function begin(
  { act, elsewhere = false }: Extract<Read, { act: HumanAct }>,
  { deps, stored, locale }: Turn,
): Promise<{ readonly act: HumanAct } | { readonly code: string; readonly said: string }> {
  if (act.kind !== "silence") return { act };
  const begun = await deps.silencing.begin(act.silence, stored.incident, elsewhere);
  if (begun.kind === "begun") return { act: { ...act, silence: begun.silence } };
  const words = waitingWordsOf(locale);
  const said = begun.kind === "away" ? words.alertmanagerAway : words.unknownThere(begun.label);
  return { code: begun.kind, said };
}

async function answerWords(answer: Exclude<Answer, { kind: "done" }>, turn: Turn): Promise<string> {
  const words = deskWordsOf(turn.locale);
  if (answer.kind === "stale") {
    const since = { kind: answer.entry, by: answer.by, at: answer.at };
    return `${await sinceWords(since, turn)} ${words.lookAgain}`;
  }
  const { because, by, at } = answer;
  const said = words.refused[because];
  if (because === "already-so" && by?.id === turn.presser.person.actor.id)
    return isTaking(turn.press) ? words.yours : said;
  return by && at !== undefined ? `${said} ${words.by(await whoOf(by, turn), momentOf(at, turn))}` : said;
}

/** Whether a press says "I have it". */
function isTaking({ handler }: Turn["press"]): boolean {
  return handler === "acknowledge" || handler === "take-over";
}
