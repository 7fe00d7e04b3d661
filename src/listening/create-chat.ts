import type { Hono } from "hono";
import type { AutomationSwitch } from "../automation-switch.ts";
import type { Commands } from "../chat/commands/command.ts";
import { createCommands } from "../chat/commands/create-commands.ts";
import { createDesk } from "../chat/create-desk.ts";
import type { Desk } from "../chat/desk.ts";
import type { Handler } from "../chat/handler.ts";
import type { Listener, Listening } from "../chat/listener.ts";
import type { Directory } from "../chat/person.ts";
import type { Conversations } from "../chat/teams/conversations.ts";
import type { HookDeps } from "../chat/vendor-hook.ts";
import type { NamedJob } from "../delivery/delivery-deps.ts";
import type { AlertmanagerAccess } from "../diagnostics/alertmanager.ts";
import type { IncidentView } from "../incident/view.ts";
import type { Intake } from "../intake/intake.ts";
import type { Log } from "../log.ts";
import type { Meter } from "../meter.ts";
import type { Policy } from "../policy/policy.ts";
import type { Masker } from "../privacy/masker.ts";
import type { Silences } from "../silences.ts";
import { createSilencing } from "../silencing.ts";
import type { Store, StoredIncident } from "../store/port.ts";
import type { VendorAccess } from "../vendor-access.ts";
import type { Locale } from "../words/locale.ts";
import type { World } from "../world.ts";
import { jiraListener } from "./jira-listener.ts";
import { openDirectory } from "./open-directory.ts";
import { pagerDutyJobs, pagerDutyListener } from "./pagerduty-listener.ts";
import { slackListener } from "./slack-listener.ts";
import { teamsListener } from "./teams-listener.ts";

/** What listening to people joins: the store, the door for facts, the policy in force, the vendors. */
export type ChatDeps = {
  readonly store: Store;
  readonly intake: Intake;
  readonly policy: () => Policy;
  readonly handlers: readonly Handler[];
  readonly vendors: VendorAccess;
  /** Who may call where a vendor signs nothing. */
  readonly webhooks: Pick<HookDeps, "tokens" | "isLocal">;
  /** Keeps silences for what is still to come. */
  readonly silences: Pick<Silences, "note" | "strike">;
  readonly alertmanager: AlertmanagerAccess;
  /** The kill switch (U-06). */
  readonly automation: AutomationSwitch;
  /** What people type is masked as what senders send is. */
  readonly mask: Masker;
  /** Where Teams said that conversations live. */
  readonly conversations: Conversations;
  /** An incident as everybody draws it now. */
  readonly viewOf: (stored: StoredIncident) => Promise<IncidentView>;
  readonly world: World;
  readonly locale: Locale;
  readonly publicUrl?: string;
  readonly meter: Meter;
  readonly log: Log;
};

/** Everything that listens to people (DESIGN 3, 4 listen), wired. Decides nothing. */
export type Chat = {
  readonly desk: Desk;
  readonly commands: Commands;
  readonly directory: Directory;
  /** Mounts what vendors call: `/slack/events`, `/api/messages`, `/webhooks/pagerduty`, `/webhooks/jira`. */
  readonly mount: (app: Hono) => void;
  /** What is asked now and then, by one replica. */
  readonly jobs: Readonly<Record<string, NamedJob>>;
  /** Opens Socket Mode. */
  readonly start: () => void;
  readonly stop: () => Promise<void>;
};

/** Puts together what listens. */
export function createChat(deps: ChatDeps): Chat {
  const directory = openDirectory({ ...deps, now: deps.world.now });
  const desk = createDesk({
    ...deps,
    directory,
    silencing: createSilencing({ ...deps, tell: deps.intake.tell }),
    now: deps.world.now,
    newId: () => deps.world.randomHex(8),
  });
  const commands = createCommands({
    ...deps,
    desk,
    directory,
    noteSilence: deps.silences.note,
    now: deps.world.now,
    newId: () => deps.world.randomHex(8),
  });
  const listening: Listening = { desk, commands, directory };
  const vendorDeps = { ...deps, ...deps.webhooks, directory, now: deps.world.now };
  const listeners: readonly Listener[] = [
    ...slackListener(deps.vendors.slack, { ...deps, ...listening, now: deps.world.now }),
    ...teamsListener(deps.vendors.teams, { ...deps, ...listening, now: deps.world.now }),
    ...pagerDutyListener(deps.vendors.pagerduty, vendorDeps),
    ...jiraListener(deps.vendors.jira, vendorDeps),
  ];
  return {
    ...listening,
    jobs: pagerDutyJobs(deps.vendors.pagerduty, vendorDeps),
    mount: (app) => {
      for (const listener of listeners) listener.mount(app);
    },
    start: () => {
      for (const listener of listeners) listener.start();
    },
    stop: async () => {
      await Promise.all(listeners.map((listener) => listener.stop()));
    },
  };
}
