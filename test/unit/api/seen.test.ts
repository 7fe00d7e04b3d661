import { expect, it, onTestFinished } from "vitest";
import { askSeen } from "../../../src/cli/ask-seen.ts";
import { alertBody, driftBody } from "../../support/samples.ts";
import { startUnderTest } from "../../support/vigie-under-test.ts";

it("GET /api/v1/seen answers what alerts spoke of, as policy check --url asks for it", async () => {
  const vigie = await startUnderTest();
  onTestFinished(() => vigie.stop());
  const labels = { alertname: "Down", service: "checkout", severity: "sev2" };
  await vigie.post("alertmanager", alertBody([{ labels }, { labels: { ...labels, team: "sre" } }], vigie.world.now()));
  await vigie.post("drift", driftBody(5, vigie.world.now(), { service: "credit-scoring" }));
  await vigie.settle();
  const answer = await askSeen(vigie.run.origin, "en", { env: {}, fetch });
  expect(answer).toEqual({
    ok: true,
    seen: {
      metrics: [{ service: "credit-scoring", metric: "accuracy" }],
      severities: [{ source: "alertmanager", label: "severity", value: "sev2" }],
      teams: ["sre"],
      services: ["checkout", "credit-scoring"],
    },
  });
});
