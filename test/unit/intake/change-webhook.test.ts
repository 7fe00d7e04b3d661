import { createHmac } from "node:crypto";
import { describe, expect, it } from "vitest";
import { maxChangeBodyBytes } from "../../../src/intake/body.ts";
import { changeSources } from "../../../src/sources/changes/index.ts";
import { StoreAway } from "../../../src/store/port.ts";
import { nine } from "../incident/ledger.ts";
import { openChangeDoor } from "./change-door.ts";

const mlflowBody = JSON.stringify({
  entity: "model_version_alias",
  action: "created",
  timestamp: "2026-11-20T08:18:00.000000+00:00",
  data: { name: "credit", alias: "champion", version: "8" },
});
const githubBody = JSON.stringify({
  repository: { name: "credit-scoring" },
  deployment: { id: 1, sha: "f95f852bd8", created_at: "2026-11-20T08:18:00Z" },
});
/** A good body of each sender. */
const good: Readonly<Record<string, string>> = {
  mlflow: mlflowBody,
  github: githubBody,
  deployment: '{"service":"credit-scoring"}',
};
const extra: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  github: { "x-github-event": "deployment" },
};
const seconds = String(nine / 1_000);
/** How each sender that signs does, by a secret. */
const signed: Readonly<Record<string, (secret: string) => Readonly<Record<string, string>>>> = {
  mlflow: (secret) => ({
    "x-mlflow-delivery-id": "d-1",
    "x-mlflow-timestamp": seconds,
    "x-mlflow-signature": `v1,${createHmac("sha256", secret).update(`d-1.${seconds}.${mlflowBody}`).digest("base64")}`,
  }),
  github: (secret) => ({
    "x-hub-signature-256": `sha256=${createHmac("sha256", secret).update(githubBody).digest("hex")}`,
  }),
};
const names = changeSources.map(({ name }) => name);
const signing = changeSources.flatMap(({ name, signing: signs }) => (signs ? [name] : []));

describe.each(names)("POST /webhooks/%s", (source) => {
  const body = good[source] ?? "";
  const headers = extra[source] ?? {};

  it("answers 200 with how many were accepted, after they were kept", async () => {
    const door = await openChangeDoor();
    const answer = await door.post(source, body, headers);
    expect(answer).toMatchObject({ status: 200, body: { accepted: 1, rejected: [] } });
    expect(door.accepted).toMatchObject([{ source }]);
    expect(door.counted).toEqual([`changes_received_total ${source} 1`]);
    expect(door.budget.inWork()).toBe(0);
  });

  it.each([
    ["unauthenticated", {}],
    ["wrong-token", { authorization: "Bearer t0ken-two" }],
  ])("answers 401 %s where a token stands for a secret", async (code, given) => {
    const door = await openChangeDoor({ tokens: ["t0ken-one"] });
    const answer = await door.post(source, body, { ...headers, ...given });
    expect(answer).toMatchObject({ status: 401, body: { error: { code } } });
    expect(door.accepted).toEqual([]);
    expect(door.counted).toEqual([`requests_refused_total ${source} ${code} 1`]);
    expect((await door.post(source, body, { ...headers, authorization: "Bearer t0ken-one" })).status).toBe(200);
  });

  it.each([
    ["forbidden", 403, { isLocal: () => false }, {}],
    ["draining", 503, { draining: () => true }, {}],
    ["wrong-type", 415, {}, { "content-type": "text/plain" }],
    ["overloaded", 503, { budget: { take: () => null, inWork: () => 0, oneMaxBytes: 1_000 } }, {}],
  ])("answers %s with %i, and keeps nothing", async (code, status, parts, given) => {
    const door = await openChangeDoor(parts);
    expect(await door.post(source, body, { ...headers, ...given })).toMatchObject({
      status,
      body: { error: { code } },
    });
    expect(door.accepted).toEqual([]);
  });

  it("answers 400 to what is not JSON, and 422 with the field to what says nothing", async () => {
    const door = await openChangeDoor();
    expect(await door.post(source, "{", headers)).toMatchObject({ status: 400, body: { error: { code: "not-json" } } });
    const answer = await door.post(source, {}, headers);
    expect(answer).toMatchObject({ status: 422, body: { error: { code: "unreadable" } } });
    expect(JSON.stringify(answer.body)).toMatch(/"path":"\w+"/);
    expect(door.budget.inWork()).toBe(0);
  });

  it("answers 503 and says when to come back where the store is away", async () => {
    const away = () => Promise.reject(new StoreAway("away"));
    const door = await openChangeDoor({ changes: { accept: away } });
    const answer = await door.post(source, body, headers);
    expect(answer).toMatchObject({ status: 503, body: { error: { code: "store-away" } } });
    expect(answer.headers.get("retry-after")).toBe("5");
    expect(door.counted).toEqual([`requests_refused_total ${source} store-away 1`]);
  });
});

