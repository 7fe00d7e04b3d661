import { z } from "zod";
import { tidy } from "../../incident/draw/tidy.ts";
import { type Failure, failureOfError, failureOfStatus } from "../http-failure.ts";
import { restAnswerMaxBytes, restPageSize, restTimeOutMs } from "./limits.ts";
import { oneRequest, type PagerDutyAnswer, type PagerDutyCall } from "./one-request.ts";
import {
  allNotes,
  oneIncident,
  oneSchedule,
  oneUser,
  pageOfIncidents,
  pageOfOnCalls,
  pageOfUsers,
  type RestIncident,
  type RestNote,
  type RestOnCall,
  type RestUser,
  whatever,
} from "./rest-answers.ts";

/** What a call of the REST API came to: the value, or why not; nothing is tried again here. */
export type RestAnswer<T> = { readonly kind: "ok"; readonly value: T } | Failure;

export type IncidentStatus = RestIncident["status"];

/** What may be changed of an incident: its status, or how far it is escalated. */
export type IncidentChange = { readonly status: "acknowledged" | "resolved" } | { readonly escalationLevel: number };

/** Who asks for what: `from` is the e-mail of an account there, in whose name a write is made. */
type ByWhom = { readonly from: string };

/**
 * PagerDuty's REST API v2, as far as Vigie uses it. Each call is one request and ends by its time-out; a `signal` may
 * end it earlier. No call rejects.
 *
 * @see https://developer.pagerduty.com/api-reference/ (read 2026-11-20)
 */
export type PagerDutyRest = {
  /** The newest first; with several statuses all of them. `more` is behind these 100. */
  readonly incidents: (
    query: { readonly key?: string; readonly statuses?: readonly IncidentStatus[]; readonly offset?: number },
    signal?: AbortSignal,
  ) => Promise<RestAnswer<{ readonly incidents: readonly RestIncident[]; readonly more: boolean }>>;
  readonly incident: (id: string, signal?: AbortSignal) => Promise<RestAnswer<RestIncident>>;
  readonly change: (
    id: string,
    change: IncidentChange,
    by: ByWhom,
    signal?: AbortSignal,
  ) => Promise<RestAnswer<unknown>>;
  readonly notes: (id: string, signal?: AbortSignal) => Promise<RestAnswer<readonly RestNote[]>>;
  readonly addNote: (id: string, content: string, by: ByWhom, signal?: AbortSignal) => Promise<RestAnswer<unknown>>;
  /** Asks people to join; `requesterId` and `userIds` are PagerDuty's. */
  readonly requestResponders: (
    id: string,
    request: { readonly requesterId: string; readonly message: string; readonly userIds: readonly string[] },
    by: ByWhom,
    signal?: AbortSignal,
  ) => Promise<RestAnswer<unknown>>;
  /** Who is on call now by these schedules, with name and e-mail. */
  readonly onCalls: (
    scheduleIds: readonly string[],
    signal?: AbortSignal,
  ) => Promise<RestAnswer<readonly RestOnCall[]>>;
  /** People whose name or e-mail contains the query; the caller compares. */
  readonly users: (query: string, signal?: AbortSignal) => Promise<RestAnswer<readonly RestUser[]>>;
  readonly user: (id: string, signal?: AbortSignal) => Promise<RestAnswer<RestUser>>;
  readonly schedule: (
    id: string,
    signal?: AbortSignal,
  ) => Promise<RestAnswer<{ readonly id: string; readonly name: string }>>;
};

export type PagerDutyRestDeps = {
  /** `PAGERDUTY_API_URL` without a slash at the end, `https://api.pagerduty.com` by default. */
  readonly apiUrl: string;
  /** `PAGERDUTY_API_TOKEN`, a secret. */
  readonly token: string;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
};

type Asking = Pick<PagerDutyCall, "method" | "data"> & {
  readonly path: string;
  readonly query?: readonly (readonly [name: string, value: string])[];
  readonly from?: string;
};

