import { mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, unlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { z } from "zod";
import { type FakeWorld, fakeWorld } from "../support/fake-world.ts";
import { alertBody, type SampleAlert } from "../support/samples.ts";
import { settleAll, startUnderTest, type UnderTest, type UnderTestOptions } from "../support/vigie-under-test.ts";
import { onEachStore } from "./on-each-store.ts";

const minuteMs = 60_000;

type Written = {
  readonly name?: string;
  readonly groupBy?: readonly string[];
  readonly chat?: readonly string[];
  readonly key?: string;
  readonly triage?: string;
  readonly teams?: string;
  readonly more?: string;
};

/** A variable, as a policy names it. */
const variable = (name: string) => `\${${name}}`;

/** The policy of these journeys, with what a reload changes. */
const policyText = ({
  name = "reload",
  groupBy = ["environment", "service", "family"],
  chat = ["#ai-alerts", "#second"],
  key = variable("PD_KEY"),
  triage = "15m",
  teams = "",
  more = "",
}: Written = {}) => `
version: 1
name: ${name}
identity: { environment: [environment], service: [service], family: [family, alertname] }
severity:
  labels: [{ label: severity, values: { info: info, warning: warning, critical: critical, urgent: urgent } }]
  otherwise: warning
environments: { production: [production] }
${teams}
destinations:
  chat: [${chat.map((one) => `{ slack: "${one}" }`).join(", ")}]
  on-call: [{ pagerduty: { key: "${key}" } }]
  ticket: [{ jira: { project: OPS, move: { resolved: done } } }]
route:
  group_by: [${groupBy.join(", ")}]
  deadlines: { critical: { triage: ${triage} } }
  tell: { warning: [chat], critical: [on-call, ticket] }
  routes:
    - match: [source="vigie"]
      group_by: [environment, service, family]
      tell: { warning: [chat], critical: [], urgent: [] }
${more}`;

const twoKeys = ["5a4db0c5a4db0c5a4db0c5a4db0c5a4d", "77777777777777777777777777777777"] as const;

const incidentSchema = z.looseObject({
  id: z.string(),
  severity: z.string(),
  phase: z.string(),
  family: z.string(),
  service: z.string().nullable(),
  received: z.number(),
});

onEachStore("a policy that is read again (behaviour 9, protocol 10)", (fresh, kind) => {
  let url: string;
  let folder: string;
  let file: string;
  let world: FakeWorld;
  let vigie: UnderTest;
  const started: UnderTest[] = [];

  beforeEach(async () => {
    url = await fresh();
    folder = mkdtempSync(join(tmpdir(), "vigie-reload-"));
    file = join(folder, "policy.yaml");
    world = fakeWorld();
    writeFileSync(file, policyText());
    vigie = await start();
  });
  afterEach(async () => {
    for (const one of started.splice(0)) await one.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const start = async (more: Partial<UnderTestOptions> = {}): Promise<UnderTest> => {
    const env = { VIGIE_POLICY: file, PD_KEY: twoKeys[0], ...more.env };
    const one = await startUnderTest({ store: url, world, dir: folder, ...more, env });
    started.push(one);
    return one;
  };
  const restart = async (written: Written, env: Record<string, string> = {}): Promise<void> => {
    await vigie.stop();
    started.splice(started.indexOf(vigie), 1);
    writeFileSync(file, policyText(written));
    vigie = await start({ env });
  };
  const send = async (...alerts: readonly SampleAlert[]) => {
    expect((await vigie.post("alertmanager", alertBody(alerts, world.now()))).status).toBe(200);
  };
  const reload = async (written: Written) => {
    writeFileSync(file, policyText(written));
    return post("/-/reload");
  };
  const post = async (path: string, headers: Record<string, string> = {}) => {
    const answer = await fetch(`${vigie.run.origin}${path}`, { method: "POST", headers });
    return { status: answer.status, body: z.looseObject({}).parse(await answer.json()) };
  };
  const metric = async (series: string) => {
    const text = await (await fetch(`${vigie.run.origin}/metrics`)).text();
    return text.split("\n").find((line) => line.startsWith(`${series} `));
  };
  const incidents = async () =>
    z.object({ incidents: z.array(incidentSchema) }).parse(await vigie.get("/api/v1/incidents?limit=200")).incidents;
  const told = async () => (await incidents()).filter(({ service }) => service !== "vigie");
  const channel = (name: string) => vigie.seen.slack().filter(({ channelName }) => channelName === name);
  const counts = () => ({
    first: channel("ai-alerts").length,
    second: channel("second").length,
    pages: vigie.seen.pages().length,
    issues: vigie.seen.issues().length,
  });
  const one = { first: 1, second: 1, pages: 1, issues: 1 };
  const openPages = () => vigie.seen.pages().filter(({ status }) => status === "triggered").length;
  const pass = async (ms: number) => {
    const until = world.now() + ms;
    await vigie.settle(ms);
    world.set(until);
    await vigie.settle(0);
  };
  const instances = (from: number, to: number): SampleAlert[] =>
    Array.from({ length: to - from }, (_, at) => ({ name: "ServiceDown", labels: { instance: `i${from + at}` } }));
  const regrouped = { groupBy: ["environment", "service", "family", "instance"] };

  it("in the middle of a storm, with another group_by: no extra message, no second page, and one end", async () => {
    await send(...instances(0, 40));
    await vigie.run.delivery.runDue();
    const storm = Array.from({ length: 20 }, (_, at) => send(...instances(at, at + 40)));
    expect(await reload(regrouped)).toMatchObject({ status: 200 });
    await Promise.all(storm);
    await send(...instances(0, 90));
    await pass(5 * minuteMs);
    expect(counts()).toEqual(one);
    expect(await told()).toHaveLength(1);

    await send(...instances(0, 90).map((alert) => ({ ...alert, status: "resolved" as const })));
    await pass(5 * minuteMs);
    expect(await told()).toMatchObject([{ phase: "resolved" }]);
    expect(counts()).toEqual(one);
    expect(openPages()).toBe(0);
  });

  it("once what was opened before has ended, the new grouping alone counts", async () => {
    await send(...instances(0, 2));
    await vigie.settle();
    await reload(regrouped);
    await send(...instances(0, 2).map((alert) => ({ ...alert, status: "resolved" as const })));
    await pass(20 * minuteMs);
    await send(...instances(0, 2));
    await vigie.settle();
    expect((await told()).map(({ phase }) => phase).sort()).toEqual(["closed", "notified", "notified"]);
    expect(openPages()).toBe(2);
  });

  it("a fact that comes back within the reopen window reopens what the former grouping opened", async () => {
    await send(...instances(0, 1));
    await vigie.settle();
    await send(...instances(0, 1).map((alert) => ({ ...alert, status: "resolved" as const })));
    await pass(2 * minuteMs);
    await reload(regrouped);
    await send(...instances(0, 1));
    await vigie.settle();
    expect(await told()).toMatchObject([{ phase: "notified", received: 3 }]);
    expect(counts()).toMatchObject({ first: 1, second: 1, issues: 1 });
  });

  it("where incidents of two groupings are open, the oldest takes what is new (protocol 10.1)", async () => {
    await restart({ groupBy: ["service"] });
    await send({ name: "A", labels: { service: "s1", cluster: "c1" } });
    world.advance(minuteMs);
    await reload({ groupBy: ["cluster"] });
    await send({ name: "B", labels: { service: "s2", cluster: "c2" } });
    world.advance(minuteMs);
    await send({ name: "C", labels: { service: "s1", cluster: "c2" } });
    await vigie.settle();
    expect((await told()).map(({ service, received }) => [service, received]).sort()).toEqual([
      ["s1", 2],
      ["s2", 1],
    ]);
  });

  it("after a restart, too, what fires stays in the incident of the grouping that opened it", async () => {
    await restart(regrouped);
    await send(...instances(0, 1));
    await vigie.settle();
    world.advance(minuteMs);
    await send(...instances(1, 2));
    await vigie.settle();
    expect(await told()).toHaveLength(2);
    await restart({});
    await send(...instances(0, 3));
    await vigie.settle();
    // Only what no grouping knows opens one.
    expect((await told()).map(({ received }) => received).sort()).toEqual([1, 2, 2]);
    await send(...instances(0, 3).map((alert) => ({ ...alert, status: "resolved" as const })));
    await pass(minuteMs);
    expect((await told()).map(({ phase }) => phase)).toEqual(["resolved", "resolved", "resolved"]);
    expect(openPages()).toBe(0);
  });

  it("what a person ended stays ended under another grouping and after a restart, until its hold is over", async () => {
    const startsAt = new Date(world.now()).toISOString();
    const both = instances(0, 2).map((alert) => ({ ...alert, startsAt }));
    await send(...both);
    await vigie.settle();
    const [stored] = (await vigie.run.store.list({ limit: 1 })).incidents;
    if (!stored) throw new Error("there is no incident");
    const { uid } = stored.incident;
    const ended = { kind: "ended", uid, as: "false_positive", by: "person:ada", hold: "24h" } as const;
    await vigie.run.intake.tell(stored.incident, ended);
    await pass(minuteMs);
    expect(openPages()).toBe(0);
    await restart(regrouped);
    await send(...both);
    await pass(minuteMs);
    expect(await told()).toMatchObject([{ phase: "closed", received: 4 }]);
    expect(counts()).toEqual(one);
    await pass(24 * 60 * minuteMs);
    expect((await told()).map(({ phase, received }) => [phase, received])).toEqual([
      ["notified", 0],
      ["closed", 4],
    ]);
    expect([counts().first, openPages()]).toEqual([2, 1]);
    await send(...both.map((alert) => ({ ...alert, status: "resolved" as const })));
    await pass(20 * minuteMs);
    expect((await told()).map(({ phase }) => phase)).toEqual(["closed", "closed"]);
    expect(openPages()).toBe(0);
  });

  it("a thousand alerts of one incident stay in it and end in it, though each would be one of its own now", async () => {
    await send(...instances(0, 1_000));
    await vigie.settle();
    await reload(regrouped);
    await send(...instances(0, 1_000));
    await vigie.settle();
    expect(await told()).toMatchObject([{ phase: "notified", received: 2_000 }]);
    await send(...instances(0, 1_000).map((alert) => ({ ...alert, status: "resolved" as const })));
    await pass(minuteMs);
    expect(await told()).toMatchObject([{ phase: "resolved", received: 3_000 }]);
    expect(counts()).toEqual(one);
  });

  it("a deadline that was set stays, whatever the policy says of it now (protocol 10.2)", async () => {
    await send(...instances(0, 1));
    await vigie.settle();
    const [before] = await told();
    const dueAt = async () =>
      JSON.stringify(await vigie.get(`/api/v1/incidents/${before?.id}`)).match(/"dueAt":"[^"]+"/);
    const due = await dueAt();
    expect(due).not.toBeNull();
    await reload({ triage: "2h" });
    await send(...instances(0, 2));
    await vigie.settle();
    expect((await dueAt())?.[0]).toBe(due?.[0]);
    expect(counts()).toEqual(one);
  });

  it("a removed destination gets edits and the final state of what it was told, and nothing of what is new", async () => {
    await send(...instances(0, 1));
    await vigie.settle();
    await reload({ chat: ["#ai-alerts"] });
    await send(...instances(0, 3), { name: "Other", labels: { family: "other" } });
    await pass(2 * minuteMs);
    expect(counts()).toMatchObject({ first: 2, second: 1 });
    expect(JSON.stringify(channel("second")[0]?.blocks)).not.toContain("RESOLVED");
    await send(...instances(0, 3).map((alert) => ({ ...alert, status: "resolved" as const })));
    await pass(2 * minuteMs);
    expect(JSON.stringify(channel("second")[0]?.blocks)).toContain("RESOLVED");
    expect(channel("second")).toHaveLength(1);
  });

  it("after a restart without it a removed destination gets the final state; so does a page, its key read again", async () => {
    await send(...instances(0, 1));
    await vigie.settle();
    expect(openPages()).toBe(1);
    await restart({ chat: ["#ai-alerts"], key: variable("OTHER_KEY") }, { OTHER_KEY: twoKeys[1] });
    await send(...instances(0, 1).map((alert) => ({ ...alert, status: "resolved" as const })));
    await pass(2 * minuteMs);
    expect(JSON.stringify(channel("second")[0]?.blocks)).toContain("RESOLVED");
    expect(openPages()).toBe(0);
    for (const key of twoKeys) expect(JSON.stringify(await vigie.run.store.notes("destinations"))).not.toContain(key);
  });

  it("a key that was written into the policy is not known after its removal and a restart; until then it is", async () => {
    await restart({ key: twoKeys[1] });
    await send(...instances(0, 1), { name: "Other", labels: { family: "other" } });
    await vigie.settle();
    await reload({});
    await send({ name: "Other", labels: { family: "other" }, status: "resolved" });
    await pass(minuteMs);
    expect(openPages()).toBe(1);
    await restart({});
    await send(...instances(0, 1).map((alert) => ({ ...alert, status: "resolved" as const })));
    await pass(minuteMs);
    expect(openPages()).toBe(1);
    expect(JSON.stringify(await vigie.run.store.notes("destinations"))).not.toContain(twoKeys[1]);
  });

  it("a removed team's destinations are kept informed of what they were told until its end", async () => {
    const teams = `teams: { ml: { chat: [{ slack: "#ml" }], on-call: [{ pagerduty: { key: "${variable("PD_KEY")}" } }] } }`;
    await restart({ teams });
    const alert = { name: "ServiceDown", labels: { team: "ml" } };
    await send(alert);
    await vigie.settle();
    expect([channel("ml").length, channel("ai-alerts").length]).toEqual([1, 0]);
    await reload({});
    await send({ ...alert, status: "resolved" });
    await pass(2 * minuteMs);
    expect(JSON.stringify(channel("ml")[0]?.blocks)).toContain("RESOLVED");
    expect([channel("ml").length, openPages()]).toEqual([1, 0]);
  });

  it("a place that the policy calls by another name is the same: no second message there (protocol 1.5)", async () => {
    await send(...instances(0, 1));
    await vigie.settle();
    const [message] = channel("second");
    await reload({ chat: ["#ai-alerts", message?.channel ?? ""] });
    await send(...instances(0, 3));
    await vigie.settle();
    expect(counts()).toEqual(one);
    expect(vigie.seen.slack()).toHaveLength(2);
    await send(...instances(0, 3).map((alert) => ({ ...alert, status: "resolved" as const })));
    await vigie.settle();
    expect(JSON.stringify(channel("second")[0]?.blocks)).toContain("RESOLVED");
  });

  it("what a new policy owes besides is told as the incident is now", async () => {
    await send(...instances(0, 1));
    await vigie.settle();
    await reload({ chat: ["#ai-alerts", "#second", "#third"] });
    await send(...instances(0, 1));
    await vigie.settle();
    expect(counts()).toEqual(one);
    expect(channel("third")).toHaveLength(1);
  });

  it("a delivery under way goes on with the policy that it began with", async () => {
    await send(...instances(0, 1));
    const [reloaded] = await Promise.all([reload({ chat: ["#ai-alerts"] }), vigie.run.delivery.runDue()]);
    expect(reloaded.status).toBe(200);
    await vigie.settle();
    expect(counts()).toEqual(one);
  });

  it("a faulty file changes nothing: the last good policy stays, and it is said until it is put right", async () => {
    const { hash } = (await post("/-/reload")).body;
    writeFileSync(file, policyText().replace("tell:", "tel:"));
    const answer = await post("/-/reload");
    expect(answer).toMatchObject({ status: 422, body: { error: { code: "faulty-policy" } } });
    expect(JSON.stringify(answer.body)).toMatch(/policy\.yaml:\d+.*tel/);
    expect(await metric("vigie_policy_reload_success")).toBe("vigie_policy_reload_success 0");
    expect(await vigie.get("/readyz")).toMatchObject({ ready: true, policy: hash });
    await send(...instances(0, 1));
    await vigie.settle();
    expect((await incidents()).map(({ family, phase }) => [family, phase]).sort()).toEqual([
      ["ServiceDown", "notified"],
      ["policy-reload", "notified"],
    ]);
    expect(JSON.stringify(channel("ai-alerts"))).toContain("policy.yaml is faulty");

    expect(await reload({})).toMatchObject({ status: 200, body: { hash } });
    await vigie.settle();
    expect(await metric("vigie_policy_reload_success")).toBe("vigie_policy_reload_success 1");
    expect((await incidents()).find(({ family }) => family === "policy-reload")).toMatchObject({ phase: "resolved" });
  });

  it("another `name:` is refused: it would be another installation", async () => {
    const answer = await reload({ name: "other" });
    expect(answer.status).toBe(422);
    expect(JSON.stringify(answer.body)).toContain("a new name is a new installation: restart");
    expect(await vigie.get("/readyz")).not.toMatchObject({ policy: undefined });
  });

  it("a page of another site cannot make it reload", async () => {
    const foreign = [{ origin: "https://evil.example" }, { "sec-fetch-site": "cross-site" }];
    for (const headers of foreign) {
      expect(await post("/-/reload", headers)).toMatchObject({
        status: 403,
        body: { error: { code: "foreign-origin" } },
      });
    }
    expect((await post("/-/reload", { origin: vigie.run.origin })).status).toBe(200);
  });

  it("a ConfigMap's swapped link is found by content, once two looks agree", async () => {
    const mount = join(folder, "mount");
    const swap = (version: string, text: string) => {
      mkdirSync(join(mount, version), { recursive: true });
      writeFileSync(join(mount, version, "policy.yaml"), text);
      symlinkSync(version, join(mount, "..data_tmp"));
      renameSync(join(mount, "..data_tmp"), join(mount, "..data"));
    };
    swap("..1", policyText());
    symlinkSync("..data/policy.yaml", join(mount, "policy.yaml"));
    vigie = await start({
      dir: mount,
      env: { VIGIE_POLICY: join(mount, "policy.yaml"), VIGIE_STORE: "sqlite::memory:" },
    });
    const look = () => vigie.run.policies.watch.look();
    const inForce = async () => z.looseObject({ policy: z.string() }).parse(await vigie.get("/readyz")).policy;
    const before = await inForce();
    expect([await look(), await look(), await look()]).toEqual([false, true, false]);
    expect(await inForce()).toBe(before);

    swap("..2", policyText({ chat: ["#ai-alerts"] }));
    expect(await look()).toBe(false);
    expect(await inForce()).toBe(before);
    expect(await look()).toBe(true);
    expect(await inForce()).not.toBe(before);

    // Half written: what differs at each look is never taken.
    unlinkSync(join(mount, "policy.yaml"));
    const whole = policyText();
    for (const length of [100, 200, 300]) {
      writeFileSync(join(mount, "policy.yaml"), whole.slice(0, length));
      expect(await look()).toBe(false);
    }
    writeFileSync(join(mount, "policy.yaml"), whole);
    expect([await look(), await look()]).toEqual([false, true]);
    expect(await inForce()).toBe(before);
    expect(await metric("vigie_policy_reload_success")).toBe("vigie_policy_reload_success 1");
  });

  it.skipIf(kind === "sqlite")(
    "replicas that run different policies for over a minute say so, until they do not",
    async () => {
      const other = await start();
      const both = [vigie, other];
      const announce = async (times: number) => {
        for (let at = 0; at < times; at += 1) {
          world.advance(20_000);
          for (const { run } of both) await run.policies.announce();
        }
        await settleAll(
          both.map(({ run }) => run),
          world,
          1_000,
        );
      };
      const policies = async () =>
        z.looseObject({ policies: z.array(z.string()) }).parse(await vigie.get("/readyz")).policies;
      const own = async () => (await incidents()).find(({ family }) => family === "policy-reload");
      await announce(5);
      expect(await policies()).toHaveLength(1);
      expect(await own()).toBeUndefined();

      await reload({ chat: ["#ai-alerts"] });
      await announce(3);
      expect(await policies()).toHaveLength(2);
      expect(await own()).toBeUndefined();
      await announce(2);
      expect(await own()).toMatchObject({ phase: "notified" });
      expect(await metric("vigie_policies_in_force")).toBe("vigie_policies_in_force 2");

      expect(await other.run.policies.reload()).toMatchObject({ ok: true });
      await announce(2);
      expect(await own()).toMatchObject({ phase: "resolved" });
      expect(await metric("vigie_policies_in_force")).toBe("vigie_policies_in_force 1");
    },
  );
});
