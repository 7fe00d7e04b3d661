import type { Actor } from "../incident/actor.ts";
import { type EntryKind, storyKinds } from "../incident/entry-kinds.ts";
import type { Offer } from "../incident/handler-ids.ts";
import { type DestinationStanding, type Incident, isOpen } from "../incident/incident.ts";
import type { Hours } from "../incident/judgement.ts";
import { leadNow } from "../incident/lead.ts";
import { laneOf } from "../incident/mark.ts";
import { humanId, type IncidentView } from "../incident/view.ts";
import type { Store, StoredIncident } from "../store/port.ts";

/** A view shows so many alerts (protocol 8.3) and tells so many entries of the story at a time. */
const shownAlerts = 20;
const shownStory = 200;

export type ViewOptions = {
  readonly publicUrl?: string;
  readonly sandbox: boolean;
  /** The buttons that an incident has now. */
  readonly offers: (incident: Incident) => readonly Offer[];
  /** When a destination with these hours may ring next, as things are now; `null` when it may. */
  readonly opensAt: (hours: readonly Hours[] | undefined) => number | null;
  /** How each receiver mentions whoever is on call; within a second, and never rejects. */
  readonly onCall?: (incident: Incident) => Promise<Readonly<Record<string, string>>>;
  /** How each receiver mentions these people, by their ids; within a second, and never rejects. */
  readonly mentions?: (people: readonly Actor[]) => Promise<NonNullable<IncidentView["mentions"]>>;
};

/** Builds the view that everybody draws, as the incident is now. `afterSeq` is where the story goes on. */
export async function viewOf(
  store: Pick<Store, "alerts" | "journal">,
  stored: StoredIncident,
  options: ViewOptions,
  afterSeq: number,
): Promise<IncidentView> {
  return (await viewFrom(store, stored, options, afterSeq)).view;
}

/** As `viewOf`, with the journal entry up to which its story goes: the incident's last unless the story is longer. */
export async function viewFrom(
  store: Pick<Store, "alerts" | "journal">,
  { incident, number, received, lastReceivedAt }: StoredIncident,
  { publicUrl, sandbox, offers, opensAt }: ViewOptions,
  afterSeq: number,
): Promise<{ readonly view: IncidentView; readonly upTo: number }> {
  const [alerts, entries] = await Promise.all([
    store.alerts(incident, shownAlerts),
    afterSeq >= incident.seq ? [] : store.journal(incident, afterSeq, shownStory),
  ]);
  const last = entries.length < shownStory ? undefined : entries.at(-1);
  const view: IncidentView = {
    incident: { ...incident, lead: leadNow(incident, alerts), standing: withHours(incident, opensAt) },
    number,
    received,
    lastReceivedAt,
    alerts,
    story: entries.filter(({ kind }) => isStory(kind)),
    offers: offers(incident),
    sandbox,
    ...(publicUrl === undefined ? {} : { dashboard: `${publicUrl}/incidents/${humanId(number)}` }),
  };
  return { view, upTo: Math.min(last?.seq ?? incident.seq, incident.seq) };
}

/** How destinations stand, with the time from which those may be told that wait for their hours. */
function withHours(incident: Incident, opensAt: ViewOptions["opensAt"]): Incident["standing"] {
  if (!isOpen(incident)) return incident.standing;
  const waiting = incident.owed.flatMap(({ id, receiver, hours }) => {
    const standing = incident.standing[id] ?? { state: "waiting" as const };
    const isUntold = standing.state === "waiting" || (laneOf(receiver) === "page" && !isPaged(incident, standing));
    const at = hours && isUntold ? opensAt(hours) : null;
    return at === null ? [] : [[id, { ...standing, opensAt: at }] as const];
  });
  return waiting.length === 0 ? incident.standing : { ...incident.standing, ...Object.fromEntries(waiting) };
}

function isPaged({ pageNo }: Incident, standing: DestinationStanding): boolean {
  return standing.state === "told" && (standing.pageNo ?? 0) >= pageNo;
}

function isStory(kind: string): kind is EntryKind & keyof typeof storyKinds {
  return Object.hasOwn(storyKinds, kind);
}
