import { getConnInfo } from "@hono/node-server/conninfo";
import { handlers } from "../handlers/index.ts";
import { actOnModels } from "./act-on-models.ts";
import { createActing } from "./acting/create-acting.ts";
import { createFireDrills } from "./acting/fire-drills.ts";
import { isLocal } from "./api/access.ts";
import { createApp } from "./app.ts";
import { offersOf } from "./chat/offers.ts";
import { accountsOf } from "./chat/people/accounts-of.ts";
import { onCallMentions } from "./chat/people/on-call-mentions.ts";
import { personMentions } from "./chat/people/person-mentions.ts";
import { openConversations } from "./chat/teams/conversations.ts";
import type { PolicyResult } from "./cli/policy-of.ts";
import { type Config, isLoopback } from "./config.ts";
import type { Checked } from "./delivery/check-destinations.ts";
import { createDelivery, type Delivery } from "./delivery/delivery.ts";
import { jobNames } from "./delivery/jobs.ts";
import { readKept } from "./delivery/kept-binding.ts";
import { viewOf } from "./delivery/view-of.ts";
import { alertmanagerAccess } from "./diagnostics/alertmanager.ts";
import { titleOf } from "./incident/draw.ts";
import type { Incident } from "./incident/incident.ts";
import { ranks } from "./incident/mark.ts";
import { createBodyBudget, maxChangeBodiesBytes, maxChangeBodyBytes } from "./intake/body.ts";
import { createIntake, type Intake } from "./intake/intake.ts";
import { closeServer, listen } from "./listen.ts";
import { type Chat, createChat } from "./listening/create-chat.ts";
import type { Log } from "./log.ts";
import { createMetrics } from "./metrics.ts";
import type { Policy } from "./policy/policy.ts";
import { policyInForce } from "./policy-in-force.ts";
import { createPolicyService, type PolicyService } from "./policy-service.ts";
import { createMasker } from "./privacy/masker.ts";
import { noProbe, type Probe } from "./probe.ts";
import { createProxyWatch } from "./proxy-watch.ts";
import { readGauges } from "./read-gauges.ts";
import { readiness } from "./readiness.ts";
import { createReceivers } from "./receivers/index.ts";
import type { FaultBox } from "./sandbox/faults.ts";
import type { StandInState } from "./sandbox/state.ts";
import { createSilences } from "./silences.ts";
import { played, slackChannelsOf, startSandbox } from "./start-sandbox.ts";
import { lastToldAt } from "./store/last-told-at.ts";
import { openStore } from "./store/open-store.ts";
import type { Store, StoredIncident } from "./store/port.ts";
import { hearsPages, toldBy, vendorAccess } from "./vendor-access.ts";
import type { WebDeps } from "./web/create-web.ts";
import { realWorld, type World } from "./world.ts";

export type StartOptions = {
  readonly config: Config;
  readonly policy: Policy;
  readonly log: Log;
  readonly world?: World;
  readonly probe?: Probe;
  /** The stand-ins' memory; needed when anything is sandboxed. */
  readonly sandboxState?: StandInState;
  /** Reads the policy again; without it a reload is refused. */
  readonly loadPolicy?: () => Promise<PolicyResult>;
  /** `by-hand` starts no loop and no timer: `delivery.runDue()`, `policies.watch.look()` and `policies.announce()` do. */
  readonly deliver?: "loop" | "by-hand";
};

/** A running Vigie. */
export type Running = {
  readonly origin: string;
  readonly store: Store;
  readonly intake: Intake;
  readonly delivery: Delivery;
  readonly faults: FaultBox | null;
  /** Resolves when every destination of the policy was checked; never rejects. */
  readonly checked: Promise<readonly Checked[]>;
  /** Reads the policy again, finds that its files changed, hears what other replicas run. */
  readonly policies: PolicyService;
  /** What people press and ask. */
  readonly chat: Chat;
  /** Refuses new work, finishes what runs, lets go of everything (drain). */
  stop(): Promise<void>;
};

