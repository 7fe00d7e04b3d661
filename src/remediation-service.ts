import type { Alert } from "./alert/alert.ts";
import { type Incident, isOpen } from "./incident/incident.ts";
import type { Intake } from "./intake/intake.ts";
import type { Log } from "./log.ts";
import type { Meter } from "./meter.ts";
import type { PolicyInForce } from "./policy-in-force.ts";
import { isProbePoint, type Probe } from "./probe.ts";
import { automationName, automationOffIn } from "./remediation/automation.ts";
import { createRemediation } from "./remediation/create-remediation.ts";
import type { Remediation, RemediationDeps } from "./remediation/remediation-deps.ts";
import { heardOfActing } from "./remediation-meter.ts";
import type { Store } from "./store/port.ts";

export type RemediationServiceDeps = Pick<
  RemediationDeps,
  "providers" | "promql" | "fetch" | "maskVersion" | "reveal" | "sourcesOf" | "now" | "monotonicMs" | "random" | "newId"
> & {
  readonly store: Store;
  readonly tell: Intake["tell"];
  readonly inForce: Pick<PolicyInForce, "read">;
  readonly meter: Meter;
  readonly log: Log;
  readonly probe: Probe;
};

/** An incident's alerts that are looked at, and incidents beside it that are looked through. */
const alertsMax = 50;
const besideMax = 100;
/** Of an incident beside it so many alerts are taken. */
const alertsBesideMax = 5;
const changesMax = 200;

/** Joins what acts on models with the store, the policy in force and the door for what it learns (DESIGN 3). */
export function createRemediationService(deps: RemediationServiceDeps): Remediation {
  const { store, tell, inForce, meter, log, probe, now } = deps;
  const firingBeside = async ({ incident }: { readonly incident: Incident }): Promise<readonly Alert[]> => {
    const rows = await store.alerts(incident, alertsBesideMax);
    return rows.filter(({ status }) => status === "firing").map(({ alert }) => alert);
  };
  const groupOf = async ({ groupId }: Incident) =>
    (await store.load([{ groupId, fingerprints: [], senderIds: [] }]))[0]?.group ?? null;
  return createRemediation({
    ...deps,
    remediesOf: (alert) => inForce.read().policy.remediesOf(alert),
    judge: (alert) => inForce.read().delivery.judge(alert),
    alertsOf: async (incident) => {
      const rows = await store.alerts(incident, alertsMax);
      const isLead = ({ fingerprint }: { readonly fingerprint: string }) => fingerprint === incident.lead.fingerprint;
      return [...rows.filter(isLead), ...rows.filter((row) => !isLead(row))].map(({ alert }) => alert);
    },
    groupOf,
    after: async (incident) => {
      const { groupId, uid } = incident;
      const { newest = uid } = (await groupOf(incident)) ?? {};
      return newest === uid ? null : ((await store.find({ groupId, uid: newest }))?.incident ?? null);
    },
    besides: async (incident) => {
      const { incidents } = await store.list({ limit: besideMax });
      const beside = incidents.filter((one) => isBeside(one.incident, incident));
      return (await Promise.all(beside.map(firingBeside))).flat();
    },
    changes: (about, from, to) => store.changes({ about, from, to, limit: changesMax }),
    addChange: async (change) => void (await store.addChanges([change])),
    automationOff: async () => automationOffIn(await store.kept(automationName)),
    kept: store.kept,
    swap: store.swap,
    tell: async (incident, fact) => {
      const after = await tell(incident, fact);
      heardOfActing(incident, fact, { meter, log, now });
      return after;
    },
    probe: async (point, detail) => {
      if (isProbePoint(point)) await probe(point, detail);
    },
    warn: (fields, message) => log.warn(fields, message),
  });
}

/** Whether it is another open incident of the same service or model, in the same environment. */
function isBeside(one: Incident, { uid, identity: { environment, service, model } }: Incident): boolean {
  if (one.uid === uid || !isOpen(one) || one.identity.environment !== environment) return false;
  const isSameService = service !== undefined && one.identity.service === service;
  return isSameService || (model !== undefined && one.identity.model === model);
}
