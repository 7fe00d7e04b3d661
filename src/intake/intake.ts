import type { Alert } from "../alert/alert.ts";
import type { Fact, JudgedAlert } from "../incident/fact.ts";
import type { Incident } from "../incident/incident.ts";
import type { Judgement } from "../incident/judgement.ts";
import { ownAlert } from "../incident/own-alert.ts";
import type { Silences } from "../silences.ts";
import { StoreAway } from "../store/port.ts";
import { amongFormerGroups, type Judging } from "./former-groups.ts";
import { eachGivingWay } from "./give-way.ts";
import { GroupQueue, type GroupQueueDeps } from "./group-queue.ts";
import { createSeen } from "./seen.ts";
import type { Settled } from "./waiting.ts";

/** Facts of one group and commit are at most so many alerts; a larger request is several (protocol 8.3). */
const maxAlertsPerFact = 500;

export type IntakeDeps = GroupQueueDeps & {
  /** The policy in force, asked once for a request. */
  readonly judging: () => Judging;
  /** What is silenced now; nothing where there are none. */
  readonly silences?: Silences;
  readonly proxies?: ProxyWatch;
};

/** Who waits for the measurements of another group: incidents whose runs are judged by a proxy. */
export type ProxyWatch = {
  readonly isProxy: (alert: Alert) => boolean;
  readonly awaiting: (judged: JudgedAlert) => Promise<readonly Told[]>;
};

/** The incident that a fact is about; without `uid` the newest of its group, for alerts. */
type Told = { readonly groupId: string; readonly groupKey: string; readonly uid: string | null };

/** The one door into the store: what happened goes in here, and comes out decided and durable (DESIGN 2). */
export type Intake = {
  /**
   * Stores alerts of one request. Resolves when all are durable.
   *
   * @throws StoreAway when any of them is not; the sender shall send again
   */
  accept(alerts: readonly Alert[], truncated: number): Promise<void>;
  /** Stores a fact about one incident; resolves with the incident, `null` when it came to nothing. */
  tell(incident: Told, fact: Fact): Promise<Incident | null>;
  /** As `tell`, with the answer for whoever pressed. */
  ask(incident: Told, fact: Fact): Promise<Settled>;
  /** Resolves when nothing waits to be stored. */
  idle(): Promise<void>;
};

export function createIntake(deps: IntakeDeps): Intake {
  const queue = new GroupQueue(deps);
  const silenced = deps.silences?.applied ?? ((judgement: Judgement) => judgement);
  const seen = createSeen(deps.store);

  /** A bug costs the alert its place, never its being told: one plain line in Vigie's own incident (protocol 9). */
  const asBug = async (alert: Alert, bug: unknown): Promise<void> => {
    deps.meter.count("bugs_total", { where: "decide" });
    deps.log.error({ err: bug, fingerprint: alert.fingerprint }, "an alert could not be decided");
    const own = ownAlert({
      reason: "bug",
      subject: alert.fingerprint,
      alert: alert.name,
      status: "firing",
      now: deps.now(),
    });
    const judgement = deps.judging().judge(own);
    await queue.add(placeOf(judgement), factOf([{ alert: own, judgement }], 0));
  };

  const addGroup = async (alerts: readonly JudgedAlert[], truncated: number): Promise<void> => {
    const [first] = alerts;
    if (!first) return;
    try {
      await queue.add(placeOf(first.judgement), factOf(alerts, truncated));
    } catch (cause) {
      if (cause instanceof StoreAway) throw cause;
      if (alerts.length === 1) return asBug(first.alert, cause);
      const middle = Math.ceil(alerts.length / 2);
      await addGroup(alerts.slice(0, middle), truncated);
      await addGroup(alerts.slice(middle), truncated);
    }
  };

  const tellProxied = async (judged: JudgedAlert): Promise<void> => {
    const others = (await deps.proxies?.awaiting(judged)) ?? [];
    for (const one of others) await queue.add(aboutOf(one), { kind: "measured", uid: one.uid ?? "", judged });
  };

  return {
    accept: async (alerts, truncated) => {
      const { judge, formerGroups } = deps.judging();
      await deps.silences?.refresh();
      const groups = new Map<string, JudgedAlert[]>();
      const stored: Promise<PromiseSettledResult<void>>[] = [];
      // Settled at once: a commit may fail while the rest of the request is still being judged.
      const storing = (work: Promise<void>) => void stored.push(Promise.allSettled([work]).then(([result]) => result));
      const place = (judged: JudgedAlert) => {
        const { groupId } = judged.judgement;
        const group = groups.get(groupId) ?? [];
        if (group.length === 0) groups.set(groupId, group);
        group.push(judged);
        if (group.length < maxAlertsPerFact) return;
        groups.delete(groupId);
        storing(addGroup(group, truncated));
      };
      const regrouped: JudgedAlert[] = [];
      const proxies: JudgedAlert[] = [];
      await eachGivingWay(alerts, (alert) => {
        try {
          const judgement = silenced(judge(alert));
          seen.look(alert, judgement);
          if (judgement.verdict.kind === "drop") {
            deps.meter.count("decisions_total", { kind: "drop" });
            return;
          }
          if (judgement.figure?.senderDiffers) deps.meter.count("figures_differing_total");
          if (deps.proxies?.isProxy(alert)) proxies.push({ alert, judgement });
          if (formerGroups) regrouped.push({ alert, judgement });
          else place({ alert, judgement });
        } catch (bug) {
          storing(asBug(alert, bug));
        }
      });
      if (formerGroups) {
        const looked = { store: deps.store, now: deps.now, holds: queue.holds };
        for (const judged of await amongFormerGroups(regrouped, formerGroups, looked)) place(judged);
      }
      for (const group of groups.values()) storing(addGroup(group, truncated));
      const results = await Promise.all(stored);
      const failed = results.find((result) => result.status === "rejected");
      if (failed) throw failed.reason;
      for (const judged of proxies) await tellProxied(judged);
      seen.write();
    },
    tell: async (incident, fact) => (await queue.add(aboutOf(incident), fact)).incident,
    ask: (incident, fact) => queue.add(aboutOf(incident), fact),
    idle: async () => {
      await queue.idle();
      await seen.idle();
    },
  };
}

function aboutOf({ groupId, groupKey, uid }: Told) {
  return { groupId, groupKey, uid };
}

function placeOf({ groupId, groupKey }: Judgement) {
  return { groupId, groupKey, uid: null };
}

function factOf(alerts: readonly JudgedAlert[], truncated: number): Fact {
  return { kind: "alerts", alerts, truncated, stillActive: "unknown" };
}
