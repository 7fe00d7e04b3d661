import { createHmac } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { mlflow } from "../../../../src/sources/changes/mlflow.ts";
import { nine } from "../../incident/ledger.ts";
import { parseChanges } from "./parsing-changes.ts";

const at = "2026-08-01T10:00:00.000000+00:00";
const event = (entity: string, action: string, data: object) => ({
  entity,
  action,
  timestamp: at,
  workspace: "default",
  data,
});
const read = (body: unknown, headers = { "x-mlflow-delivery-id": "d-1" }) => parseChanges(mlflow, body, headers);

describe("MLflow's registry webhooks (payloads 3.3)", () => {
  it("tell that an alias was moved, with the delivery id for who sends it again; what it was before the store knows", () => {
    const data = { name: "churn", alias: "champion", version: "7" };
    expect(read(event("model_version_alias", "created", data))).toEqual({
      changes: [
        {
          id: "mlflow:d-1",
          source: "mlflow",
          kind: "alias",
          name: "champion",
          model: "churn",
          to: "7",
          at: Date.parse("2026-08-01T10:00:00Z"),
        },
      ],
      issues: [],
    });
  });

  it.each([
    [
      "an alias that is gone",
      "model_version_alias",
      "deleted",
      { name: "churn", alias: "champion" },
      { kind: "alias", name: "champion", model: "churn" },
    ],
    [
      "a version",
      "model_version",
      "created",
      { name: "churn", version: "8", source: "s", run_id: null, tags: {} },
      { kind: "model-version", name: "churn", model: "churn", to: "8" },
    ],
    ["a version number", "model_version", "created", { name: "churn", version: 8 }, { kind: "model-version", to: "8" }],
    [
      "a version marked tested",
      "model_version_tag",
      "set",
      { name: "churn", version: "8", key: "tested", value: "true" },
      { kind: "other", name: "tested", model: "churn", to: "8" },
    ],
    [
      "a mark that is gone",
      "model_version_tag",
      "deleted",
      { name: "churn", version: "8", key: "tested" },
      { kind: "other", name: "tested", from: "8" },
    ],
    [
      "a prompt's version",
      "prompt_version",
      "created",
      { name: "support", version: "3", template: "Hello" },
      { kind: "prompt", name: "support", service: "support", model: "support", to: "3" },
    ],
    [
      "a prompt's alias",
      "prompt_alias",
      "created",
      { name: "support", alias: "live", version: "3" },
      { kind: "prompt", name: "support@live", to: "3" },
    ],
    [
      "a prompt's alias that is gone",
      "prompt_alias",
      "deleted",
      { name: "support", alias: "live" },
      { kind: "prompt", name: "support@live" },
    ],
  ])("tell of %s", (_what, entity, action, data, expected) => {
    expect(read(event(entity, action, data)).changes).toMatchObject([expected]);
  });

  it("never keep a prompt's text", () => {
    const data = { name: "support", version: "3", template: "the secret recipe", tags: {} };
    expect(JSON.stringify(read(event("prompt_version", "created", data)))).not.toContain("recipe");
  });

  it.each([
    ["a registered model", event("registered_model", "created", { name: "churn" })],
    [
      "another tag of a version",
      event("model_version_tag", "set", { name: "churn", version: "8", key: "team", value: "x" }),
    ],
    ["a prompt's tag", event("prompt_tag", "set", { name: "support", key: "a", value: "b" })],
    ["a budget", event("budget_policy", "exceeded", { budget_policy_id: "b" })],
    ["what a later release sends", event("constructor", "toString", {})],
  ])("come to nothing where they tell of %s", (_what, body) => {
    expect(read(body)).toEqual({ changes: [], issues: [] });
  });

  it("tell of stages where Databricks sends them", () => {
    const body = {
      event: "MODEL_VERSION_TRANSITIONED_STAGE",
      webhook_id: "w",
      event_timestamp: 1_710_000_000_000,
      model_name: "churn",
      version: "2",
      to_stage: "Production",
      from_stage: "None",
      text: "…",
    };
    const [change] = parseChanges(mlflow, body).changes;
    expect(change).toMatchObject({ kind: "stage", name: "Production", model: "churn", to: "2", at: 1_710_000_000_000 });
    expect(parseChanges(mlflow, body).changes[0]?.id).toBe(change?.id);
  });

  it.each([
    ["no envelope", { name: "churn" }, "entity"],
    ["a time that is none", { ...event("model_version", "created", {}), timestamp: "yesterday" }, "timestamp"],
    ["no alias", event("model_version_alias", "created", { name: "churn", version: "7" }), "data.alias"],
    ["no data", event("model_version", "created", undefined as unknown as object), "data"],
    ["a list", [], ""],
  ])("are refused with the field where there is %s", (_what, body, path) => {
    const { changes, issues } = read(body);
    expect(changes).toEqual([]);
    expect(issues.map((issue) => issue.path)).toContain(path);
  });

  it("are masked: people, and versions only where they are no versions", () => {
    const data = { name: "churn", alias: "jane@corp.example", version: "1.2.3.4" };
    const [change] = read(event("model_version_alias", "created", data)).changes;
    expect(change).toMatchObject({ name: expect.stringMatching(/^email:[0-9a-f]{12}$/), to: "1.2.3.4" });
  });

  it("without a delivery id are known by what they say", () => {
    const body = event("model_version_alias", "created", { name: "churn", alias: "champion", version: "7" });
    const [first, again] = [parseChanges(mlflow, body), parseChanges(mlflow, body)].map(
      ({ changes }) => changes[0]?.id,
    );
    expect(first).toBe(again);
    const other = parseChanges(
      mlflow,
      event("model_version_alias", "created", { name: "churn", alias: "champion", version: "8" }),
    );
    expect(other.changes[0]?.id).not.toBe(first);
  });
});

