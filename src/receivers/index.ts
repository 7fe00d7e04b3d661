import { createJiraReceiver } from "./jira/index.ts";
import { createPagerDutyDetails } from "./pagerduty/details.ts";
import { createInTheirName } from "./pagerduty/in-their-name.ts";
import { createPagerDutyReceiver } from "./pagerduty/index.ts";
import { createPagerDutyRest } from "./pagerduty/rest.ts";
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
  readonly pagerduty?: {
    readonly eventsUrl: string;
    /** Without it or the token nothing is asked by REST. */
    readonly apiUrl?: string;
    readonly apiToken?: string;
    readonly from?: string;
  };
  readonly jira?: { readonly host: string; readonly email: string; readonly token: string };
};

type Maker = (access: ReceiverAccess, now: () => number) => Receiver | undefined;

/** THE list of receivers: a new one is a folder and a line here. */
const makers: Readonly<Record<keyof ReceiverAccess | "pagerduty-details", Maker>> = {
  slack: ({ slack }) => slack && createSlackReceiver(slack),
  teams: ({ teams }, now) => teams && createTeamsReceiver({ ...teams, now }),
  pagerduty: ({ pagerduty }, now) =>
    pagerduty && createPagerDutyReceiver({ ...pagerduty, ...pagerDutyRest(pagerduty, now), now }),
  "pagerduty-details": ({ pagerduty }, now) => {
    const byRest = pagerduty && pagerDutyRest(pagerduty, now);
    return pagerduty && createPagerDutyDetails({ ...pagerduty, ...(byRest ? { byRest } : {}), now });
  },
  jira: ({ jira }, now) => jira && createJiraReceiver({ ...jira, now }),
};

/** What needs PagerDuty's API token; absent without one. */
function pagerDutyRest({ apiUrl, apiToken: token, from }: NonNullable<ReceiverAccess["pagerduty"]>, now: () => number) {
  if (token === undefined || apiUrl === undefined) return undefined;
  const rest = createPagerDutyRest({ apiUrl, token, now });
  return { rest, inTheirName: createInTheirName({ rest, now, ...(from === undefined ? {} : { from }) }) };
}

/** The receivers whose vendor can be reached, by name; what a page tells beside itself is one of its own. */
export function createReceivers(access: ReceiverAccess, now: () => number): ReadonlyMap<string, Receiver> {
  const made = Object.entries(makers).flatMap(([name, make]) => {
    const receiver = make(access, now);
    return receiver ? [[name, receiver] as const] : [];
  });
  return new Map(made);
}
