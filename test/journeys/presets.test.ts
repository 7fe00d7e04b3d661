import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { alertBody, driftBody } from "../support/samples.ts";
import { startUnderTest, type UnderTest } from "../support/vigie-under-test.ts";
import { freshStore, storeKinds, storeMissing } from "./stores.ts";

const env = { VIGIE_POLICY: new URL("presets.policy.yaml", import.meta.url).pathname };
const listed = z.object({
  incidents: z.array(z.looseObject({ severity: z.string(), service: z.string().optional(), received: z.number() })),
});

describe.each(storeKinds)("on %s, with a preset for each of three services", (kind) => {
  const missing = storeMissing(kind);
  if (missing) {
    it.skip(missing, () => {});
    return;
  }
  let vigie: UnderTest;
  let end: () => Promise<void>;

  beforeEach(async () => {
    const store = await freshStore(kind);
    vigie = await startUnderTest({ store: store.url, env });
    end = async () => {
      await vigie.stop();
      await store.stop();
    };
  });
  afterEach(() => end());

  const highErrorRate = async (service: string) => {
    const alert = { name: "HighErrorRate", labels: { service, severity: "warning" }, fingerprint: service };
    const answer = await vigie.post("alertmanager", alertBody([alert], vigie.world.now()));
    expect(answer.status).toBe(200);
  };
  const cards = () => vigie.seen.slack().map((message) => JSON.stringify(message));

  it("C-02, U-31: HighErrorRate of two applications is two incidents, each with its own runbook", async () => {
    await highErrorRate("ai-lab-app");
    await highErrorRate("web");
    await vigie.settle();

    const { incidents } = listed.parse(await vigie.get("/api/v1/incidents"));
    expect(incidents).toHaveLength(2);
    const [first, second] = cards();
    const ofWeb = first?.includes("ApplicationDown5xx") ? first : second;
    const ofAiApp = ofWeb === first ? second : first;
    expect(ofWeb).toContain("csv-analyzer");
    expect(ofWeb).toContain("First: open the playbook ApplicationDown5xx");
    expect(ofAiApp).toContain("ai-app");
    expect(ofAiApp).toContain("First: look at which type of error prevails");
    expect(ofAiApp).not.toContain("ApplicationDown5xx");
  });

  it.each([
    [0.05, 0],
    [0.049, 1],
  ])("U-32: a KS test's p-value of %s tells CSV Analyzer's chat %i times, and pages nobody", async (value, told) => {
    const measured = { service: "csv-analyzer", model: "rows", metric: "ks_p_value", value, baseline: null };
    const answer = await vigie.post("drift", driftBody(0, vigie.world.now(), measured));
    expect(answer.status).toBe(200);
    await vigie.settle();
    expect(cards()).toHaveLength(told);
    expect(vigie.seen.pages()).toEqual([]);
  });

  it("a drop of 11 % is URGENT for CSV Analyzer and for fab-ia, one of 6 % only for fab-ia (A002-11, A000-49)", async () => {
    const drop = async (service: string, percent: number) => {
      const answer = await vigie.post("drift", driftBody(percent, vigie.world.now(), { service, model: service }));
      expect(answer.status).toBe(200);
    };
    await drop("csv-analyzer", 6);
    await drop("credit-scoring", 6);
    await vigie.settle();
    const levels = async () => {
      const { incidents } = listed.parse(await vigie.get("/api/v1/incidents"));
      return incidents.map(({ severity }) => severity).sort();
    };
    expect(await levels()).toEqual(["critical"]);
    vigie.world.advance(3_600_000);
    await drop("csv-analyzer", 11);
    await drop("credit-scoring", 11);
    await vigie.settle();
    expect(await levels()).toEqual(["urgent", "urgent"]);
  });
});
