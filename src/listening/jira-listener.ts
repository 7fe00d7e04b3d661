import type { DoneThereDeps } from "../chat/done-there.ts";
import { listenToJira } from "../chat/jira/index.ts";
import type { Listener } from "../chat/listener.ts";
import type { HookDeps } from "../chat/vendor-hook.ts";
import { createWebhookReads } from "../receivers/jira/webhook-reads.ts";
import type { Store } from "../store/port.ts";
import type { VendorAccess } from "../vendor-access.ts";

type JiraDeps = DoneThereDeps & HookDeps & { readonly store: Pick<Store, "find">; readonly now: () => number };

/** Wires what people do in Jira. */
export function jiraListener(jira: VendorAccess["jira"], deps: JiraDeps): readonly Listener[] {
  if (!jira) return [];
  const reads = createWebhookReads({ ...jira, now: deps.now });
  return [listenToJira({ ...deps, ...reads, ownEmail: jira.email, webhookSecrets: jira.webhookSecrets })];
}
