import { request } from "node:http";
import Ajv2020 from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { firstBreak } from "../../../src/incident/journal.ts";
import { alertBody, driftBody } from "../../support/samples.ts";
import { startUnderTest, type UnderTest } from "../../support/vigie-under-test.ts";

const documentSchema = z.looseObject({
  openapi: z.literal("3.1.0"),
  info: z.object({ title: z.string(), version: z.string(), description: z.string() }),
  paths: z.record(
    z.string(),
    z.record(
      z.string(),
      z.looseObject({
        responses: z.record(
          z.string(),
          z.object({
            description: z.string().min(1),
            content: z.object({ "application/json": z.object({ schema: z.record(z.string(), z.unknown()) }) }),
          }),
        ),
      }),
    ),
  ),
  components: z.looseObject({ schemas: z.record(z.string(), z.unknown()) }),
});
const listSchema = z.object({
  incidents: z.array(z.looseObject({ id: z.string(), updatedAt: z.string(), version: z.number() })),
  next: z.string().nullable(),
});
const entriesSchema = z.object({ entries: z.array(z.looseObject({ seq: z.number() })), next: z.number().nullable() });

/** So many incidents stand in the store, one with all kinds of alerts in it. */
const count = 55;
let vigie: UnderTest;

beforeAll(async () => {
  vigie = await startUnderTest();
  const now = () => vigie.world.now();
  const told = {
    annotations: { runbook_url: "https://wiki.example/r" },
    labels: { service: "main", model: "credit", model_version: "8" },
  };
  await vigie.post(
    "alertmanager",
    alertBody(
      [
        { ...told, fingerprint: "a" },
        { ...told, fingerprint: "b" },
      ],
      now(),
    ),
  );
  await vigie.settle();
  vigie.world.advance(60_000);
  await vigie.post("alertmanager", alertBody([{ ...told, fingerprint: "b", status: "resolved" }], now() - 60_000));
  await vigie.settle();
  for (let i = 1; i < count; i += 1) {
    if (i % 3 !== 0) vigie.world.advance(1_000);
    await vigie.post("drift", driftBody(1 + (i % 11), now(), { service: `s${i}`, model: `m${i}` }));
  }
});
afterAll(() => vigie.stop());

const fetchAt = (path: string) => fetch(`${vigie.run.origin}${path}`);
const list = async (query = "") => listSchema.parse(await vigie.get(`/api/v1/incidents${query}`));
/** The incident with the most to say. */
const main = "VIG-1";

describe("GET /openapi.json", () => {
  it("is an OpenAPI 3.1 document with every route of the API in it, and no more", async () => {
    const { paths } = documentSchema.parse(await vigie.get("/openapi.json"));
    expect(
      Object.entries(paths)
        .flatMap(([path, methods]) => Object.keys(methods).map((method) => `${method} ${path}`))
        .sort(),
    ).toEqual([
      "get /api/v1/changes",
      "get /api/v1/incidents",
      "get /api/v1/incidents/{id}",
      "get /api/v1/incidents/{id}/journal",
      "get /api/v1/seen",
      "get /api/v1/shadow",
      "post /api/v1/commands",
      "post /api/v1/fire-drill",
      "post /api/v1/incidents/{id}/actions/{handler}",
    ]);
  });

  it("describes every answer that the API gives", async () => {
    const document = documentSchema.parse(await vigie.get("/openapi.json"));
    const ajv = new Ajv2020.default({ strict: false, allErrors: true });
    addFormats.default(ajv);
    ajv.addSchema({ $id: "openapi", components: document.components });
    const judge = (path: string, status: number, body: unknown) => {
      const schema = document.paths[path]?.get?.responses[String(status)]?.content["application/json"].schema;
      if (!schema) throw new Error(`${path} says nothing of ${status}`);
      const isRight = ajv.compile(
        JSON.parse(JSON.stringify(schema).replaceAll('"#/components', '"openapi#/components')),
      );
      isRight(body);
      expect([path, status, isRight.errors ?? []]).toEqual([path, status, []]);
    };
    const asked: readonly (readonly [template: string, path: string])[] = [
      ["/api/v1/incidents", "/api/v1/incidents"],
      ["/api/v1/incidents", "/api/v1/incidents?limit=200"],
      ["/api/v1/incidents", "/api/v1/incidents?limit=0"],
      ["/api/v1/incidents", "/api/v1/incidents?cursor=nonsense"],
      ...Array.from({ length: 12 }, (_, i) => ["/api/v1/incidents/{id}", `/api/v1/incidents/VIG-${i + 1}`] as const),
      ["/api/v1/incidents/{id}", "/api/v1/incidents/VIG-9999"],
      ["/api/v1/incidents/{id}", "/api/v1/incidents/nonsense"],
      ["/api/v1/incidents/{id}/journal", `/api/v1/incidents/${main}/journal`],
      ["/api/v1/incidents/{id}/journal", "/api/v1/incidents/VIG-9999/journal"],
      ["/api/v1/incidents/{id}/journal", `/api/v1/incidents/${main}/journal?after=-1`],
    ];
    for (const [template, path] of asked) {
      const answer = await fetchAt(path);
      judge(template, answer.status, await answer.json());
    }
    const foreign = await fetch(`${vigie.run.origin}/api/v1/incidents`, { headers: { "x-forwarded-for": "10.0.0.7" } });
    judge("/api/v1/incidents", foreign.status, await foreign.json());
  });
});

