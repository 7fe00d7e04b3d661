import { awaitsVerdict } from "./incident/actions/awaits-verdict.ts";
import type { Identity } from "./incident/identity.ts";
import type { Incident } from "./incident/incident.ts";
import type { ProxyWatch } from "./intake/intake.ts";
import type { Policy } from "./policy/policy.ts";
import type { Store } from "./store/port.ts";

/** So many of the newest incidents are looked through. */
const incidentsMax = 200;

/**
 * Finds the incidents whose runs are judged by a metric that is grouped elsewhere (`helps.metric`): of the same environment
 * and model, or of the same service where no model is named (behaviour 7).
 */
export function createProxyWatch(store: Pick<Store, "list">, policy: () => Policy): ProxyWatch {
  return {
    isProxy: ({ measurement }) =>
      measurement?.value !== undefined && policy().declared.some(({ helps }) => helps.metric === measurement.metric),
    awaiting: async ({ alert, judgement }) => {
      const { incidents } = await store.list({ limit: incidentsMax });
      return incidents
        .map(({ incident }) => incident)
        .filter(
          (incident) =>
            incident.groupId !== judgement.groupId &&
            isOfSame(incident.identity, judgement.identity) &&
            awaits(incident, alert.measurement?.metric),
        );
    },
  };
}

function awaits({ runs = [] }: Incident, metric: string | undefined): boolean {
  return runs.some((run) => run.plan.helps?.metric === metric && awaitsVerdict(run));
}

function isOfSame(one: Identity, other: Identity): boolean {
  if (one.environment !== other.environment) return false;
  if (one.model !== undefined || other.model !== undefined) return one.model === other.model;
  return one.service !== undefined && one.service === other.service;
}
