import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { type ReusedStore, reusedStore } from "../../support/reused-store.ts";
import { alertBody, type SampleAlert } from "../../support/samples.ts";
import { startUnderTest, type UnderTest, type UnderTestOptions } from "../../support/vigie-under-test.ts";
import { type StoreKind, storeKinds, storeMissing } from "../stores.ts";

export const secondMs = 1_000;
export const minuteMs = 60_000;

/** Far more calls than any journey makes. */
export const always = 1_000_000;

const incidentSchema = z.looseObject({
  id: z.string(),
  severity: z.string(),
  phase: z.string(),
  family: z.string(),
  service: z.string().nullable(),
  received: z.number(),
});
const detailSchema = incidentSchema.extend({
  truncated: z.number(),
  destinations: z.array(z.looseObject({ destination: z.string(), state: z.string(), reason: z.string().nullable() })),
});
export type SeenIncident = z.infer<typeof incidentSchema>;

/** One Vigie with the policy of these journeys, and what a journey asks it. */
export type Journey = {
  readonly vigie: UnderTest;
  readonly start: (options?: Partial<UnderTestOptions>) => Promise<UnderTest>;
  /** Lets so much time pass, with all that falls due in it. */
  readonly pass: (ms: number) => Promise<void>;
  readonly send: (...alerts: readonly SampleAlert[]) => Promise<void>;
  readonly incidents: () => Promise<readonly SeenIncident[]>;
  readonly detail: (id: string) => Promise<z.infer<typeof detailSchema>>;
  /** The value of one series of `/metrics`. */
  readonly metric: (series: string) => Promise<number>;
  /** What a Slack channel shows, as JSON: messages with their threads. */
  readonly slack: (channel?: string) => string;
  readonly teams: () => string;
};

/** Tells the same journeys on each store, each with a Vigie of its own. */
export function journeysOn(
  kinds: readonly StoreKind[],
  title: string,
  tell: (journey: () => Journey) => void,
  options: (test: {
    readonly store: string;
  }) => Partial<UnderTestOptions> | Promise<Partial<UnderTestOptions>> = () => ({}),
): void {
  describe.each(kinds)(`${title}, on %s`, (kind) => {
    const missing = storeMissing(kind);
    if (missing) {
      it.skip(missing, () => {});
      return;
    }
    let store: ReusedStore;
    let url: string;
    let journey: Journey;
    const started: UnderTest[] = [];
    const start = async (more: Partial<UnderTestOptions> = {}) => {
      const vigie = await startUnderTest({ store: url, ...more, env: { VIGIE_POLICY: policyFile, ...more.env } });
      started.push(vigie);
      return vigie;
    };
    beforeAll(async () => {
      store = await reusedStore(kind);
    });
    afterAll(() => store.stop());
    beforeEach(async () => {
      url = await store.fresh();
      journey = journeyOf(await start(await options({ store: url })), start);
    });
    afterEach(async () => {
      for (const vigie of started.splice(0)) await vigie.stop();
    });
    tell(() => journey);
  });
}

export const onBothStores = (title: string, tell: (journey: () => Journey) => void): void =>
  journeysOn(storeKinds, title, tell);

const policyFile = new URL("policy.yaml", import.meta.url).pathname;

function journeyOf(vigie: UnderTest, start: Journey["start"]): Journey {
  const { seen, run } = vigie;
  return {
    vigie,
    start,
    pass: async (ms) => {
      const until = vigie.world.now() + ms;
      await vigie.settle(ms);
      vigie.world.set(until);
    },
    send: async (...alerts) => {
      const answer = await vigie.post("alertmanager", alertBody(alerts, vigie.world.now()));
      expect(answer).toEqual({ status: 200, body: { accepted: alerts.length, rejected: [] } });
    },
    incidents: async () =>
      z.object({ incidents: z.array(incidentSchema) }).parse(await vigie.get("/api/v1/incidents?limit=200")).incidents,
    detail: async (id) => detailSchema.parse(await vigie.get(`/api/v1/incidents/${id}`)),
    metric: async (series) => {
      const text = await (await fetch(`${run.origin}/metrics`)).text();
      const line = text.split("\n").find((one) => one.startsWith(`${series} `));
      if (!line) throw new Error(`no series ${series} in /metrics`);
      return Number(line.slice(series.length));
    },
    slack: (channel = "ai-alerts") => JSON.stringify(seen.slack().filter(({ channelName }) => channelName === channel)),
    teams: () => JSON.stringify(seen.teams()),
  };
}