describe("GET /api/v1/incidents", () => {
  it("gives 50, newest change first, with a cursor for the rest", async () => {
    const first = await list();
    expect(first.incidents).toHaveLength(50);
    const rest = await list(`?cursor=${first.next}`);
    expect(rest.incidents).toHaveLength(count - 50);
    expect(rest.next).toBeNull();
    const times = [...first.incidents, ...rest.incidents].map(({ updatedAt }) => updatedAt);
    expect(times).toEqual([...times].sort().reverse());
  });

  it.each([1, 7, 54, 55, 200])("names each incident once, in pages of %i", async (limit) => {
    const ids: string[] = [];
    for (let next: string | null = ""; next !== null; ) {
      const page: z.infer<typeof listSchema> = await list(`?limit=${limit}${next === "" ? "" : `&cursor=${next}`}`);
      expect(page.incidents.length).toBeLessThanOrEqual(limit);
      ids.push(...page.incidents.map(({ id }) => id));
      next = page.next;
    }
    expect(new Set(ids).size).toBe(count);
    expect(ids).toHaveLength(count);
  });

  it.each([
    "limit=0",
    "limit=201",
    "limit=-1",
    "limit=1.5",
    "limit=many",
    "limit=",
    "cursor=",
    "cursor=1",
    "cursor=1-2-3",
    "cursor=%00",
    `cursor=${"1".repeat(600)}`,
  ])("answers 422 to %s, naming the parameter", async (query) => {
    const answer = await fetchAt(`/api/v1/incidents?${query}`);
    expect(answer.status).toBe(422);
    expect(await answer.json()).toMatchObject({
      error: { code: "unreadable", issues: [{ path: query.split("=")[0] }] },
    });
  });
});