export function createPagerDutyRest(deps: PagerDutyRestDeps): PagerDutyRest {
  const ask = <T>(asking: Asking, schema: z.ZodType<T>, signal?: AbortSignal) => askOnce(asking, schema, signal, deps);
  const get = <T>(path: string, schema: z.ZodType<T>, signal?: AbortSignal, query: Asking["query"] = []) =>
    ask({ method: "GET", path, query }, schema, signal);
  return {
    incidents: ({ key, statuses = [], offset = 0 }, signal) =>
      get("/incidents", pageOfIncidents, signal, [
        ...(key === undefined ? [] : [["incident_key", key] as const]),
        ...statuses.map((status) => ["statuses[]", status] as const),
        // Without it only the last month's are listed, and what is long open is left out.
        ["date_range", "all"],
        ["sort_by", "created_at:desc"],
        ["limit", String(restPageSize)],
        ["offset", String(offset)],
      ]),
    incident: async (id, signal) =>
      only(await get(`/incidents/${part(id)}`, oneIncident, signal), (one) => one.incident),
    change: (id, change, { from }, signal) => {
      const what = "status" in change ? { status: change.status } : { escalation_level: change.escalationLevel };
      const data = { incident: { type: "incident_reference", ...what } };
      return ask({ method: "PUT", path: `/incidents/${part(id)}`, data, from }, whatever, signal);
    },
    notes: async (id, signal) => only(await get(`/incidents/${part(id)}/notes`, allNotes, signal), (all) => all.notes),
    addNote: (id, content, { from }, signal) =>
      ask(
        { method: "POST", path: `/incidents/${part(id)}/notes`, data: { note: { content } }, from },
        whatever,
        signal,
      ),
    requestResponders: (id, { requesterId, message, userIds }, { from }, signal) => {
      const targets = userIds.map((user) => ({ responder_request_target: { id: user, type: "user_reference" } }));
      const data = { requester_id: requesterId, message, responder_request_targets: targets };
      return ask({ method: "POST", path: `/incidents/${part(id)}/responder_requests`, data, from }, whatever, signal);
    },
    onCalls: async (scheduleIds, signal) => {
      const schedules = scheduleIds.map((id) => ["schedule_ids[]", id] as const);
      const query = [...schedules, ["include[]", "users"], ["limit", String(restPageSize)]] as const;
      return only(await get("/oncalls", pageOfOnCalls, signal, query), (all) => all.oncalls);
    },
    users: async (query, signal) =>
      only(
        await get("/users", pageOfUsers, signal, [
          ["query", query],
          ["limit", String(restPageSize)],
        ]),
        (all) => all.users,
      ),
    user: async (id, signal) => only(await get(`/users/${part(id)}`, oneUser, signal), (one) => one.user),
    schedule: async (id, signal) =>
      only(await get(`/schedules/${part(id)}`, oneSchedule, signal), (one) => one.schedule),
  };
}

const part = encodeURIComponent;

function only<T, U>(answer: RestAnswer<T>, of: (value: T) => U): RestAnswer<U> {
  return answer.kind === "ok" ? { kind: "ok", value: of(answer.value) } : answer;
}

async function askOnce<T>(
  { path, query = [], from, method, data }: Asking,
  schema: z.ZodType<T>,
  caller: AbortSignal | undefined,
  { apiUrl, token, now }: PagerDutyRestDeps,
): Promise<RestAnswer<T>> {
  const url = `${apiUrl}${path}${query.length === 0 ? "" : `?${new URLSearchParams(query.map(([name, value]): [string, string] => [name, value]))}`}`;
  const timeOut = AbortSignal.timeout(restTimeOutMs);
  const signal = caller ? AbortSignal.any([caller, timeOut]) : timeOut;
  // pdjs adds a charset, which the specification does not take.
  const headers = { "Content-Type": "application/json", ...(from === undefined ? {} : { From: from }) };
  try {
    const answer = await oneRequest(
      { url, method, token, headers, answerMaxBytes: restAnswerMaxBytes, ...(data === undefined ? {} : { data }) },
      { signal, now },
    );
    if (answer.status < 200 || answer.status > 299) return failureOf(answer, token);
    const read = schema.safeParse(answer.body);
    if (read.success) return { kind: "ok", value: read.data };
    return { kind: "retry", reason: "bad-answer", maybe: true };
  } catch (error) {
    return failureOfError(error, signal);
  }
}

const errorBody = z.object({
  error: z.object({ message: z.string().catch(""), errors: z.array(z.string()).catch([]) }),
});
const detailMaxUnits = 300;

/** PagerDuty's own words for a refusal, without the token should it ever repeat it. */
function failureOf({ status, body, afterMs }: PagerDutyAnswer, token: string): Failure {
  const { message = "", errors = [] } = errorBody.safeParse(body).data?.error ?? {};
  const said = [message, ...errors].filter(Boolean).join(": ").replaceAll(token, "…");
  return failureOfStatus(status, { afterMs, detail: tidy(said, detailMaxUnits) });
}
