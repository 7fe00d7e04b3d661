import { Histogram, Counter as PromCounter, Gauge as PromGauge, Registry } from "prom-client";
import { pressedHandlers, pressOutcomes } from "./chat/create-desk.ts";
import { hookRefusals, hookVendors } from "./chat/vendor-hook.ts";
import { actionIds } from "./incident/actions/action-ids.ts";
import { lanes } from "./incident/mark.ts";
import { refusals } from "./intake/webhook.ts";
import type { Counter, Gauge, Meter, Timer } from "./meter.ts";
import { stepProviders } from "./policy/actions/step.ts";
import { deliveryReasons } from "./receivers/receiver.ts";
import { actionOutcomes, outlookOutcomes } from "./remediation-meter.ts";
import { sandboxVendors } from "./sandbox/stand-in.ts";
import { changeSources } from "./sources/changes/index.ts";
import { sources } from "./sources/index.ts";

/** A closed list of label values for each label: every series exists from the start, at zero (style 9). */
type Labels = Readonly<Record<string, readonly string[]>>;

const receivers = ["slack", "teams", "pagerduty", "jira"] as const;
const source = sources.map(({ name }) => name);
const changeSource = changeSources.map(({ name }) => name);

const counters: Readonly<Record<Counter, readonly [help: string, labels: Labels]>> = {
  alerts_received_total: ["Alerts accepted, repeats and those that the policy drops included.", { source }],
  alerts_rejected_total: ["Alerts in accepted requests that could not be read.", { source }],
  changes_received_total: ["Changes of models and services that were told.", { source: changeSource }],
  requests_refused_total: [
    "Webhook requests that were not taken in.",
    {
      source: [...source, ...changeSource, ...hookVendors],
      reason: [...new Set([...Object.keys(refusals), ...Object.keys(hookRefusals)])],
    },
  ],
  decisions_total: ["What alerts and deliveries came to.", { kind: ["change", "count", "nothing", "drop"] }],
  figures_differing_total: ["Measurements whose sender reckons another degradation, by more than 0.1 point.", {}],
  store_conflicts_total: ["Commits decided again because another replica was first.", {}],
  store_away_total: ["Commits that the store did not take.", {}],
  deliveries_total: ["Vendor writes by outcome.", { receiver: receivers, outcome: ["sent", ...deliveryReasons] }],
  dead_letters_total: ["Deliveries given up until the next fact.", { receiver: receivers, reason: deliveryReasons }],
  presses_total: ["What people pressed, and what it came to.", { handler: pressedHandlers, outcome: pressOutcomes }],
  actions_total: [
    "What actions on models came to: reached, whether that helped, or why not.",
    { action: actionIds, outcome: actionOutcomes },
  ],
  outlooks_total: ["Looks at what could be done, and what the policy wanted of it.", { outcome: outlookOutcomes }],
  bugs_total: ["Faults of Vigie itself, caught.", { where: ["decide", "delivery", "http", "policy"] }],
};

const timers: Readonly<Record<Timer, readonly [help: string, labels: Labels, bucketsMs: readonly number[]]>> = {
  accept_ms: [
    "From a request's arrival to its durable commit.",
    { source },
    [1, 2, 5, 10, 25, 50, 100, 250, 1_000, 5_000],
  ],
  delivery_ms: [
    "From the commit that asked for it to the first delivery.",
    { receiver: receivers },
    [100, 250, 500, 1_000, 2_000, 5_000, 10_000, 30_000, 60_000, 300_000],
  ],
  vendor_call_ms: [
    "One call to a vendor.",
    { receiver: receivers },
    [10, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000],
  ],
  action_step_ms: [
    "One step of an action, from the moment that its call leaves to its end.",
    { provider: stepProviders },
    [50, 250, 1_000, 5_000, 30_000, 120_000, 600_000],
  ],
};

const gauges: Readonly<Record<Gauge, readonly [help: string, labels: Labels]>> = {
  clock_offset_seconds: ["How far the store's clock is ahead of this process's; more than 2 s is wrong.", {}],
  page_undelivered: ["1 while a page is known not to have been delivered.", {}],
  sandbox: ["1 where the sandbox stands in for a vendor.", { vendor: sandboxVendors }],
  marks_waiting: ["Marks waiting or under a lease.", { lane: lanes }],
  bodies_in_work_bytes: ["Bytes of request bodies in work.", {}],
  policy_reload_success: [
    "1 while the policy's files are as good as the policy in force; 0 where they are faulty.",
    {},
  ],
  policy_reload_timestamp_seconds: ["When the policy was last read successfully.", {}],
  policy_hash: ["The hash of the policy in force, as a number: replicas that show another run another policy.", {}],
  policies_in_force: ["How many different policies the replicas run; more than 1 for long is wrong.", {}],
};

export type Metrics = Meter & { readonly text: () => Promise<string>; readonly contentType: string };

/** Prometheus metrics of this process, each series created at zero. */
export function createMetrics(): Metrics {
  const registry = new Registry();
  const counterOf = new Map<Counter, PromCounter>();
  const timerOf = new Map<Timer, Histogram>();
  const gaugeOf = new Map<Gauge, PromGauge>();
  for (const [name, [help, labels]] of entries(counters)) {
    const counter = new PromCounter({
      name: `vigie_${name}`,
      help,
      labelNames: Object.keys(labels),
      registers: [registry],
    });
    for (const set of combinations(labels)) counter.inc(set, 0);
    counterOf.set(name, counter);
  }
  for (const [name, [help, labels, buckets]] of entries(timers)) {
    const seconds = `vigie_${name.replace(/_ms$/, "_seconds")}`;
    const histogram = new Histogram({
      name: seconds,
      help,
      labelNames: Object.keys(labels),
      buckets: buckets.map((ms) => ms / 1000),
      registers: [registry],
    });
    for (const set of combinations(labels)) histogram.zero(set);
    timerOf.set(name, histogram);
  }
  for (const [name, [help, labels]] of entries(gauges)) {
    const gauge = new PromGauge({
      name: `vigie_${name}`,
      help,
      labelNames: Object.keys(labels),
      registers: [registry],
    });
    for (const set of combinations(labels)) gauge.set(set, 0);
    gaugeOf.set(name, gauge);
  }
  return {
    count: (name, labels = {}, by = 1) => counterOf.get(name)?.inc({ ...labels }, by),
    observe: (name, ms, labels = {}) => timerOf.get(name)?.observe({ ...labels }, ms / 1000),
    set: (name, value, labels = {}) => gaugeOf.get(name)?.set({ ...labels }, value),
    text: () => registry.metrics(),
    contentType: registry.contentType,
  };
}

function combinations(labels: Labels): Record<string, string>[] {
  return Object.entries(labels).reduce<Record<string, string>[]>(
    (sets, [label, values]) => sets.flatMap((set) => values.map((value) => ({ ...set, [label]: value }))),
    [{}],
  );
}

function entries<K extends string, V>(record: Readonly<Record<K, V>>): [K, V][] {
  return Object.entries(record) as [K, V][];
}
