import type { Incident } from "../../incident/incident.ts";
import type { Store } from "../../store/port.ts";
import { actorOf, type DoneThere, type DoneThereDeps, storeDoneThere } from "../done-there.ts";
import { type EventDone, type PagerDutyEvent, readPagerDutyEvent } from "./event.ts";

export type TakeDeps = DoneThereDeps & {
  readonly store: Pick<Store, "newestOf">;
  /**
   * Our key of an incident by PagerDuty's id; absent without an API token: notes and answers of experts then find only
   * incidents that were told of before. Never rejects.
   */
  readonly keyOf?: (incidentId: string, signal: AbortSignal) => Promise<string | undefined>;
};

const keysMax = 1_000;
/** Whoever asks PagerDuty in between must still answer it within 5 s. */
const keyWithinMs = 2_000;
/** Who did it when nobody did. */
export const pagerDutyItself = { id: "pagerduty", name: "PagerDuty" } as const;

/** Takes in what V3 webhooks say (protocol 3.2, 3.3, behaviour 5). */
export function createPagerDutyTake(deps: TakeDeps): (body: unknown) => Promise<"taken" | "ignored"> {
  /** Our key by PagerDuty's id: events about notes and responders name the id alone. */
  const keys = new Map<string, string>();
  const remember = (id: string, key: string): void => {
    keys.delete(id);
    keys.set(id, key);
    const [oldest] = keys.keys();
    if (keys.size > keysMax && oldest !== undefined) keys.delete(oldest);
  };

  const keyOf = async ({ key, incidentId }: PagerDutyEvent): Promise<string | undefined> => {
    if (incidentId === undefined) return key;
    if (key === undefined && !keys.has(incidentId)) {
      const found = await deps.keyOf?.(incidentId, AbortSignal.timeout(keyWithinMs));
      if (found) remember(incidentId, found);
    }
    if (key !== undefined) remember(incidentId, key);
    return key ?? keys.get(incidentId);
  };

  return async (body) => {
    const event = readPagerDutyEvent(body);
    const groupId = event && groupIdIn(await keyOf(event));
    if (!event?.done || !groupId) return "ignored";
    const found = await deps.store.newestOf(groupId);
    const done = found && doneTo(found.incident, event.done);
    if (!done) return "ignored";
    const { person } = event;
    const by = person ? await actorOf({ vendor: "pagerduty", ...person }, deps) : pagerDutyItself;
    await storeDoneThere(found.incident, done, { by, where: "pagerduty", senderId: `pagerduty:${event.id}` }, deps);
    return "taken";
  };
}

/** The group of our `dedup_key`; `null` for an incident of somebody else's. */
export function groupIdIn(key: string | null | undefined): string | null {
  return /^vigie:([0-9a-f]{32})$/.exec(key ?? "")?.[1] ?? null;
}

function doneTo({ experts = [] }: Incident, done: EventDone): DoneThere | null {
  if (done.kind !== "joined") return done;
  const awaited = experts.findLast(({ joined }) => joined === undefined);
  return awaited ? { kind: "join-as-expert", group: awaited.group } : null;
}
