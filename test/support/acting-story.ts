import { expect } from "vitest";
import type { Run } from "../../src/incident/actions/run.ts";
import type { HandlerId } from "../../src/incident/handler-ids.ts";
import type { SandboxPerson } from "../../src/sandbox/people.ts";
import type { StoredIncident } from "../../src/store/port.ts";
import type { Journey } from "../journeys/delivery/journey.ts";
import { inSlack } from "./chats.ts";
import type { CreditScene } from "./credit-scene.ts";
import type { UnderTest } from "./vigie-under-test.ts";

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

/** Services of `did-it-help.policy.yaml`, each with the model that it serves. */
export const acted = {
  credit: { service: "credit-scoring", model: "credit" },
  late: { service: "late-labels", model: "late" },
  proxied: { service: "with-proxy", model: "proxied" },
  queried: { service: "by-query", model: "queried" },
  stepped: { service: "in-steps", model: "stepped" },
} as const;
type About = (typeof acted)[keyof typeof acted];

type Pressing = {
  readonly values?: Readonly<Record<string, string>>;
  readonly version?: number;
  /** The replica that is pressed at. */
  readonly at?: UnderTest;
};

/** What happens to a model, and what is read of its incidents. */
export function actingStory(given: () => Journey, scene: () => CreditScene, about: About) {
  const now = () => given().vigie.world.now();
  const iso = (at: number) => new Date(at).toISOString();
  const post = async (path: string, body: object) => {
    expect(await given().vigie.post(path, body)).toMatchObject({ status: 200, body: { rejected: [] } });
  };
  const stored = async (): Promise<StoredIncident> => {
    const { incidents } = await given().vigie.run.store.list({ limit: 200 });
    const newest = incidents.find(
      ({ incident: { identity } }) => identity.service === about.service && identity.family === "model-quality",
    );
    if (!newest) throw new Error(`there is no incident of ${about.service}`);
    return newest;
  };
  /** A measurement of the hour that ends now. */
  const measure = (value: number, more: object = {}) =>
    post("drift", {
      ...{ ...about, model_version: scene().mlflow.aliases.get("champion"), environment: "production" },
      ...{ metric: "accuracy", value, baseline: 0.948, sample_size: 50_000, role: "champion" },
      window: { from: iso(now() - hourMs), to: iso(now()) },
      ...more,
    });
  /** The registry tells that champion moved so long ago. */
  const moves = (from: string, to: string, agoMs: number) =>
    post("deployment", { ...about, kind: "alias", name: "champion", from, to, at: iso(now() - agoMs) });
  const runs = async (): Promise<readonly Run[]> => (await stored()).incident.runs ?? [];
  return {
    ...{ stored, measure, moves, runs },
    /** Champion moved from v7 to v8 42 min ago, and the model is 10.8 % worse since: what follows is Vigie's. */
    getsWorse: async (more: object = {}, passMs = 3 * minuteMs) => {
      await moves("7", "8", 42 * minuteMs);
      await measure(0.846, more);
      await given().pass(passMs);
    },
    /** The card with its thread, of this incident or of the one with a number. */
    card: async (number?: number) => inSlack(given().vigie).shows(`VIG-${number ?? (await stored()).number}`),
    lastRun: async () => (await runs()).at(-1),
    entries: async (kind: string) => {
      const entries = await given().vigie.run.store.journal((await stored()).incident, 0, 1_000);
      return entries.filter((entry) => entry.kind === kind);
    },
    press: async (
      who: SandboxPerson,
      handler: HandlerId,
      { at = given().vigie, values = {}, version }: Pressing = {},
    ) => {
      const account = { vendor: "slack", id: who.slack } as const;
      const incident = { number: (await stored()).number };
      const pressed = { handler, incident, account, where: "slack", locale: "en", values } as const;
      return at.run.chat.desk.press({ ...pressed, ...(version === undefined ? {} : { version }) });
    },
  };
}
