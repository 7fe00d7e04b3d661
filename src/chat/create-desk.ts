import { deskIds, handlerIds } from "../incident/handler-ids.ts";
import { humanId } from "../incident/view.ts";
import { deskWordsOf } from "../words/desk.ts";
import type { Desk, Press, Pressed } from "./desk.ts";
import type { DeskDeps } from "./desk-deps.ts";
import { doPress, leadAlert, readPress } from "./do-press.ts";
import type { Asking, Handler } from "./handler.ts";
import { isOnCall, type MayPress, mayPress } from "./may-press.ts";
import { isTooMuch } from "./press-limits.ts";
import { presserOf } from "./presser.ts";
import { aboutOf, inVain, notOffered, outdated, type Turn } from "./turn.ts";
import { whyNot } from "./why-not.ts";

/** What `presses_total` counts. */
export const pressedHandlers: readonly string[] = [...handlerIds, ...deskIds, "unknown"];
/** What a press comes to, as the metric counts it; `away`: the store could not be asked. */
export const pressOutcomes = ["done", "form", "faulty", "refused", "missing", "away"] as const;

/** The one way of every press (protocol 12.5, behaviour 6): who, may they, is it offered, what does it ask, do it. */
export function createDesk(deps: DeskDeps): Desk {
  const byId = new Map<string, Handler>(deps.handlers.map((handler) => [handler.id, handler]));
  return {
    press: async (press) => {
      const handler = byId.get(press.handler);
      const count = (outcome: (typeof pressOutcomes)[number]) =>
        deps.meter.count("presses_total", { handler: handler?.id ?? "unknown", outcome });
      try {
        const pressed = await pressOf(press, handler, deps);
        count(pressed.kind);
        return pressed;
      } catch (cause) {
        count("away");
        throw cause;
      }
    },
  };
}

async function pressOf(press: Press, handler: Handler | undefined, deps: DeskDeps): Promise<Pressed> {
  const stored = await deps.store.find("number" in press.incident ? press.incident.number : press.incident);
  if (!stored) return missing(press, deps);
  if (!handler) return { kind: "missing", said: deskWordsOf(press.locale).unknownHandler };
  const policy = deps.policy();
  const among = { directory: deps.directory, policy };
  const team = stored.incident.team?.id;
  const presser = await presserOf(press.account, team, among);
  const turn: Turn = { press, stored, policy, presser, locale: presser.person.locale ?? press.locale, deps };
  const words = deskWordsOf(turn.locale);
  if (press.values && isTooMuch(press.values)) return inVain("too-long", words.tooLong, turn);
  const service = policy.serviceOf(stored.incident.identity);
  const permission = handler.permission?.(stored.incident) ?? handler.id;
  const allowed = await mayPress([permission, ...(handler.asksFor ?? [])], presser, team, among, service);
  const glass = handler.breaksGlass?.(stored.incident) ?? "none";
  const isAllowed = allowed.kind === "yes" || glass === "instead";
  const mayBreak = isAllowed && glass !== "none" && (await breaksGlass(turn));
  if (allowed.kind === "no" && !mayBreak) {
    const { because, said } = whyNot(allowed, presser.person, turn.locale);
    return inVain(because, said, turn);
  }
  if (!handler.offered(stored.incident, policy.people)) return notOffered(handler, turn);
  const alone = allowed.kind === "no" ? "must" : mayBreak ? "may" : "no";
  return answered(handler, askingOf(turn, allowed, alone), turn);
}

/** Whether the presser is on call, and the policy lets them do without the approver (behaviour 6). */
async function breaksGlass({ stored: { incident }, policy, presser, deps }: Turn): Promise<boolean> {
  const alert = await leadAlert(incident, deps);
  if (!alert || !policy.remediesOf(alert).breakGlass) return false;
  return isOnCall(presser, incident.team?.id, deps.directory);
}

/** It may be done: asks what it must ask, and does it. */
async function answered(handler: Handler, asking: Asking, turn: Turn): Promise<Pressed> {
  const form = handler.form?.(asking);
  if (form && !turn.press.values)
    return (await outdated(handler, turn)) ?? { kind: "form", form, about: aboutOf(turn) };
  const read = await readPress(handler, form, asking, turn);
  return "faults" in read
    ? { kind: "faulty", faults: read.faults, about: aboutOf(turn) }
    : doPress(read, handler, turn);
}

function askingOf(turn: Turn, allowed: MayPress, alone: Asking["alone"]): Asking {
  const { press, stored, policy, presser, locale, deps } = turn;
  // Who lacks the role has nothing but the glass to break.
  const { roles, may } = allowed.kind === "yes" ? allowed : { roles: presser.roles, may: () => false };
  return {
    incident: stored.incident,
    number: stored.number,
    policy,
    person: presser.person,
    account: press.account,
    roles,
    may,
    alone,
    people: {},
    atSeverity: () => ({ owed: stored.incident.owed, deadlines: [] }),
    alertmanager: deps.silencing.alertmanager,
    now: deps.now(),
    locale,
    newId: deps.newId,
  };
}

/** The incident left the store: perhaps a newer one of its kind did not. */
async function missing({ incident, locale }: Press, { store }: DeskDeps): Promise<Pressed> {
  const words = deskWordsOf(locale);
  const newest = "groupId" in incident ? await store.newestOf(incident.groupId) : null;
  return { kind: "missing", said: newest ? words.newer(humanId(newest.number)) : words.missing };
}
