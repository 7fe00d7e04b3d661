import { afterEach, expect, it } from "vitest";
import { type FaultyServer, faultyServer } from "../support/stand-ins/faulty-server.ts";
import { type MlflowServer, mlflowServer, mlflowVersion } from "../support/stand-ins/mlflow-server.ts";
import { type Journey, journeysOn, minuteMs } from "./delivery/journey.ts";
import { storeKinds } from "./stores.ts";

const policyFile = new URL("outlook.policy.yaml", import.meta.url).pathname;
const hourMs = 60 * minuteMs;
const token = "a token of the registry";

let mlflow: MlflowServer;
let model: FaultyServer;
/** What the model server answers with; by default it loads what the alias names at once. */
let loaded: string | undefined;

/** A registry with v7, which is tested, and the champion v8; and a model server that serves the champion. */
async function installation() {
  mlflow = await mlflowServer(token);
  mlflow.versions.push(mlflowVersion("7", { tested: true }), mlflowVersion("8"));
  mlflow.aliases.set("champion", "8");
  loaded = undefined;
  model = await faultyServer(() => ({ json: { version: loaded ?? mlflow.aliases.get("champion") } }));
  return {
    env: {
      ...{ VIGIE_POLICY: policyFile, MODEL_URL: model.origin },
      ...{ MLFLOW_TRACKING_URI: mlflow.origin, MLFLOW_TRACKING_TOKEN: token },
    },
  };
}

afterEach(async () => {
  await mlflow?.stop();
  await model?.stop();
});

journeysOn(storeKinds, "what is rolled back by itself (behaviour 7)", tellOutlook, installation);

