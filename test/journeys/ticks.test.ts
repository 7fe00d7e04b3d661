import { afterEach, expect, it } from "vitest";
import { type SandboxPerson, sandboxPeople } from "../../src/sandbox/people.ts";
import { inSlack } from "../support/chats.ts";
import { type CreditScene, creditJourney, openCreditScene } from "../support/credit-scene.ts";
import { mlflowVersion } from "../support/stand-ins/mlflow-server.ts";
import { type Journey, journeysOn, minuteMs, secondMs } from "./delivery/journey.ts";
import { storeKinds } from "./stores.ts";

const [ada] = sandboxPeople;
const hourMs = 60 * minuteMs;
let scene: CreditScene;

afterEach(() => scene?.stop());

journeysOn(storeKinds, "each condition of rolling back by itself (behaviour 7)", tellTicks, async () => {
  scene = await openCreditScene(new URL("ticks.policy.yaml", import.meta.url));
  return { env: scene.env };
});

function tellTicks(given: () => Journey): void {
  const { championMoved, entries, idOf, incidentOf, measure, settle } = creditJourney(given);
  const card = async (family?: string, channel?: string) => inSlack(given().vigie, channel).card(await idOf(family));
  const press = async (who: SandboxPerson, handler: string, expects: "card" | "form") =>
    inSlack(given().vigie).press(who, await idOf(), handler, expects);
  /** What ran, and how often the registry was written to. */
  const done = async (family?: string) => {
    const { runs = [] } = await incidentOf(family);
    return { runs: runs.map(({ by, state }) => `${by}: ${state}`), moved: scene.mlflow.effects() };
  };
  const nothing = { runs: [], moved: 0 };

  type Row = {
    readonly what: string;
    readonly happens: () => Promise<void>;
    readonly family?: string;
    readonly en: string;
    readonly fr: string;
  };
  it.each<Row>([
    {
      what: "another version serves",
      happens: async () => {
        scene.loaded = "9";
        await measure("accuracy", 0.8);
      },
      en: "v8 was measured, but v9 is serving.",
      fr: "v8 a été mesurée, mais v9 est en service.",
    },
    {
      what: "the input drifts, not the performance",
      happens: () => measure("psi", 0.9),
      family: "input-drift",
      en: "psi is not a metric of performance.",
      fr: "psi n’est pas une mesure de performance.",
    },
    {
      what: "the version before is not marked tested",
      happens: async () => {
        scene.mlflow.versions.splice(0, 1, mlflowVersion("7"));
        await measure("accuracy", 0.8);
      },
      en: "v7 is not marked tested.",
      fr: "v7 n’est pas marquée comme testée.",
    },
    {
      what: "the window is two days old",
      happens: () => measure("accuracy", 0.8, {}, -48 * hourMs),
      en: "The measurement is too old: its window ended 18 Nov, 07:30 UTC.",
      fr: "La mesure est trop ancienne (fin de sa fenêtre : 18 nov., 07:30 UTC).",
    },
    {
      what: "the sample is small",
      happens: () => measure("accuracy", 0.8, { sample_size: 999 }),
      en: "The sample is too small: 999 of 1,000.",
      fr: "L’échantillon est trop petit : 999 sur 1 000.",
    },
  ])("asks, says so in both languages and does nothing where $what", async ({ happens, family, en, fr }) => {
    await championMoved(48 * hourMs + 42 * minuteMs);
    await happens();
    await settle();
    expect(await card(family)).toContain(`Roll back to v7? Not by itself: ${en}`);
    expect(await card(family, "alertes-ia")).toContain(`Revenir à v7 ? Pas automatiquement : ${fr}`);
    expect(await done(family)).toEqual(nothing);
  });

  it("says where to look instead where no change of the model was before it", async () => {
    await measure("null_ratio", 0.4, { baseline: undefined });
    await measure("accuracy", 0.8);
    await settle();
    expect(await card()).toContain(
      "Not by itself: No change of the model before it: rolling back is unlikely to help. Look at the input data: null_ratio 0.4 since 07:30 UTC.",
    );
    expect(await done()).toEqual(nothing);
  });

  it.each(["challenger", "canary", "shadow"])("rolls nothing back for a %s, and offers nothing (2.5)", async (role) => {
    await championMoved(42 * minuteMs);
    await measure("accuracy", 0.5, { role });
    await settle();
    expect(await card()).toContain("WARNING");
    expect(await card()).not.toMatch(/roll(ing)? back/i);
    expect(inSlack(given().vigie).buttons(await idOf())).not.toContain("rollback");
    expect(await done()).toEqual(nothing);
  });

  it("asks within the cool-down of the rollback before, then because the day’s number is used up", async () => {
    const worseAgain = async () => {
      await measure("accuracy", 1, { model_version: "7" });
      await given().pass(15 * minuteMs);
      scene.mlflow.aliases.set("champion", "8");
      await championMoved(5 * minuteMs);
      await measure("accuracy", 0.8);
      await settle();
    };
    await championMoved(42 * minuteMs);
    await measure("accuracy", 0.8);
    await settle();
    expect(await done()).toEqual({ runs: ["vigie: watching"], moved: 1 });
    await given().pass(10 * minuteMs);
    await worseAgain();
    expect(await card()).toContain("Not by itself: It was done too recently: not by itself before 08:30 UTC.");
    await given().pass(hourMs);
    await worseAgain();
    expect(await card()).toContain("Not by itself: The day’s number is used up: 1 of 1.");
    expect(scene.mlflow.effects()).toBe(1);
  });

  it("does nothing by itself while it is silenced, and acts once the silence is over", async () => {
    await championMoved(42 * minuteMs);
    await measure("accuracy", 0.97);
    await settle();
    const silence = await press(ada, "silence", "form");
    if (silence.kind !== "form") throw new Error("no form was opened");
    expect(await silence.send({ for: "1h", why: "maintenance", urgent: "true" })).toEqual({ kind: "card" });
    await measure("accuracy", 0.8);
    await settle();
    expect(await card()).toMatch(/URGENT.*silenced by Ada Sandbox/i);
    expect(await done()).toEqual(nothing);
    await given().pass(hourMs);
    expect(await done()).toEqual({ runs: ["vigie: watching"], moved: 1 });
  });

  it("does nothing in an exercise, which offers no action either", async () => {
    const drill = await fetch(`${given().vigie.run.origin}/api/v1/fire-drill`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ destination: "slack:#ai-alerts" }),
    });
    expect(drill.ok).toBe(true);
    await settle();
    expect(await card("fire-drill")).toContain("EXERCISE");
    expect(inSlack(given().vigie).buttons(await idOf("fire-drill"))).toEqual(["note", "reopen", "close"]);
    expect(await done("fire-drill")).toEqual(nothing);
    expect(await entries("planned", "fire-drill")).toEqual([]);
  });

  it("says what it would have done where the policy only wants to know (dry_run)", async () => {
    await championMoved(42 * minuteMs);
    await measure("accuracy", 0.8, { labels: { trial: "dry" } });
    await settle();
    expect(await card()).toContain("Dry run: would have rolled back to v7.");
    expect(await card(undefined, "alertes-ia")).toContain(
      "À blanc, rien n’est fait : Vigie aurait choisi de revenir à v7.",
    );
    expect(await done()).toEqual(nothing);
  });

  const begins = async () => {
    await championMoved(42 * minuteMs);
    await measure("accuracy", 0.8, { labels: { trial: "veto" } });
    await given().pass(5 * secondMs);
    expect(await card()).toContain("begins by itself at 07:31 UTC: Hold, or Now");
    expect(await done()).toEqual({ runs: ["vigie: veto"], moved: 0 });
  };

  it("does nothing where somebody holds it in its veto window", async () => {
    await begins();
    expect(await press(ada, "hold", "card")).toEqual({ kind: "card" });
    await settle();
    expect(await card()).toContain("Rollback held by Ada Sandbox 07:30 UTC");
    expect(await done()).toEqual({ runs: ["vigie: held"], moved: 0 });
    expect(await entries("action-held")).toMatchObject([{ actor: "person:ada@sandbox.example" }]);
  });

  it("does it at once where somebody does not wait for the veto window", async () => {
    await begins();
    const now = await press(ada, "now", "form");
    if (now.kind !== "form") throw new Error("no form was opened");
    expect(await now.send({})).toEqual({ kind: "card" });
    await given().pass(5 * secondMs);
    expect(await done()).toEqual({ runs: ["vigie: watching"], moved: 1 });
  });

  it("does it at the end of the veto window, and not before", async () => {
    await begins();
    await given().pass(54 * secondMs);
    expect(await done()).toEqual({ runs: ["vigie: veto"], moved: 0 });
    await given().pass(5 * secondMs);
    expect(await done()).toEqual({ runs: ["vigie: watching"], moved: 1 });
    expect(await card()).toContain("Rolled back to v7");
  });
}
