import { z } from "zod";
import { retryAfterMs } from "../../http-error.ts";
import type { LookedUp, PeopleSource, VendorUser } from "../../policy/people/vendor-people.ts";
import { failureOfError, failureOfStatus } from "../http-failure.ts";
import { lookUpFailure } from "../look-up-failure.ts";
import { createTokenSource, LoginFailure, type TeamsLogin, type TokenSource } from "./token.ts";

export type TeamsPeopleDeps = {
  readonly login: TeamsLogin;
  /** The directory that groups are read from. */
  readonly tenantId: string;
  /** The region's connector: `https://smba.trafficmanager.net/emea/`. */
  readonly serviceUrl: string;
  /** Without a slash at the end: `https://graph.microsoft.com/v1.0`. */
  readonly graphUrl: string;
  /** Channels where the bot is: Teams shows it the members of those alone. */
  readonly channels: () => readonly string[];
};

const member = z.object({
  id: z.string(),
  aadObjectId: z.string().optional(),
  name: z.string().nullish(),
  email: z.string().nullish(),
  userPrincipalName: z.string().nullish(),
  tenantId: z.string().nullish(),
});
const page = z.object({
  value: z.array(
    z.object({
      id: z.string(),
      displayName: z.string().nullish(),
      mail: z.string().nullish(),
      userPrincipalName: z.string().nullish(),
    }),
  ),
  "@odata.nextLink": z.string().optional(),
});

/** Somebody is looked for in so many channels, and a group is read so many pages far (999 people each). */
const channelsMax = 3;
const pagesMax = 5;
const graphScope = "https://graph.microsoft.com/.default";

/**
 * Who people are in Teams: by Entra object id or user principal name, as a member of a channel where the bot is.
 *
 * @see https://learn.microsoft.com/en-us/microsoftteams/platform/bots/how-to/get-teams-context (2026-11-20)
 * @see https://learn.microsoft.com/en-us/graph/api/group-list-transitivemembers (2026-11-20) — `GroupMember.Read.All`
 */
export function teamsPeople({ login, tenantId, serviceUrl, graphUrl, channels }: TeamsPeopleDeps): PeopleSource {
  const bot = createTokenSource(login);
  const graph = createTokenSource({ ...login, directory: tenantId, scope: graphScope });
  const base = serviceUrl.replace(/\/$/, "");
  const look = async (id: string, signal: AbortSignal): Promise<LookedUp<VendorUser>> => {
    let last: LookedUp<VendorUser> = { kind: "absent" };
    for (const channel of channels().slice(0, channelsMax)) {
      const url = `${base}/v3/conversations/${encodeURIComponent(channel)}/members/${encodeURIComponent(id)}`;
      const found = await getJson(url, member, bot, login.now, signal);
      if (found.kind === "found") return { kind: "found", value: personIn(found.value, tenantId) };
      last = found;
    }
    return last;
  };
  return {
    user: look,
    byEmail: look,
    members: async (group, signal) => {
      const users: VendorUser[] = [];
      const first = `${graphUrl}/groups/${encodeURIComponent(group)}/transitiveMembers/microsoft.graph.user`;
      let next: string | undefined = `${first}?$select=id,displayName,mail,userPrincipalName&$top=999`;
      for (let at = 0; next !== undefined && at < pagesMax; at += 1) {
        const answer: LookedUp<z.infer<typeof page>> = await getJson(next, page, graph, login.now, signal);
        if (answer.kind !== "found") return answer;
        users.push(
          ...answer.value.value.map(({ id, displayName, mail, userPrincipalName }) =>
            userOf(id, displayName, mail ?? userPrincipalName),
          ),
        );
        const link: string | undefined = answer.value["@odata.nextLink"];
        // A link elsewhere would be sent our token.
        next = link?.startsWith(`${graphUrl}/`) ? link : undefined;
      }
      return { kind: "found", value: users };
    },
  };
}

/** Whoever a shared channel brings from another tenant has no e-mail here: theirs is what their own administrators wrote. */
function personIn(found: z.infer<typeof member>, ownTenant: string): VendorUser {
  const { id, aadObjectId, name, email, userPrincipalName, tenantId } = found;
  const isForeign = tenantId != null && tenantId.toLowerCase() !== ownTenant.toLowerCase();
  return userOf(aadObjectId ?? id, name, isForeign ? undefined : (email ?? userPrincipalName));
}

function userOf(id: string, name: string | null | undefined, email: string | null | undefined): VendorUser {
  return { id, ...(name ? { name } : {}), ...(email ? { email } : {}) };
}

/** One request with the token of whoever asks. */
async function getJson<T>(
  url: string,
  schema: z.ZodType<T>,
  tokens: TokenSource,
  now: () => number,
  signal: AbortSignal,
): Promise<LookedUp<T>> {
  try {
    const authorization = `Bearer ${await tokens.get(signal)}`;
    const response = await fetch(url, {
      headers: { authorization, accept: "application/json" },
      redirect: "manual",
      signal,
    });
    const text = await response.text();
    if (response.ok) return { kind: "found", value: schema.parse(JSON.parse(text)) };
    if (response.status === 401) tokens.forget();
    const afterMs = retryAfterMs(response.headers.get("retry-after"), now());
    return lookUpFailure(failureOfStatus(response.status, { afterMs }));
  } catch (error) {
    if (error instanceof LoginFailure) return error.reason === "unauthorized" ? { kind: "barred" } : { kind: "away" };
    return lookUpFailure(failureOfError(error, signal));
  }
}
