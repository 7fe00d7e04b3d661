import { afterEach, expect, it } from "vitest";
import { type CreditScene, creditJourney, openCreditScene } from "../support/credit-scene.ts";
import { type Journey, journeysOn, minuteMs } from "./delivery/journey.ts";
import { storeKinds } from "./stores.ts";

const hourMs = 60 * minuteMs;
let scene: CreditScene;

afterEach(() => scene?.stop());

journeysOn(storeKinds, "what is wanted of a look at the world (behaviour 7)", tellOutlook, async () => {
  scene = await openCreditScene(new URL("outlook.policy.yaml", import.meta.url));
  return { env: scene.env };
});

function tellOutlook(given: () => Journey): void {
  const { championMoved, incidentOf, measure, settle } = creditJourney(given);
  /** How an incident stands: what ran, or which conditions stand against it. */
  const outcome = async (family?: string) => {
    const { runs = [], proposal } = await incidentOf(family);
    const failing = proposal?.ticks.filter(({ ok }) => !ok).map(({ id }) => id) ?? [];
    return {
      ...{ moved: scene.mlflow.effects(), runs: runs.map(({ action, by }) => `${action} by ${by}`) },
      asked: proposal && `${proposal.because}: ${failing.join(", ")}`,
    };
  };
  const asked = (what: string) => ({ moved: 0, runs: [], asked: what });

  it("counts a change after the last healthy window alone", async () => {
    await championMoved(3 * hourMs);
    await measure("accuracy", 1);
    await given().pass(hourMs);
    await measure("accuracy", 0.8);
    await settle();
    expect(await outcome()).toEqual(asked("ticks: changed-before"));
  });

  it("asks after a minute without the registry, and acts by itself once it is back", async () => {
    await championMoved(42 * minuteMs);
    scene.mlflow.faults.fail("read", "broken");
    await measure("accuracy", 0.8);
    await given().pass(50_000);
    expect(await outcome()).toEqual({ moved: 0, runs: [], asked: undefined });
    await settle();
    expect(await outcome()).toEqual(asked("ticks: target, tested"));
    scene.mlflow.faults.heal();
    await given().pass(5 * minuteMs);
    expect(await outcome()).toEqual({ moved: 1, runs: ["rollback by vigie"], asked: undefined });
  });

  it("asks for a security incident, never by itself (C-08)", async () => {
    await championMoved(42 * minuteMs);
    await measure("accuracy", 0.8, { labels: { team: "security" } });
    await settle();
    expect(await outcome()).toEqual(asked("criterion: "));
  });
}