it("A body of what changed is at most 4 MiB: more is refused before it is read, and holds no room.", async () => {
  const door = await openChangeDoor();
  const answer = await door.post("deployment", JSON.stringify({ service: "a".repeat(maxChangeBodyBytes) }));
  expect(answer).toMatchObject({ status: 413, body: { error: { code: "too-large" } } });
  expect(door.budget.inWork()).toBe(0);
});

it("An id with a dot in it is refused: what is signed could be cut elsewhere, into another time and body.", async () => {
  const door = await openChangeDoor({ secretsOf: () => ["s-one"] });
  const cut = signed.mlflow?.("s-one");
  const answer = await door.post("mlflow", mlflowBody, { ...cut, "x-mlflow-delivery-id": "d-1.1" });
  expect(answer).toMatchObject({ status: 401, body: { error: { code: "unsigned" } } });
});

it.each([
  [
    "mlflow",
    {},
    {
      event: "MODEL_VERSION_TRANSITIONED_STAGE",
      event_timestamp: 1e300,
      model_name: "m",
      version: "8",
      to_stage: "Production",
    },
  ],
  ["mlflow", {}, { ...JSON.parse(mlflowBody), timestamp: "9999-01-01T00:00:00Z" }],
  [
    "github",
    extra.github,
    { repository: { name: "a" }, deployment: { id: 1, sha: "f95f852bd8", created_at: "2027-01-01T00:00:00Z" } },
  ],
  ["deployment", {}, { service: "a", at: "2027-01-01T00:00:00Z" }],
  ["deployment", {}, { service: "a", at: "0001-01-01T00:00:00Z" }],
])(
  "A time of %s that no change can have is refused: it would stand above all others for ever.",
  async (source, headers, body) => {
    const door = await openChangeDoor();
    const answer = await door.post(source, body, headers);
    expect(answer).toMatchObject({ status: 422, body: { error: { code: "unreadable", issues: [{ path: "at" }] } } });
    expect(door.accepted).toEqual([]);
  },
);

describe.each(signing)("POST /webhooks/%s with a secret", (source) => {
  const body = good[source] ?? "";
  const sign = (secret: string) => ({ ...extra[source], ...signed[source]?.(secret) });
  const open = () =>
    openChangeDoor({ secretsOf: (name) => (name === source ? ["s-one", "s-two"] : []), isLocal: () => false });

  it("takes what either secret signed, from anywhere and without a token", async () => {
    const door = await open();
    for (const secret of ["s-one", "s-two"]) expect((await door.post(source, body, sign(secret))).status).toBe(200);
  });

  it("answers 401 to what is not signed, is signed by another, or was altered, also with a good token", async () => {
    const door = await openChangeDoor({ secretsOf: () => ["s-one"], tokens: ["t0ken"] });
    const token = { authorization: "Bearer t0ken" };
    const codes = [
      await door.post(source, body, { ...extra[source], ...token }),
      await door.post(source, body, { ...sign("s-three"), ...token }),
      await door.post(source, `${body} `, sign("s-one")),
    ].map(({ status, body: { error } }) => [status, error?.code]);
    expect(codes).toEqual([
      [401, "unsigned"],
      [401, "wrong-signature"],
      [401, "wrong-signature"],
    ]);
    expect(door.accepted).toEqual([]);
    expect(door.budget.inWork()).toBe(0);
  });
});

it("An old message of MLflow's that somebody sends again is refused as stale.", async () => {
  const door = await openChangeDoor({ secretsOf: () => ["s-one"], now: () => nine + 301_000 });
  const answer = await door.post("mlflow", mlflowBody, signed.mlflow?.("s-one"));
  expect(answer).toMatchObject({ status: 401, body: { error: { code: "stale" } } });
});

it("Of an array the good ones are kept and the bad ones are named by index and field.", async () => {
  const door = await openChangeDoor();
  const answer = await door.post("deployment", [{ service: "a" }, {}, { model: "b" }]);
  expect(answer).toMatchObject({
    status: 200,
    body: { accepted: 2, rejected: [{ index: 1, issues: [{ path: "service" }] }] },
  });
});
