import { type Incident, lasts } from "../../incident/incident.ts";
import { incidentOfLabels } from "../../incident/trace-labels.ts";
import type { Store } from "../../store/port.ts";
import { actorOf, type DoneThere, type DoneThereDeps, storeDoneThere } from "../done-there.ts";
import { type IssueChange, type JiraEvent, readJiraEvent } from "./event.ts";

export type TakeDeps = DoneThereDeps & {
  readonly store: Pick<Store, "find">;
  /** The labels of an issue, for webhooks that do not carry them. Never rejects: none when Jira does not say. */
  readonly labelsOf: (issue: string) => Promise<readonly string[]>;
  /** Vigie's own e-mail and account at Jira: what it does there is no news (loop guard). */
  readonly ownEmail: string;
  readonly ownAccount: () => Promise<string | undefined>;
};

type Header = (name: string) => string | undefined;

/** Takes in what people did to the issues of incidents (protocol 3.3, behaviour 3). */
export function createJiraTake(deps: TakeDeps): (body: unknown, header: Header) => Promise<"taken" | "ignored"> {
  const incidentOf = async ({ issue, labels }: JiraEvent): Promise<Incident | null> => {
    const named = incidentOfLabels(labels ?? (await deps.labelsOf(issue)));
    return named && ((await deps.store.find(named))?.incident ?? null);
  };
  const isOwn = async ({ by }: JiraEvent): Promise<boolean> =>
    by !== null && (by.email?.toLowerCase() === deps.ownEmail.toLowerCase() || by.id === (await deps.ownAccount()));

  return async (body, header) => {
    const event = readJiraEvent(body);
    if (!event || event.changes.length === 0 || (await isOwn(event))) return "ignored";
    const incident = await incidentOf(event);
    if (!incident) return "ignored";
    const by = event.by ? await actorOf(event.by, deps) : { id: "jira", name: "Jira" };
    const message = header("x-atlassian-webhook-identifier");
    let taken: "taken" | "ignored" = "ignored";
    for (const change of event.changes) {
      const senderId = senderIdOf(change, message);
      if (change.kind === "deleted") await storeDeleted(incident, event.issue, deps);
      const done = change.kind === "deleted" ? null : await doneBy(change, incident, deps);
      if (done) await storeDoneThere(incident, done, { by, where: "jira", ...(senderId ? { senderId } : {}) }, deps);
      if (done || change.kind === "deleted") taken = "taken";
    }
    return taken;
  };
}

function senderIdOf(change: IssueChange, message: string | undefined): string | undefined {
  if (change.kind === "comment") return `jira:comment:${change.id}`;
  return message === undefined ? undefined : `jira:${message.slice(0, 200)}:${change.kind}`;
}

async function doneBy(
  change: Exclude<IssueChange, { kind: "deleted" }>,
  incident: Incident,
  deps: TakeDeps,
): Promise<DoneThere | null> {
  switch (change.kind) {
    case "comment":
      return { kind: "note", text: change.text };
    case "assigned":
      return { kind: "assign", to: await actorOf(change.to, deps) };
    case "moved":
      return moved(change.category, incident);
  }
}

/** Done while its source fires is an acknowledgement (protocol 3.3); moved back, it is taken back. */
function moved(category: string, incident: Incident): DoneThere | null {
  if (category === "done") return lasts(incident) ? { kind: "resolved-elsewhere" } : null;
  return incident.resolvedElsewhere?.where === "jira" ? { kind: "unacknowledge", because: "reopened" } : null;
}

/** The ticket is gone: said where the incident is told, as of any destination that cannot be told. */
async function storeDeleted(incident: Incident, issue: string, { intake }: TakeDeps): Promise<void> {
  const { uid, owed, standing } = incident;
  const destination = owed.find(({ id, receiver }) => receiver === "jira" && standing[id]?.label === issue);
  if (!destination) return;
  const about = { uid, destination: destination.id, reason: "not-found", detail: issue } as const;
  await intake.ask(incident, { kind: "undelivered", ...about, state: "undelivered", fallback: [] });
}
