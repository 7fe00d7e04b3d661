import { z } from "zod";
import { type JiraSite, jiraTransport, loadJiraSdk } from "./client.ts";

/** What a webhook leaves out and Vigie needs to know. Nothing here rejects. */
export type WebhookReads = {
  /** The labels of an issue; none when Jira does not say. */
  readonly labelsOf: (issue: string) => Promise<readonly string[]>;
  /** Vigie's own account, asked once. */
  readonly ownAccount: () => Promise<string | undefined>;
};

/** Whoever asks Jira in between must still answer it in time. */
const readTimeOutMs = 3_000;

const labels = z.object({ fields: z.object({ labels: z.array(z.string()) }) });
const account = z.object({ accountId: z.string() });

/** Reads of one Jira site, by the account that also writes there. */
export function createWebhookReads(site: JiraSite): WebhookReads {
  const client = () => jiraTransport(site, AbortSignal.timeout(readTimeOutMs));
  let own: Promise<string | undefined> | undefined;
  const askOwn = async (): Promise<string | undefined> => {
    try {
      const sdk = await loadJiraSdk();
      return account.parse(await sdk.getCurrentUser(client())).accountId;
    } catch {
      own = undefined;
      return undefined;
    }
  };
  return {
    labelsOf: async (issueIdOrKey) => {
      try {
        const sdk = await loadJiraSdk();
        return labels.parse(await sdk.getIssue(client(), { issueIdOrKey, fields: ["labels"] })).fields.labels;
      } catch {
        return [];
      }
    },
    ownAccount: () => {
      own ??= askOwn();
      return own;
    },
  };
}
