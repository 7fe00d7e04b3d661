import { randomBytes } from "node:crypto";
import type { AddressInfo } from "node:net";
import { type ServerType, serve } from "@hono/node-server";
import { getConnInfo } from "@hono/node-server/conninfo";
import { createApp } from "./app.ts";
import { type Config, isLoopback } from "./config.ts";
import { createDelivery, type Delivery } from "./delivery/delivery.ts";
import { jobNames } from "./delivery/jobs.ts";
import { readKept } from "./delivery/kept-binding.ts";
import { samePlaces, withoutTwins } from "./delivery/same-place.ts";
import { viewOf } from "./delivery/view-of.ts";
import { askAlertmanager } from "./diagnostics/alertmanager.ts";
import { notificationLine } from "./incident/draw.ts";
import { lanes, ranks } from "./incident/mark.ts";
import { createBodyBudget } from "./intake/body.ts";
import { createIntake, type Intake } from "./intake/intake.ts";
import type { Log } from "./log.ts";
import { createMetrics } from "./metrics.ts";
import type { Destination } from "./policy/destination.ts";
import type { Policy } from "./policy/policy.ts";
import { createMasker } from "./privacy/masker.ts";
import { noProbe, type Probe } from "./probe.ts";
import { createReceivers, type ReceiverAccess } from "./receivers/index.ts";
import type { CheckResult, Receiver } from "./receivers/receiver.ts";
import type { FaultBox } from "./sandbox/faults.ts";
import { createSandbox, sandboxCredentials } from "./sandbox/sandbox.ts";
import type { StandInState } from "./sandbox/state.ts";
import { openStore } from "./store/open-store.ts";
import { type Store, StoreAway, type StoredIncident } from "./store/port.ts";

/** Where the world comes in: clocks and chance, injected so that tests can be exact. */
export type World = {
  readonly now: () => number;
  readonly monotonicMs: () => number;
  readonly random: () => number;
  readonly randomHex: (bytes: number) => string;
  /** Whose clock judges leases and due times on Redis (protocol 1.6). */
  readonly storeClock: "server" | "injected";
};

export const realWorld: World = {
  now: () => Date.now(),
  monotonicMs: () => performance.now(),
  random: () => Math.random(),
  randomHex: (bytes) => randomBytes(bytes).toString("hex"),
  storeClock: "server",
};

export type StartOptions = {
  readonly config: Config;
  readonly policy: Policy;
  readonly log: Log;
  readonly world?: World;
  readonly probe?: Probe;
  /** The stand-ins' memory; needed when anything is sandboxed. */
  readonly sandboxState?: StandInState;
  /** `by-hand` starts no loop: `delivery.runDue()` does the work. */
  readonly deliver?: "loop" | "by-hand";
};

/** What the start-up check of a destination found. */
export type Checked = { readonly destination: Destination; readonly result: CheckResult };

/** A running Vigie. */
export type Running = {
  readonly origin: string;
  readonly store: Store;
  readonly intake: Intake;
  readonly delivery: Delivery;
  readonly faults: FaultBox | null;
  /** Resolves when every destination of the policy was checked. */
  readonly checked: Promise<readonly Checked[]>;
  /** Refuses new work, finishes what runs, lets go of everything (drain). */
  stop(): Promise<void>;
};

/** Longest wait for open connections to finish at a stop, in ms. */
const hardCloseMs = 10_000;
const checkTimeOutMs = 10_000;
/** A process whose clock is further off than this says so (protocol 1.6). */
const clockOffMaxMs = 2_000;

/**
 * Wires everything together and listens. Decides nothing.
 *
 * @throws StoreAway when the store cannot be opened; other errors name what to change
 */
