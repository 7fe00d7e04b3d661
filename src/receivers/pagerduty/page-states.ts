import { restPageSize } from "./limits.ts";
import type { PagerDutyRest } from "./rest.ts";
import type { RestIncident, RestReference } from "./rest-answers.ts";

/** How one page stands at PagerDuty, as its REST API says. */
export type RestPageState = {
  readonly key: string;
  readonly status: RestIncident["status"];
  /** When its status changed last, ms since the epoch by PagerDuty's clock. */
  readonly at: number;
  readonly person?: { readonly id: string; readonly name?: string };
  readonly isIntegration: boolean;
};

/** So many pages of a list are read at a time. */
const listPagesMax = 10;

/** All pages that are triggered or acknowledged, in one request for each hundred; `null` without an answer. */
export async function readOpenPages(rest: Pick<PagerDutyRest, "incidents">): Promise<readonly RestPageState[] | null> {
  const states: RestPageState[] = [];
  for (let page = 0; page < listPagesMax; page += 1) {
    const statuses = ["triggered", "acknowledged"] as const;
    const answer = await rest.incidents({ statuses, offset: page * restPageSize });
    if (answer.kind !== "ok") return null;
    states.push(...answer.value.incidents.flatMap(stateOf));
    if (!answer.value.more) break;
  }
  return states;
}

/** The newest page of a key; `none` where there is none, `null` without an answer. */
export async function readNewestPage(
  rest: Pick<PagerDutyRest, "incidents">,
  key: string,
): Promise<RestPageState | "none" | null> {
  const answer = await rest.incidents({ key });
  if (answer.kind !== "ok") return null;
  const [newest] = answer.value.incidents;
  // An incident with alerts is found by the key of one, and has none itself.
  return (newest && stateOf({ ...newest, incident_key: key })[0]) ?? "none";
}

function stateOf(incident: RestIncident): readonly RestPageState[] {
  const { incident_key: key, status, last_status_change_at: changedAt, acknowledgements } = incident;
  if (!key) return [];
  const acknowledger = acknowledgements.at(-1)?.acknowledger;
  const who: RestReference | null | undefined =
    status === "acknowledged" && acknowledger ? acknowledger : incident.last_status_change_by;
  const isUser = who?.type.startsWith("user") === true;
  return [
    {
      key,
      status,
      at: changedAt ? Date.parse(changedAt) : 0,
      ...(who && isUser ? { person: { id: who.id, ...(who.summary ? { name: who.summary } : {}) } } : {}),
      isIntegration: who?.type.includes("integration") === true,
    },
  ];
}
