import { expect, it } from "vitest";
import { driftBody } from "../support/samples.ts";
import { journeysOn } from "./delivery/journey.ts";
import { storeKinds } from "./stores.ts";

const env = { VIGIE_POLICY: new URL("presets.policy.yaml", import.meta.url).pathname };
const title = "with a preset for each of three services";

journeysOn(storeKinds, title, tell, () => ({ env }));

function tell(journey: Parameters<Parameters<typeof journeysOn>[2]>[0]): void {
  const highErrorRate = (service: string) =>
    journey().send({ name: "HighErrorRate", labels: { service, severity: "warning" }, fingerprint: service });
  const measure = async (percentWorse: number, more: Readonly<Record<string, unknown>>) => {
    const { vigie } = journey();
    const answer = await vigie.post("drift", driftBody(percentWorse, vigie.world.now(), more));
    expect(answer.status).toBe(200);
  };
  const cards = () =>
    journey()
      .vigie.seen.slack()
      .map((message) => JSON.stringify(message));

  it("C-02, U-31: HighErrorRate of two applications is two incidents, each with its own runbook", async () => {
    await highErrorRate("ai-lab-app");
    await highErrorRate("web");
    await journey().vigie.settle();

    expect(await journey().incidents()).toHaveLength(2);
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
    await measure(0, { service: "csv-analyzer", model: "rows", metric: "ks_p_value", value, baseline: null });
    await journey().vigie.settle();
    expect(cards()).toHaveLength(told);
    expect(journey().vigie.seen.pages()).toEqual([]);
  });

  it("a drop of 11 % is URGENT for CSV Analyzer and for fab-ia, one of 6 % only for fab-ia (A002-11, A000-49)", async () => {
    const { vigie, incidents } = journey();
    const drop = (service: string, percent: number) => measure(percent, { service, model: service });
    const levels = async () => (await incidents()).map(({ severity }) => severity).sort();
    await drop("csv-analyzer", 6);
    await drop("credit-scoring", 6);
    await vigie.settle();
    expect(await levels()).toEqual(["critical"]);
    vigie.world.advance(3_600_000);
    await drop("csv-analyzer", 11);
    await drop("credit-scoring", 11);
    await vigie.settle();
    expect(await levels()).toEqual(["urgent", "urgent"]);
  });
}