export async function startVigie(options: StartOptions): Promise<Running> {
  const { config, policy, log, world = realWorld, probe = noProbe } = options;
  const store = await openStore(config.store, { ...world, clock: world.storeClock, policyName: policy.name });
  const metrics = createMetrics();
  const mask = createMasker({ key: config.maskKey ?? (await store.keep("mask-key", world.randomHex(32))) });
  await store.keep(`policy:${policy.hash}`, policy.text);

  // The stand-ins live at this very service, whose port is known once it listens: requests wait for the app until then.
  const wired = Promise.withResolvers<ReturnType<typeof createApp>>();
  const { server, origin } = await listen(config, async (request, env) => (await wired.promise).fetch(request, env));
  const sandbox = sandboxOf(options, world.now, `${origin}/sandbox`);
  const receivers = createReceivers(accessOf(config, `${origin}/sandbox`), world.now);
  const view = {
    sandbox: config.sandbox.size > 0,
    ...(config.publicUrl === undefined ? {} : { publicUrl: config.publicUrl }),
  };
  const viewNow = (stored: StoredIncident) => viewOf(store, stored, view, 0);
  for (const vendor of config.sandbox) metrics.set("sandbox", 1, { vendor });

  let same = samePlaces(policy.destinations.keys(), await knownPlaces(store, policy));
  let wake = () => {};
  const newAttemptId = () => world.randomHex(8);
  const intake = createIntake({
    store,
    judge: (alert) => withoutTwins(policy.judge(alert), same),
    now: world.now,
    newUid: () => world.randomHex(16),
    newAttemptId,
    meter: metrics,
    log,
    stillActive: askAlertmanager(config.alertmanagerUrl),
    marked: () => wake(),
    probe,
  });
  const delivery = createDelivery({
    store,
    receivers,
    destination: (id) => policy.destinations.get(id),
    tell: (incident, fact) => intake.tell(incident, fact),
    fallbackOf: (id, at) => policy.fallbackOf(id, at),
    acceptOwn: (alert) => intake.accept([alert], 0),
    view,
    now: world.now,
    monotonicMs: world.monotonicMs,
    random: world.random,
    newAttemptId,
    meter: metrics,
    log,
    probe,
  });
  wake = () => delivery.wake();

  let draining = false;
  const budget = createBodyBudget();
  const app = createApp({
    webhooks: {
      intake,
      mask,
      tokens: config.webhookTokens,
      budget,
      now: world.now,
      monotonicMs: world.monotonicMs,
      draining: () => draining,
      meter: metrics,
      log,
      probe,
    },
    access: {
      tokens: config.apiTokens,
      remoteAddress: (c) => getConnInfo(c).remote.address,
      isLoopback,
    },
    api: {
      store,
      viewOf: viewNow,
      titleOf: (shown) => notificationLine({ ...shown, sandbox: false }, config.locale),
      lastToldAt: (binding) => readKept(binding).lastToldAt ?? undefined,
    },
    web: {
      store,
      viewOf: viewNow,
      locale: config.locale,
      sandbox: config.sandbox.size > 0,
      sandboxedVendors: [...config.sandbox],
      now: world.now,
    },
    metrics,
    log,
    readiness: () => readiness(store, world.now, { draining, sandbox: [...config.sandbox], policy: policy.hash }),
    beforeScrape: async () => {
      metrics.set("bodies_in_work_bytes", budget.inWork());
      const offsetMs = await clockOffsetMs(store, world.now).catch(() => null);
      if (offsetMs !== null) metrics.set("clock_offset_seconds", offsetMs / 1000);
      const waiting = await store.backlog().catch(() => null);
      for (const lane of lanes) if (waiting) metrics.set("marks_waiting", waiting[lane], { lane });
    },
    ...(sandbox ? { sandbox: sandbox.routes } : {}),
  });
  wired.resolve(app);

  await store.mark(
    jobNames.map((job) => ({ subject: { kind: "job", job }, lane: "background", rank: ranks.rest, dueAt: 0 })),
  );
  const checked = checkAll(policy, receivers, log).then(async (all) => {
    same = samePlaces(policy.destinations.keys(), await rememberPlaces(store, policy, all));
    return all;
  });
  if (options.deliver !== "by-hand") delivery.start();

  return {
    origin,
    store,
    intake,
    delivery,
    faults: sandbox?.faults ?? null,
    checked,
    stop: async () => {
      draining = true;
      await delivery.stop();
      await closeServer(server);
      await intake.idle();
      await checked.catch(() => {});
      await store.close();
      options.sandboxState?.close();
    },
  };
}

async function listen(
  { host, port }: Config,
  fetch: (request: Request, env: object) => Promise<Response>,
): Promise<{ server: ServerType; origin: string }> {
  const { promise, resolve, reject } = Promise.withResolvers<AddressInfo>();
  const server = serve({ fetch, hostname: host, port }, resolve);
  server.once("error", reject);
  const address = await promise;
  const name = address.family === "IPv6" ? `[${address.address}]` : address.address;
  const reachable = name === "0.0.0.0" || name === "[::]" ? "127.0.0.1" : name;
  return { server, origin: `http://${reachable}:${address.port}` };
}

/** Lets what is under way finish; idle keep-alive connections would hold the close for seconds (sdk-notes 0.10). */
async function closeServer(server: ServerType): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  if (!("closeIdleConnections" in server)) return closed;
  server.closeIdleConnections();
  const sweep = setInterval(() => server.closeIdleConnections(), 50);
  const hard = setTimeout(() => server.closeAllConnections(), hardCloseMs);
  await closed;
  clearInterval(sweep);
  clearTimeout(hard);
}

