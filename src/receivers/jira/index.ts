import type { Destination, JiraDestination } from "../../policy/destination.ts";
import type { Receiver } from "../receiver.ts";
import { accountOf } from "./account-of.ts";
import { type IssueBinding, readIssueBinding } from "./binding.ts";
import { checkProject } from "./check.ts";
import { type JiraSite, jiraTransport, loadJiraSdk } from "./client.ts";
import { jiraTimeOutMs } from "./limits.ts";
import { lookFor } from "./look-up.ts";
import { jiraPeople } from "./people.ts";
import { type JiraStep, nextJiraStep, plainJiraStep } from "./plan.ts";
import { createScreenBook } from "./screen-book.ts";
import { type Tools, writeAct } from "./write.ts";

/**
 * Jira Cloud: one issue for each incident, its description rewritten at phase and severity changes, the story as
 * comments, its status moved where the policy's `move:` says (behaviour 8). Creates and comments carry a trace and are
 * looked for before they are repeated (protocol 2).
 */
export function createJiraReceiver(site: JiraSite): Receiver<JiraStep, IssueBinding> {
  const book = createScreenBook();
  const host = site.host.replace(/\/+$/, "");
  const people = jiraPeople({ ...site, host });
  const toolsFor = async (to: Destination, signal: AbortSignal): Promise<Tools> => ({
    sdk: await loadJiraSdk(),
    client: jiraTransport({ ...site, host }, signal),
    host,
    book,
    destination: jira(to),
    signal,
    accountOf: (actor, during) => accountOf(actor, people, during),
  });
  return {
    name: "jira",
    lane: "ticket",
    timeOutMs: jiraTimeOutMs,
    readBinding: readIssueBinding,
    next: (view, binding, to) => nextJiraStep({ view, binding, destination: jira(to) }),
    plain: (view, binding, to) => plainJiraStep({ view, binding, destination: jira(to) }),
    write: async ({ destination, step, binding, signal }) =>
      writeAct(await toolsFor(destination, signal), step.act, binding),
    lookUp: async ({ destination, view, binding, doubt, signal }) =>
      lookFor(await toolsFor(destination, signal), { view, binding, doubt, now: site.now() }),
    check: async (destination, signal) => ({
      ...(await checkProject(await toolsFor(destination, signal))),
      canonical: `jira:${jira(destination).project}`,
    }),
  };
}

function jira(destination: Destination): JiraDestination {
  if (destination.receiver === "jira") return destination;
  throw new Error(`${destination.id} is no Jira destination`);
}
