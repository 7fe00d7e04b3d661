import { type EntryKind, storyKinds } from "../incident/entry-kinds.ts";
import { leadNow } from "../incident/lead.ts";
import { humanId, type IncidentView } from "../incident/view.ts";
import type { Store, StoredIncident } from "../store/port.ts";

/** A view shows so many alerts (protocol 8.3) and tells so many entries of the story at a time. */
const shownAlerts = 20;
const shownStory = 200;

export type ViewOptions = { readonly publicUrl?: string; readonly sandbox: boolean };

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
  { publicUrl, sandbox }: ViewOptions,
  afterSeq: number,
): Promise<{ readonly view: IncidentView; readonly upTo: number }> {
  const [alerts, entries] = await Promise.all([
    store.alerts(incident, shownAlerts),
    afterSeq >= incident.seq ? [] : store.journal(incident, afterSeq, shownStory),
  ]);
  const last = entries.length < shownStory ? undefined : entries.at(-1);
  const view: IncidentView = {
    incident: { ...incident, lead: leadNow(incident, alerts) },
    number,
    received,
    lastReceivedAt,
    alerts,
    story: entries.filter(({ kind }) => isStory(kind)),
    sandbox,
    ...(publicUrl === undefined ? {} : { dashboard: `${publicUrl}/incidents/${humanId(number)}` }),
  };
  return { view, upTo: Math.min(last?.seq ?? incident.seq, incident.seq) };
}

function isStory(kind: string): kind is EntryKind & keyof typeof storyKinds {
  return Object.hasOwn(storyKinds, kind);
}