function sandboxOf({ config, policy, sandboxState }: StartOptions, now: () => number, baseUrl: string) {
  if (config.sandbox.size === 0) return null;
  if (!sandboxState) throw new Error("the sandbox needs a place for its memory");
  const slackChannels = [...policy.destinations.values()].flatMap((destination) => {
    if (destination.receiver !== "slack") return [];
    const name = destination.channel.replace(/^#/, "");
    return [destination.channel === name ? { name, id: name } : { name }];
  });
  return createSandbox({ vendors: config.sandbox, state: sandboxState, now, baseUrl: () => baseUrl, slackChannels });
}

/** Each vendor's access: the sandbox's where it stands in, else what the environment says. */
function accessOf(config: Config, base: string): ReceiverAccess {
  const own: ReceiverAccess = {
    ...(config.slack ? { slack: config.slack } : {}),
    ...(config.teams ? { teams: config.teams } : {}),
    ...(config.pagerduty ? { pagerduty: config.pagerduty } : {}),
    ...(config.jira ? { jira: config.jira } : {}),
  };
  const played: Required<ReceiverAccess> = {
    slack: { ...sandboxCredentials.slack, apiUrl: `${base}/slack/api/` },
    teams: {
      ...sandboxCredentials.teams,
      appType: "SingleTenant",
      serviceUrl: `${base}/teams/teams/emea/`,
      loginUrl: `${base}/teams`,
      openIdMetadataUrl: `${base}/teams/.well-known/openidconfiguration`,
    },
    pagerduty: { eventsUrl: `${base}/pagerduty` },
    jira: { host: `${base}/jira`, ...sandboxCredentials.jira },
  };
  const stoodIn = Object.fromEntries(
    Object.entries(played).filter(([vendor]) => [...config.sandbox].some((one) => one === vendor)),
  );
  return { ...own, ...stoodIn };
}

type ReadyState = { readonly draining: boolean; readonly sandbox: readonly string[]; readonly policy: string };

/** Ready while the store answers and nothing drains; a clock that is off is said, and stops nothing (protocol 1.6). */
async function readiness(store: Store, now: () => number, state: ReadyState) {
  const { kind, risks } = store.facts();
  const offsetMs = await store
    .ping()
    .then(() => clockOffsetMs(store, now))
    .catch((cause: unknown) => {
      if (cause instanceof StoreAway) return null;
      throw cause;
    });
  const clock = { offsetMs, wrong: Math.abs(offsetMs ?? 0) > clockOffMaxMs };
  return {
    ready: offsetMs !== null && !state.draining,
    store: { kind, reachable: offsetMs !== null, risks },
    clock,
    ...state,
  };
}

async function clockOffsetMs(store: Store, now: () => number): Promise<number> {
  return Math.round((await store.now()) - now());
}

async function checkAll(
  policy: Policy,
  receivers: ReadonlyMap<string, Receiver>,
  log: Log,
): Promise<readonly Checked[]> {
  return Promise.all(
    [...policy.destinations.values()].map(async (destination) => {
      try {
        const check = receivers.get(destination.receiver)?.check(destination, AbortSignal.timeout(checkTimeOutMs));
        return {
          destination,
          result: (await check) ?? { kind: "faulty", notes: [{ key: "not-configured", values: {} }] },
        };
      } catch (cause) {
        log.warn({ destination: destination.id, err: cause }, "a destination could not be checked");
        return { destination, result: { kind: "faulty", notes: [{ key: "unreachable", values: {} }] } };
      }
    }),
  );
}

/** Canonical ids found by earlier starts, so that a vendor that is away now changes nothing. */
async function knownPlaces(store: Store, policy: Policy): Promise<ReadonlyMap<string, string>> {
  const pairs = await Promise.all(
    [...policy.destinations.keys()].map(async (id) => [id, await store.kept(`place:${id}`)] as const),
  );
  return new Map(pairs.flatMap(([id, place]) => (place === null ? [] : [[id, place]])));
}

async function rememberPlaces(
  store: Store,
  policy: Policy,
  all: readonly Checked[],
): Promise<ReadonlyMap<string, string>> {
  for (const { destination, result } of all) {
    if ("canonical" in result && typeof result.canonical === "string")
      await store.keep(`place:${destination.id}`, result.canonical);
  }
  return knownPlaces(store, policy);
}
