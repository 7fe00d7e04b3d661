import type { Listener } from "../listener.ts";
import { type HookDeps, mountHook } from "../vendor-hook.ts";
import { pagerDutySignatures } from "./signatures.ts";
import { createPagerDutyTake, type TakeDeps } from "./take.ts";

export type PagerDutyListenerDeps = TakeDeps &
  HookDeps & {
    /** `PAGERDUTY_WEBHOOK_SECRET`: each subscription has its own. */
    readonly webhookSecrets: readonly string[];
  };

/** Listens to what people do in PagerDuty: `POST /webhooks/pagerduty`. */
export function listenToPagerDuty(deps: PagerDutyListenerDeps): Listener {
  let hook: ReturnType<typeof mountHook> | undefined;
  const take = createPagerDutyTake(deps);
  return {
    mount: (app) => {
      const secrets = deps.webhookSecrets;
      hook = mountHook(app, { vendor: "pagerduty", secrets, signaturesIn: pagerDutySignatures, take }, deps);
    },
    start: () => {},
    stop: async () => hook?.stop(),
  };
}