/** Of what does not come in at the door for alerts, little is masked and little of it twice. */
const maskMemoryBytes = 2 * 1024 * 1024;

/**
 * Wires everything together and listens. Decides nothing.
 *
 * @throws StoreAway when the store cannot be opened; other errors name what to change
 */
export async function startVigie(options: StartOptions): Promise<Running> {
  const { config, policy, log, world = realWorld, probe = noProbe } = options;
  const store = await openStore(config.store, {
    now: world.now,
    randomHex: world.randomHex,
    clock: world.storeClock,
    policyName: policy.name,
    log: (message, fields = {}) => log.info(fields, message),
  });
  const metrics = createMetrics();
  const maskKey = config.maskKey ?? (await store.keep("mask-key", world.randomHex(32)));
  const mask = createMasker({ key: maskKey, memoryBytes: maskMemoryBytes });

  // The stand-ins live at this very service, whose port is known once it listens: requests wait for the app until then.
  const wired = Promise.withResolvers<ReturnType<typeof createApp>>();
  const { server, origin } = await listen(config, async (request, env) => (await wired.promise).fetch(request, env));
  const secret = world.randomHex(16);
  const sandbox = startSandbox(options, world.now, { origin, secret });
  const conversations = await openConversations(store);
  const vendors = toldBy(conversations, vendorAccess(config, `${origin}/sandbox`, secret));
  const receivers = createReceivers(vendors, world.now);
  const inForce = await policyInForce(policy, {
    store,
    receivers,
    lookUp: (variable) => config.env[variable] ?? (config.sandbox.has("pagerduty") ? played(variable) : undefined),
    view: {
      sandbox: config.sandbox.size > 0,
      offers: (incident) => offersNow(incident),
      onCall: (incident) => onCallMentions(chat.directory, incident),
      mentions: (people) => personMentions(chat.directory, people),
      ...(config.publicUrl === undefined ? {} : { publicUrl: config.publicUrl }),
    },
    prepare: (next) => sandbox?.addSlackChannels(slackChannelsOf(next)),
    now: world.now,
    log,
  });
  const offersNow = (incident: Incident) => offersOf(handlers, incident, inForce.read().policy.people);
  const bindings = { store, lastToldAt: (binding: unknown) => readKept(binding).lastToldAt ?? undefined };
  const viewNow = (stored: StoredIncident) => viewOf(store, stored, inForce.read().delivery.view, 0);
  for (const vendor of config.sandbox) metrics.set("sandbox", 1, { vendor });

  let wake = () => {};
  const newAttemptId = () => world.randomHex(8);
  const silences = createSilences({ store, now: world.now });
  const alertmanager = alertmanagerAccess(config.alertmanagerUrl);
  const intake = createIntake({
    ...{ store, silences, log, probe, newAttemptId, meter: metrics },
    judging: () => inForce.read().judging,
    proxies: createProxyWatch(store, () => inForce.read().policy),
    now: world.now,
    newUid: () => world.randomHex(16),
    stillActive: alertmanager.stillActive,
    marked: () => wake(),
  });
  const fireDrills = createFireDrills({
    store,
    intake,
    policy: () => inForce.read().policy,
    now: world.now,
    newId: () => world.randomHex(8),
  });
  const { vault, changes, remediation, automation } = actOnModels({
    ...{ config, store, intake, inForce, mask, maskKey, world, log, probe },
    tell: fireDrills.tell,
    marked: () => wake(),
    meter: metrics,
  });
  const delivery = createDelivery({
    store,
    receivers,
    policy: () => inForce.read().delivery,
    tell: fireDrills.tell,
    acceptOwn: (alert) => intake.accept([alert], 0),
    accept: (alerts) => intake.accept(alerts, 0),
    silences,
    goneAmong: alertmanager.goneAmong,
    expireThere: alertmanager.expire,
    remediation,
    hearsPages: hearsPages(vendors),
    slackIdsOf: (actors) => accountsOf(actors, "slack", chat.directory),
    now: world.now,
    monotonicMs: world.monotonicMs,
    random: world.random,
    newAttemptId,
    jobs: () => ({ ...chat.jobs, ...changes.jobs }),
    meter: metrics,
    log,
    probe,
  });
  wake = () => delivery.wake();

  const chat = createChat({
    ...{ store, intake, automation, handlers, vendors, mask, silences, conversations, world, alertmanager, log },
    policy: () => inForce.read().policy,
    webhooks: {
      tokens: config.webhookTokens,
      isLocal: (c) => isLocal(c, getConnInfo(c).remote.address, isLoopback),
    },
    viewOf: viewNow,
    locale: config.locale,
    ...(config.publicUrl === undefined ? {} : { publicUrl: config.publicUrl }),
    meter: metrics,
  });

  const policies = createPolicyService({
    ...{ inForce, store, world, log, meter: metrics, locale: config.locale },
    load: options.loadPolicy,
    hasFile: config.policyFile !== null,
    accept: (alert) => intake.accept([alert], 0),
    taken: changes.policyTaken,
  });

  const web: WebDeps = {
    store,
    viewOf: viewNow,
    lastToldAt: (incident) => lastToldAt(incident, bindings),
    locale: config.locale,
    sandbox: config.sandbox.size > 0,
    sandboxedVendors: [...config.sandbox],
    automation: automation.read,
    now: world.now,
  };
  let draining = false;
  const budget = createBodyBudget();
  const app = createApp({
    webhooks: {
      intake,
      mask: createMasker({ key: maskKey, addresses: vault.addresses }),
      keepSources: vault.keep,
      tokens: config.webhookTokens,
      budget,
      now: world.now,
      monotonicMs: world.monotonicMs,
      draining: () => draining,
      meter: metrics,
      log,
      probe,
    },
    changes: { ...changes, mask, budget: createBodyBudget(maxChangeBodiesBytes, maxChangeBodyBytes) },
    access: {
      tokens: config.apiTokens,
      remoteAddress: (c) => getConnInfo(c).remote.address,
      isLoopback,
    },
    api: {
      titleOf: (incident) => titleOf(incident, config.locale),
      offersOf: offersNow,
      actsFor: (token) => inForce.read().policy.people.tokens.get(token)?.actsFor ?? false,
      locale: config.locale,
      now: world.now,
      ...bindings,
    },
    web,
    acting: createActing({ web, chat, fireDrills, tokens: config.apiTokens, policy: () => inForce.read().policy }),
    metrics,
    log,
    readiness: () =>
      readiness(store, world.now, {
        draining,
        sandbox: [...config.sandbox],
        policy: inForce.read().policy.hash,
        policies: policies.hashes(),
        automation: automation.read,
      }),
    reload: policies.reload,
    chat,
    beforeScrape: async () => {
      metrics.set("bodies_in_work_bytes", budget.inWork());
      await readGauges({ store, now: world.now, meter: metrics, groupsOf: () => inForce.read().delivery.groupsOf });
    },
    ...(sandbox ? { sandbox: sandbox.routes } : {}),
  });
  wired.resolve(app);

  await store.mark(
    [...jobNames, ...Object.keys({ ...chat.jobs, ...changes.jobs })].map((job) => ({
      subject: { kind: "job", job },
      lane: "background",
      rank: ranks.rest,
      dueAt: 0,
    })),
  );
  await changes.policyTaken();
  if (options.deliver !== "by-hand") {
    delivery.start();
    policies.start();
    chat.start();
  }

  return {
    origin,
    store,
    intake,
    delivery,
    faults: sandbox?.faults ?? null,
    checked: inForce.checked,
    policies,
    chat,
    stop: async () => {
      draining = true;
      await policies.stop();
      await chat.stop();
      await delivery.stop();
      await closeServer(server);
      await intake.idle();
      await inForce.checked;
      await store.close();
      options.sandboxState?.close();
    },
  };
}
