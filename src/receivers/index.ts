import { createJiraReceiver } from "./jira/index.ts";
import { createPagerDutyReceiver } from "./pagerduty/index.ts";
import type { Receiver } from "./receiver.ts";
import { createSlackReceiver } from "./slack/index.ts";
import { createTeamsReceiver, type TeamsOptions } from "./teams/index.ts";

/** What each receiver needs to talk to its vendor; a receiver without is not there. */
export type ReceiverAccess = {
  readonly slack?: {
    readonly token: string;
    readonly apiUrl: string;
    readonly signingSecrets?: readonly string[];
    readonly appToken?: string;
  };
  readonly teams?: Omit<TeamsOptions, "now">;
  readonly pagerduty?: { readonly eventsUrl: string };
  readonly jira?: { readonly host: string; readonly email: string; readonly token: string };
};

type Maker = (access: ReceiverAccess, now: () => number) => Receiver | undefined;

/** THE list of receivers: a new one is a folder and a line here. */
const makers: Readonly<Record<keyof ReceiverAccess, Maker>> = {
  slack: ({ slack }) => slack && createSlackReceiver(slack),
  teams: ({ teams }, now) => teams && createTeamsReceiver({ ...teams, now }),
  pagerduty: ({ pagerduty }, now) => pagerduty && createPagerDutyReceiver({ ...pagerduty, now }),
  jira: ({ jira }, now) => jira && createJiraReceiver({ ...jira, now }),
};

/** The receivers whose vendor can be reached, by name. */
export function createReceivers(access: ReceiverAccess, now: () => number): ReadonlyMap<string, Receiver> {
  const made = Object.entries(makers).flatMap(([name, make]) => {
    const receiver = make(access, now);
    return receiver ? [[name, receiver] as const] : [];
  });
  return new Map(made);
}
