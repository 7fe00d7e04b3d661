import type { DoneThereDeps } from "../chat/done-there.ts";
import type { Listener } from "../chat/listener.ts";
import { listenToPagerDuty } from "../chat/pagerduty/index.ts";
import { pollEveryMs, pollPagerDuty } from "../chat/pagerduty/poll.ts";
import type { HookDeps } from "../chat/vendor-hook.ts";
import type { NamedJob } from "../delivery/delivery-deps.ts";
import { readNewestPage, readOpenPages } from "../receivers/pagerduty/page-states.ts";
import { createPagerDutyRest } from "../receivers/pagerduty/rest.ts";
import type { Store } from "../store/port.ts";
import type { VendorAccess } from "../vendor-access.ts";

type PagerDutyDeps = DoneThereDeps & HookDeps & { readonly store: Store; readonly now: () => number };

/** Wires what people do in PagerDuty. */
export function pagerDutyListener(pagerduty: VendorAccess["pagerduty"], deps: PagerDutyDeps): readonly Listener[] {
  if (!pagerduty) return [];
  const rest = restOf(pagerduty, deps);
  const keyOf = async (id: string, signal: AbortSignal) => {
    const answer = await rest?.incident(id, signal);
    return answer?.kind === "ok" ? (answer.value.incident_key ?? undefined) : undefined;
  };
  const { webhookSecrets } = pagerduty;
  return [listenToPagerDuty({ ...deps, webhookSecrets, ...(rest ? { keyOf } : {}) })];
}

/** Where no webhook can arrive, open pages are asked for (behaviour 5): a job, so that one replica does. */
export function pagerDutyJobs(
  pagerduty: VendorAccess["pagerduty"],
  deps: PagerDutyDeps,
): Readonly<Record<string, NamedJob>> {
  const rest = pagerduty && restOf(pagerduty, deps);
  if (!rest || pagerduty.webhookSecrets.length > 0) return {};
  const asking = {
    openPages: () => readOpenPages(rest),
    newestPage: (key: string) => readNewestPage(rest, key),
  };
  const poll: NamedJob = async () => {
    await pollPagerDuty({ ...deps, ...asking });
    return { kind: "retry", dueAt: (await deps.store.now()) + pollEveryMs, failed: false };
  };
  return { "pagerduty-poll": poll };
}

function restOf({ apiUrl, apiToken: token }: NonNullable<VendorAccess["pagerduty"]>, { now }: PagerDutyDeps) {
  return token === undefined ? undefined : createPagerDutyRest({ apiUrl, token, now });
}