function tellOutlook(given: () => Journey): void {
  const now = () => given().vigie.world.now();
  const iso = (at: number) => new Date(at).toISOString();
  const post = async (path: string, body: object) => {
    const answer = await given().vigie.post(path, body);
    expect(answer).toMatchObject({ status: 200, body: { rejected: [] } });
  };
  /** A measurement of the hour that ends so long from now. */
  const measure = (metric: string, value: number, more: object = {}, endsInMs = 0) => {
    const to = now() + endsInMs;
    return post("drift", {
      ...{ service: "credit-scoring", model: "credit", model_version: "8", environment: "production", metric, value },
      ...{ baseline: 1, sample_size: 50_000, role: "champion", window: { from: iso(to - hourMs), to: iso(to) } },
      ...more,
    });
  };
  /** Champion moved from v7 to v8 so long ago. */
  const championMoved = (agoMs: number) =>
    post("deployment", {
      ...{ model: "credit", kind: "alias", name: "champion", from: "7", to: "8", at: iso(now() - agoMs) },
    });
  const incidentOf = async (family: string) => {
    const { incidents } = await given().vigie.run.store.list({ limit: 200 });
    const found = incidents.find(({ incident }) => incident.identity.family === family);
    if (!found) throw new Error(`there is no incident of ${family}`);
    return found.incident;
  };
  /** How an incident stands: what ran, or which conditions stand against it. */
  const outcome = async (family = "model-quality") => {
    const { runs = [], proposal } = await incidentOf(family);
    const failing = proposal?.ticks.filter(({ ok }) => !ok).map(({ id }) => id) ?? [];
    return {
      ...{ moved: mlflow.effects(), runs: runs.map(({ action, by }) => `${action} by ${by}`) },
      asked: proposal && `${proposal.because}: ${failing.join(", ")}`,
    };
  };
  const rolledBack = { moved: 1, runs: ["rollback by vigie"], asked: undefined };
  const asked = (what: string) => ({ moved: 0, runs: [], asked: what });
  /** Ada, who is an MLOps, switches. */
  const automation = (word: "on" | "off") => {
    const account = { vendor: "slack", id: "U0ONCALL01", email: "ada@corp.example", name: "Ada" } as const;
    return given().vigie.run.chat.commands.run(`automation ${word}`, { account, where: "slack", locale: "en" });
  };
  const settle = () => given().pass(3 * minuteMs);

  it("U-04: 10.00 % does nothing by itself; 10.01 % rolls back once though it is told five times", async () => {
    await championMoved(42 * minuteMs);
    await measure("accuracy", 0.9);
    await settle();
    expect(await outcome()).toEqual({ moved: 0, runs: [], asked: undefined });
    const worse = { id: "the-same", window: { from: iso(now() - 10 * minuteMs), to: iso(now()) } };
    for (let times = 0; times < 5; times += 1) await measure("accuracy", 0.8999, worse);
    await settle();
    expect(await outcome()).toEqual(rolledBack);
    expect(mlflow.aliases.get("champion")).toBe("7");
    const { changes = [] } = await incidentOf("model-quality");
    expect(changes.find(({ likely }) => likely)).toMatchObject({ from: "7", to: "8", likely: "version-named" });
  });

  it.each<[string, string, () => Promise<void>, string?]>([
    [
      "another version serves",
      "ticks: version-serving",
      async () => {
        loaded = "9";
        await measure("accuracy", 0.8);
      },
    ],
    ["the window is two days old", "ticks: fresh", () => measure("accuracy", 0.8, {}, -48 * hourMs)],
    ["the sample is small", "ticks: sample", () => measure("accuracy", 0.8, { sample_size: 999 })],
    ["the input drifts, not the performance", "ticks: performance", () => measure("psi", 0.9), "input-drift"],
    [
      "U-05: the version before is not marked tested",
      "ticks: tested",
      async () => {
        mlflow.versions.splice(0, 1, mlflowVersion("7"));
        await measure("accuracy", 0.8);
      },
    ],
  ])("asks people and deploys nothing where %s", async (_what, said, happens, family) => {
    await championMoved(48 * hourMs + 42 * minuteMs);
    await happens();
    await settle();
    expect(await outcome(family)).toEqual(asked(said));
  });

  it("asks where no change was before it, and says where to look", async () => {
    await measure("null_ratio", 0.4, { baseline: undefined });
    await measure("accuracy", 0.8);
    await settle();
    const { proposal } = await incidentOf("model-quality");
    expect(proposal?.ticks.filter(({ ok }) => !ok)).toMatchObject([
      { id: "changed-before", look: { metric: "null_ratio", value: 0.4 } },
    ]);
    expect(mlflow.effects()).toBe(0);
  });

  it("counts a change after the last healthy window alone", async () => {
    await championMoved(3 * hourMs);
    await measure("accuracy", 1);
    await given().pass(hourMs);
    await measure("accuracy", 0.8);
    await settle();
    expect(await outcome()).toEqual(asked("ticks: changed-before"));
  });

  it("asks within the cool-down of the rollback before, whichever incident that was", async () => {
    await championMoved(42 * minuteMs);
    await measure("accuracy", 0.8);
    await settle();
    expect(await outcome()).toEqual(rolledBack);
    await given().pass(10 * minuteMs);
    await measure("accuracy", 1, { model_version: "7" });
    await given().pass(15 * minuteMs);
    mlflow.aliases.set("champion", "8");
    await championMoved(5 * minuteMs);
    await measure("accuracy", 0.8);
    await settle();
    const open = (await given().incidents()).filter(({ phase }) => phase !== "resolved" && phase !== "closed");
    expect(open).toHaveLength(1);
    expect(await outcome()).toEqual({ ...asked("ticks: cool-down"), moved: 1 });
  });

  it("asks after a minute without the registry, and acts by itself once it is back", async () => {
    await championMoved(42 * minuteMs);
    mlflow.faults.fail("read", "broken");
    await measure("accuracy", 0.8);
    await given().pass(50_000);
    expect(await outcome()).toEqual({ moved: 0, runs: [], asked: undefined });
    await settle();
    expect(await outcome()).toEqual(asked("ticks: target, tested"));
    mlflow.faults.heal();
    await given().pass(5 * minuteMs);
    expect(await outcome()).toEqual(rolledBack);
  });

  it.each(["challenger", "canary", "shadow"])("neither rolls a %s back nor asks (behaviour 2.5)", async (role) => {
    await championMoved(42 * minuteMs);
    await measure("accuracy", 0.5, { role });
    await settle();
    expect(await outcome()).toEqual({ moved: 0, runs: [], asked: undefined });
  });

  it.each([
    [11, 20, "criterion: performance, changed-before, sample"],
    [10, 20, undefined],
    [10, 11, undefined],
  ])("U-43: %i of %i votes against it within 1 h", async (against, of, said) => {
    await measure("negative_share", against / of, { baseline: undefined, sample_size: of });
    await settle();
    expect(await outcome("feedback")).toEqual({ moved: 0, runs: [], asked: said });
  });

  it("asks for a security incident, never by itself (C-08)", async () => {
    await championMoved(42 * minuteMs);
    await measure("accuracy", 0.8, { labels: { team: "security" } });
    await settle();
    expect(await outcome()).toEqual(asked("criterion: "));
  });

  it("U-06: with automation off 100 URGENT events change nothing, and each says who switched it off", async () => {
    await championMoved(42 * minuteMs);
    const switchedAt = now();
    await automation("off");
    for (let at = 0; at < 100; at += 1) await measure("accuracy", 0.8, { environment: `production-${at}` });
    await settle();
    const { incidents } = await given().vigie.run.store.list({ limit: 200 });
    const urgent = incidents.filter(({ incident }) => incident.identity.family === "model-quality");
    const failing = urgent.map(({ incident }) => incident.proposal?.ticks.filter(({ ok }) => !ok));
    expect(failing).toEqual(Array(100).fill([{ id: "automation-on", ok: false, by: "Ada", at: switchedAt }]));
    expect(mlflow.effects()).toBe(0);
    const cards = given()
      .vigie.seen.slack()
      .map((card) => JSON.stringify(card));
    expect(cards.filter((card) => card.includes("Automation is off, by Ada"))).toHaveLength(100);

    expect(await given().vigie.get("/readyz")).toMatchObject({ automation: "off" });
    expect(await (await fetch(`${given().vigie.run.origin}/`)).text()).toContain("Automation is off");
    const own = async () => incidentOf("automation-off");
    expect(await own()).toMatchObject({ severity: "warning", phase: "notified" });
    expect((await own()).lead.summary).toContain("Ada switched automation off, 20 Nov, 07:30 UTC");
    await given().pass(minuteMs);
    await automation("on");
    await settle();
    expect(await own()).toMatchObject({ phase: "resolved" });
    expect(await given().vigie.get("/readyz")).toMatchObject({ automation: "on" });
  });
}
