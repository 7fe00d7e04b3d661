import { type Checked, checkDestinations, knownPlaces, rememberPlaces } from "./delivery/check-destinations.ts";
import type { PolicyForDelivery } from "./delivery/delivery-deps.ts";
import { asPlaces, samePlaces } from "./delivery/same-place.ts";
import { rememberDestinations } from "./former-destinations.ts";
import { createFormerGroupings } from "./former-groupings.ts";
import type { Judging } from "./intake/former-groups.ts";
import type { Log } from "./log.ts";
import type { Destination } from "./policy/destination.ts";
import type { Policy } from "./policy/policy.ts";
import type { Receiver } from "./receivers/receiver.ts";
import type { Store } from "./store/port.ts";

/** All that follows from one policy. It is replaced as a whole, so that whoever reads it once is never served by two. */
export type InForce = { readonly policy: Policy; readonly judging: Judging; readonly delivery: PolicyForDelivery };

/** The policy in force, and what is left of those before it. */
export type PolicyInForce = {
  /** To be read once for a request or a sync. */
  readonly read: () => InForce;
  /**
   * Looks at destinations that are new, then puts the policy in force; whatever the vendors say, it is.
   *
   * @throws StoreAway when what later starts need of it cannot be kept: the policy of before stays in force
   */
  readonly take: (policy: Policy) => Promise<readonly Checked[]>;
  /** Reads again which groupings other processes put in force. */
  readonly lookAround: () => Promise<void>;
};

export type PolicyInForceDeps = {
  readonly store: Store;
  readonly receivers: ReadonlyMap<string, Receiver>;
  /** A variable of the environment, or what the sandbox supplies for it. */
  readonly lookUp: (variable: string) => string | undefined;
  readonly view: Pick<PolicyForDelivery["view"], "publicUrl" | "sandbox" | "offers" | "onCall" | "mentions">;
  /** Called with a policy before its destinations are looked at, so that the stand-ins have its channels. */
  readonly prepare: (policy: Policy) => void;
  readonly now: () => number;
  readonly log: Log;
};

/** What a policy is put in force with. */
type Remembered = {
  /** Canonical ids by destination. */
  readonly places: ReadonlyMap<string, string>;
  /** Destinations of former policies, with those keys that this process knows. */
  readonly former: ReadonlyMap<string, Destination>;
  readonly formerGroups: Judging["formerGroups"];
};

/**
 * Puts the first policy in force; `checked` resolves when its destinations were looked at, and never rejects.
 *
 * @throws StoreAway when what later starts need of it cannot be kept
 */
export async function policyInForce(
  first: Policy,
  deps: PolicyInForceDeps,
): Promise<PolicyInForce & { readonly checked: Promise<readonly Checked[]> }> {
  const { store, receivers, now, log } = deps;
  const groupings = createFormerGroupings(store);
  /** Destinations whose vendors' answers are kept. */
  const learntIds = new Set<string>();
  let former: ReadonlyMap<string, Destination> = new Map();

  const check = (policy: Policy): Promise<readonly Checked[]> => {
    const fresh = [...policy.destinations.values()].filter(({ id }) => !learntIds.has(id));
    deps.prepare(policy);
    return checkDestinations(fresh, receivers, log);
  };
  const keepPlaces = async (all: readonly Checked[]): Promise<void> => {
    await rememberPlaces(store, all);
    for (const { destination } of all) learntIds.add(destination.id);
  };
  const put = async (policy: Policy): Promise<InForce> => {
    await store.keep(`policy:${policy.hash}`, policy.text);
    const noted = await rememberDestinations(store, policy.destinations, deps.lookUp, now());
    await groupings.note(policy.grouping, now());
    const formerGroups = await groupings.besides(policy.grouping);
    // What this process knows is more than what it noted: keys that were written into the policy.
    const before = new Map([...noted.map((one) => [one.id, one] as const), ...former]);
    former = new Map([...before, ...policy.destinations]);
    const places = await knownPlaces(store, former.keys());
    return inForce(policy, { places, former: before, formerGroups }, deps);
  };

  const checking = check(first);
  let current = await put(first);
  const learn = async (all: readonly Checked[]): Promise<void> => {
    await keepPlaces(all);
    const places = await knownPlaces(store, former.keys());
    const { formerGroups } = current.judging;
    current = inForce(first, { places, former, formerGroups }, deps);
  };
  const checked = checking.then(async (all) => {
    // Alerts are taken in by now: a store that is away for a moment ends nothing, the next reload learns the same.
    await learn(all).catch((cause) => log.warn({ err: cause }, "what the vendors call the places is not kept"));
    return all;
  });

  return {
    checked,
    read: () => current,
    take: async (policy) => {
      // What the vendors call the first policy's places goes for the next as well.
      await checked;
      const all = await check(policy);
      await keepPlaces(all);
      current = await put(policy);
      return all;
    },
    lookAround: async () => {
      const { policy } = current;
      const formerGroups = await groupings.besides(policy.grouping);
      if (current.policy !== policy) return;
      const judging = { ...current.judging, formerGroups };
      current = { ...current, judging, delivery: { ...current.delivery, groupsOf: groupsOf(judging) } };
    },
  };
}

function inForce(
  policy: Policy,
  { places, former, formerGroups }: Remembered,
  { view, now }: PolicyInForceDeps,
): InForce {
  const asPlace = asPlaces(samePlaces(policy.destinations.keys(), places), places);
  const judge: Judging["judge"] = (alert) => asPlace.judgement(policy.judge(alert));
  /** The place of a former policy, where the policy in force calls it by another name. */
  const renamed = (id: string): Destination | undefined => {
    const canonical = places.get(id);
    const twin = [...policy.destinations.values()].find((one) => canonical && places.get(one.id) === canonical);
    return twin && { ...twin, id };
  };
  const judging = { judge, formerGroups };
  return {
    policy,
    judging,
    delivery: {
      judge,
      groupsOf: groupsOf(judging),
      destination: (id) => policy.destinations.get(id) ?? renamed(id) ?? former.get(id),
      fallbackOf: (id, at) => asPlace.owed(policy.fallbackOf(id, at)),
      opensAt: policy.opensAt,
      view: { ...view, opensAt: (hours) => policy.opensAt(hours, now()) },
    },
  };
}

function groupsOf({ judge, formerGroups }: Judging): PolicyForDelivery["groupsOf"] {
  return (alert) => {
    const { groupId } = judge(alert);
    return [groupId, ...(formerGroups?.(alert, groupId) ?? []).map((place) => place.groupId)];
  };
}
