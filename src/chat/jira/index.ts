import type { Listener } from "../listener.ts";
import { type HookDeps, mountHook } from "../vendor-hook.ts";
import { createJiraTake, type TakeDeps } from "./take.ts";

export type JiraListenerDeps = TakeDeps &
  HookDeps & {
    /** `JIRA_WEBHOOK_SECRET`. */
    readonly webhookSecrets: readonly string[];
  };

/** Listens to what people do to issues: `POST /webhooks/jira`, signed by `X-Hub-Signature: sha256=<hex>`. */
export function listenToJira(deps: JiraListenerDeps): Listener {
  let hook: ReturnType<typeof mountHook> | undefined;
  const take = createJiraTake(deps);
  return {
    mount: (app) => {
      hook = mountHook(app, { vendor: "jira", secrets: deps.webhookSecrets, signaturesIn: jiraSignatures, take }, deps);
    },
    start: () => {},
    stop: async () => hook?.stop(),
  };
}

/** @see https://developer.atlassian.com/cloud/jira/platform/webhooks/#secure-admin-webhooks (read 2026-11-20) */
function jiraSignatures(header: (name: string) => string | undefined): readonly string[] {
  const hex = /^sha256=(\S+)$/.exec(header("x-hub-signature")?.trim() ?? "")?.[1];
  return hex === undefined ? [] : [hex];
}
