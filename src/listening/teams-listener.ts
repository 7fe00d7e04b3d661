import type { Listener, Listening } from "../chat/listener.ts";
import type { Conversations } from "../chat/teams/conversations.ts";
import type { PersonChoice } from "../chat/teams/form-card.ts";
import { mountTeams } from "../chat/teams/ingress.ts";
import { createListener } from "../chat/teams/listener.ts";
import { withOwnOffers } from "../chat/teams/own-offers.ts";
import type { IncidentView } from "../incident/view.ts";
import type { Log } from "../log.ts";
import type { Policy } from "../policy/policy.ts";
import { createTeamsVoice } from "../receivers/teams/voice.ts";
import type { Store, StoredIncident } from "../store/port.ts";
import type { VendorAccess } from "../vendor-access.ts";
import type { Locale } from "../words/locale.ts";

type TeamsDeps = Listening & {
  readonly store: Pick<Store, "find">;
  readonly policy: () => Policy;
  readonly conversations: Conversations;
  readonly viewOf: (stored: StoredIncident) => Promise<IncidentView>;
  readonly locale: Locale;
  readonly now: () => number;
  readonly log: Log;
};

/** Wires what listens to Teams; nothing where no bot is configured. */
export function teamsListener(teams: VendorAccess["teams"], deps: TeamsDeps): readonly Listener[] {
  if (!teams) return [];
  const { store, viewOf, policy, directory, log } = deps;
  const { door, drawing, say, channelsOf } = createTeamsVoice({ ...teams, now: deps.now });
  const listener = createListener({
    ...deps,
    tenantId: teams.tenantId,
    drawing,
    say,
    channelsOf,
    view: async (about, account) => {
      const stored = await store.find(about);
      return stored && withOwnOffers(await viewOf(stored), account, { directory, policy: policy() });
    },
    people: () => peopleOf(policy()),
    destinationOf: (channel) => destinationOf(channel, policy()),
  });
  return [{ mount: (app) => mountTeams(app, door, listener, log), start: () => {}, stop: async () => {} }];
}

function destinationOf(channel: string, { destinations }: Policy): string | undefined {
  const found = [...destinations.values()].find((one) => one.receiver === "teams" && one.conversation === channel);
  return found?.id;
}

function peopleOf({ people }: Policy): readonly PersonChoice[] {
  return [...people.contacts.values()].map(({ id, name }) => ({ value: id, text: name }));
}
