import { createIssueShelf, type SandboxIssue } from "../../src/sandbox/jira/issues.ts";
import { listChanges, type SandboxChange } from "../../src/sandbox/pagerduty/change-events.ts";
import { listPages, type SandboxPage } from "../../src/sandbox/pagerduty/incidents.ts";
import { createSlackMemory, type SandboxMessage } from "../../src/sandbox/slack/memory.ts";
import type { StandInState } from "../../src/sandbox/state.ts";
import { openTeamsMemory, type TeamsThread } from "../../src/sandbox/teams/memory.ts";

/** A message of Slack with its thread. */
export type SlackSeen = SandboxMessage & { readonly channelName: string; readonly thread: readonly SandboxMessage[] };

/** What each vendor would show, read from the stand-ins' memory. */
export type VendorsSeen = {
  /** Root messages, oldest first. */
  readonly slack: () => readonly SlackSeen[];
  readonly teams: () => readonly TeamsThread[];
  /** Threads that begin with an incident's card; the short posts that ring link to one. */
  readonly teamsCards: () => readonly TeamsThread[];
  readonly pages: () => readonly SandboxPage[];
  /** Change events, oldest first. */
  readonly changes: () => readonly SandboxChange[];
  readonly issues: () => readonly SandboxIssue[];
};

export function vendorsSeen(state: StandInState): VendorsSeen {
  const threads = () => openTeamsMemory(state).threads();
  return {
    slack: () => {
      const memory = createSlackMemory(state);
      return memory.channels().flatMap(({ id, name }) => {
        const messages = memory.messages(id);
        const roots = messages.filter(({ ts, threadTs }) => ts === threadTs);
        return roots.map((root) => ({
          ...root,
          channelName: name,
          thread: messages.filter(({ ts, threadTs }) => threadTs === root.ts && ts !== root.ts),
        }));
      });
    },
    teams: threads,
    teamsCards: () => threads().filter(({ root }) => !JSON.stringify(root.activity).includes("/l/message/")),
    pages: () => listPages(state).toReversed(),
    changes: () => listChanges(state).toReversed(),
    issues: () => createIssueShelf(state, () => 0).all(),
  };
}