describe("GET /api/v1/incidents/:id", () => {
  it("tells alerts firing first, destinations with their links, deadlines and the reason of the severity", async () => {
    const detail = await vigie.get(`/api/v1/incidents/${main}`);
    expect(detail).toMatchObject({
      id: main,
      severity: "critical",
      firing: 1,
      resolved: 1,
      received: 3,
      alertsTotal: 2,
      alerts: [
        { fingerprint: "a", status: "firing", received: 1 },
        { fingerprint: "b", status: "resolved", received: 2 },
      ],
      severityReason: { kind: "label", label: "severity", value: "critical", place: { file: "policies/default.yaml" } },
      people: [],
    });
    const { destinations } = z
      .object({
        destinations: z.array(z.looseObject({ receiver: z.string(), state: z.string(), lastToldAt: z.string() })),
      })
      .parse(detail);
    expect(destinations.map(({ receiver, state }) => `${receiver} ${state}`).sort()).toEqual([
      "jira told",
      "pagerduty told",
      "slack told",
      "teams told",
    ]);
  });

  it("says that an environment is assumed, in the list and in the incident (behaviour 1)", async () => {
    const said = { environment: "production", environmentAssumed: true };
    await vigie.post("drift", driftBody(3, vigie.world.now(), { service: "nowhere", environment: undefined }));
    await vigie.post("drift", driftBody(3, vigie.world.now(), { service: "somewhere", environment: "production" }));
    const all = (await list("?limit=200")).incidents;
    const of = (service: string) => all.find((one) => one.service === service);
    expect(of("nowhere")).toMatchObject(said);
    expect(of("somewhere")).toMatchObject({ ...said, environmentAssumed: false });
    expect(await vigie.get(`/api/v1/incidents/${of("nowhere")?.id}`)).toMatchObject(said);
  });

  it("tells of an ended incident's page what was its own, not what a newer opening was told", async () => {
    const other = await startUnderTest();
    try {
      const labels = { service: "twice" };
      const at = other.world.now();
      await other.post("alertmanager", alertBody([{ labels }], at));
      await other.settle();
      await other.post("alertmanager", alertBody([{ labels, status: "resolved" }], at));
      await other.settle(30 * 60_000);
      const secondAt = new Date(other.world.now()).toISOString();
      await other.post("alertmanager", alertBody([{ labels }], other.world.now()));
      await other.settle();
      const pageOf = async (id: string) =>
        z
          .object({ destinations: z.array(z.object({ receiver: z.string(), lastToldAt: z.string() })) })
          .parse(await other.get(`/api/v1/incidents/${id}`))
          .destinations.find(({ receiver }) => receiver === "pagerduty")?.lastToldAt;
      expect((await pageOf("VIG-1")) ?? "").toSatisfy((told: string) => told !== "" && told < secondAt);
      expect((await pageOf("VIG-2")) ?? "").toSatisfy((told: string) => told >= secondAt);
    } finally {
      await other.stop();
    }
  });

  it("writes every time as ISO 8601 UTC with milliseconds", async () => {
    const times: string[] = [];
    const collect = (value: unknown, name = ""): void => {
      if (/At$|^at$/.test(name) && value !== null) times.push(String(value));
      if (typeof value === "object" && value !== null)
        for (const [key, one] of Object.entries(value)) collect(one, key);
    };
    collect(await vigie.get(`/api/v1/incidents/${main}`));
    const { entries } = z
      .object({ entries: z.array(z.object({ at: z.unknown() })) })
      .parse(await vigie.get(`/api/v1/incidents/${main}/journal`));
    times.push(...entries.map(({ at }) => String(at)));
    expect(times.length).toBeGreaterThan(15);
    for (const time of times) expect(time).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  });

  it.each([
    ["VIG-9999", 404],
    ["VIG-0", 404],
    ["VIG-999999999999999", 404],
    ["VIG-9999999999999999", 422],
    ["VIG-1e1", 422],
    ["vig-1", 422],
    ["1", 422],
    ["VIG-1%00", 422],
    ["..%2f..%2fetc", 422],
  ])("answers %s with %i", async (id, status) => {
    expect((await fetchAt(`/api/v1/incidents/${id}`)).status).toBe(status);
    expect((await fetchAt(`/api/v1/incidents/${id}/journal`)).status).toBe(status);
  });
});

describe("GET /api/v1/incidents/:id/journal", () => {
  it("gives the whole chain, page by page, and it verifies", async () => {
    const entries: z.infer<typeof entriesSchema>["entries"] = [];
    for (let after: number | null = 0; after !== null; ) {
      const page: z.infer<typeof entriesSchema> = entriesSchema.parse(
        await vigie.get(`/api/v1/incidents/${main}/journal?limit=4&after=${after}`),
      );
      expect(page.entries.length).toBeLessThanOrEqual(4);
      entries.push(...page.entries);
      after = page.next;
    }
    const { version } = z.object({ version: z.number() }).parse(await vigie.get(`/api/v1/incidents/${main}`));
    expect(entries.map(({ seq }) => seq)).toEqual(Array.from({ length: version }, (_, i) => i + 1));
    const written = z.array(
      z.object({
        seq: z.number(),
        at: z.string().transform((at) => Date.parse(at)),
        actor: z.string(),
        kind: z.string(),
        data: z.record(z.string(), z.unknown()),
        prevHash: z.string(),
        hash: z.string(),
      }),
    );
    expect(firstBreak(written.parse(entries))).toBeNull();
  });
});

describe("without a webhook token", () => {
  it.each([
    ["127.0.0.1", 200],
    ["localhost", 200],
    ["attacker.example", 403],
    ["127.0.0.1.attacker.example", 403],
  ])("a webhook that was meant for %s is answered %i: a name may lead here from any page", async (name, status) => {
    const { port } = new URL(vigie.run.origin);
    const answered = await new Promise<number | undefined>((resolve, reject) => {
      const headers = { host: `${name}:${port}`, "content-type": "application/json" };
      const sent = request({ host: "127.0.0.1", port, path: "/webhooks/drift", method: "POST", headers }, (answer) => {
        answer.resume();
        resolve(answer.statusCode);
      });
      sent.once("error", reject);
      sent.end(JSON.stringify(driftBody(0, vigie.world.now(), { service: "quiet" })));
    });
    expect(answered).toBe(status);
  });
});

describe("what is not there", () => {
  it.each(["/nothing", "/api/v2/incidents", "/api/v1/incidents/VIG-1/actions/triage", "/webhooks/unknown"])(
    "%s is 404 with an error",
    async (path) => {
      const answer = await fetchAt(path);
      expect(answer.status).toBe(404);
      expect(answer.headers.get("content-type")).toMatch(/^(application\/json|text\/html)/);
    },
  );
});