describe("MLflow's signature (payloads 3.3)", () => {
  const body = Buffer.from('{"entity":"model_version"}');
  const seconds = String(nine / 1_000);
  const sign = (secret: string, id: string, timestamp: string, signed: Uint8Array = body) =>
    `v1,${createHmac("sha256", secret).update(`${id}.${timestamp}.`).update(signed).digest("base64")}`;
  const headersOf = (signature: string, timestamp = seconds, id = "d-1"): Readonly<Record<string, string>> => ({
    "x-mlflow-signature": signature,
    "x-mlflow-timestamp": timestamp,
    "x-mlflow-delivery-id": id,
  });
  const check = (headers: Readonly<Record<string, string>>, secrets: readonly string[], signed: Uint8Array = body) =>
    mlflow.signing?.check({ body: signed, header: (name) => headers[name], now: nine }, secrets);

  it("is good by any secret that is configured, over id, time and body", () => {
    expect(check(headersOf(sign("one", "d-1", seconds)), ["two", "one"])).toBe("signed");
  });

  it.each([
    ["another secret", headersOf(sign("other", "d-1", seconds))],
    ["another delivery", headersOf(sign("one", "d-2", seconds))],
    ["another time", headersOf(sign("one", "d-1", "1"))],
    ["nothing", headersOf("v1,")],
    ["half of it", headersOf(sign("one", "d-1", seconds).slice(0, 20))],
  ])("is wrong where it is of %s", (_what, headers) => {
    expect(check(headers, ["one"])).not.toBe("signed");
    expect(check(headers, ["one"])).toMatch(/^(wrong-signature|unsigned)$/);
  });

  it("is wrong over another body, and by no secret at all", () => {
    const headers = headersOf(sign("one", "d-1", seconds));
    expect(check(headers, ["one"], Buffer.from("{}"))).toBe("wrong-signature");
    expect(check(headers, [])).toBe("wrong-signature");
  });

  it.each([
    [300, "signed"],
    [301, "stale"],
    [-300, "signed"],
    [-301, "stale"],
  ])("%i s old is %s", (age, expected) => {
    const timestamp = String(nine / 1_000 - age);
    expect(check(headersOf(sign("one", "d-1", timestamp), timestamp), ["one"])).toBe(expected);
  });

  it("with a time that is no number is stale, however it is signed", () => {
    for (const timestamp of ["", "NaN", "1e9", "Infinity"])
      expect(check(headersOf(sign("one", "d-1", timestamp), timestamp), ["one"])).toBe("stale");
  });
});

const referee = resolve(process.env.VIGIE_REFEREES ?? "../shared/referees", "sources/mlflow/data-examples.json");
const isMissing = !existsSync(referee);
it.skipIf(isMissing && process.env.CI !== "true")(
  `Each example of MLflow's own types is read or comes to nothing, and none is refused${isMissing ? " (skipped: no referees)" : ""}`,
  () => {
    const { cases } = z
      .object({ cases: z.record(z.string(), z.record(z.string(), z.unknown())) })
      .parse(JSON.parse(readFileSync(referee, "utf8")));
    const kept = Object.entries(cases).map(([name, data]) => {
      const [entity = "", action = ""] = name.split(".");
      const { changes, issues } = read(event(entity, action, data));
      expect(issues, name).toEqual([]);
      return [name, changes.map(({ kind, model, to }) => [kind, model, to])];
    });
    expect(Object.fromEntries(kept)).toMatchObject({
      "registered_model.created": [],
      "model_version.created": [["model-version", "example_model", "1"]],
      "model_version_tag.set": [],
      "model_version_alias.created": [["alias", "example_model", "1"]],
      "model_version_alias.deleted": [["alias", "example_model", undefined]],
    });
  },
);
