import type { Fact } from "../incident/fact.ts";
import { drillAlert, drillFamily, drillJudgement, isDrill, isDrillOver } from "../incident/fire-drill.ts";
import { type Incident, lasts } from "../incident/incident.ts";
import type { Intake } from "../intake/intake.ts";
import type { Policy } from "../policy/policy.ts";
import type { Store, StoredIncident } from "../store/port.ts";

export type FireDrillDeps = {
  readonly store: Pick<Store, "newestOf">;
  readonly intake: Pick<Intake, "tell">;
  readonly policy: () => Policy;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** 64 random bits in hex. */
  readonly newId: () => string;
};

/** What a drill began, or the names that could have been meant. */
export type DrillBegun =
  | { readonly kind: "begun"; readonly stored: StoredIncident }
  | { readonly kind: "unknown"; readonly known: readonly string[] };

/** Exercises: a marked message through the whole path to one destination, which ends by itself (DESIGN 2). */
export type FireDrills = {
  /**
   * @param destination an id, a name of `tell:`, or `team/name`
   * @throws StoreAway
   */
  readonly begin: (destination: string, by: string) => Promise<DrillBegun>;
  /** Stores what delivery learnt (`intake.tell`), and ends an exercise when all was told; nobody else is told instead. */
  readonly tell: (incident: Incident, fact: Fact) => Promise<Incident | null>;
};

/** Begins exercises, and listens to what delivery learns of them. */
export function createFireDrills({ store, intake, policy, now, newId }: FireDrillDeps): FireDrills {
  const tellAlert = (id: string, status: "firing" | "resolved", places: readonly string[], by?: string) => {
    const { name: policyName, judge } = policy();
    const alert = drillAlert(id, status, now(), by);
    const judgement = drillJudgement(judge(alert), { policyName, id, places });
    const fact: Fact = { kind: "alerts", alerts: [{ alert, judgement }], truncated: 0, stillActive: "unknown" };
    return intake.tell({ ...judgement, uid: null }, fact);
  };
  return {
    begin: async (destination, by) => {
      const { destinations, placesOf, names } = policy();
      const places = destinations.has(destination) ? [destination] : placesOf(destination);
      if (places.length === 0) return { kind: "unknown", known: [...destinations.keys(), ...names] };
      const incident = await tellAlert(newId(), "firing", places, by);
      const stored = incident && (await store.newestOf(incident.groupId));
      if (!stored) throw new Error("a drill that was stored is gone");
      return { kind: "begun", stored };
    },
    tell: async (incident, fact) => {
      if (!isDrill(incident)) return intake.tell(incident, fact);
      const told = await intake.tell(incident, fact.kind === "undelivered" ? { ...fact, fallback: [] } : fact);
      if (!told || !lasts(told) || !isDrillOver(told, now())) return told;
      const id = told.lead.fingerprint.slice(drillFamily.length + 1);
      const places = told.owed.map((one) => one.id);
      return tellAlert(id, "resolved", places);
    },
  };
}
