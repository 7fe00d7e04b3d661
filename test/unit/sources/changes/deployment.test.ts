import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { changeKinds } from "../../../../src/alert/change.ts";
import { deployment } from "../../../../src/sources/changes/deployment.ts";
import { nine } from "../../incident/ledger.ts";
import { parseChanges } from "./parsing-changes.ts";

const read = (body: unknown, headers: Readonly<Record<string, string>> = {}) => parseChanges(deployment, body, headers);
const full = {
  schema: "deployment.v1",
  id: "argo-17",
  service: "credit-scoring",
  model: "credit",
  environment: "production",
  kind: "model-version",
  name: "credit",
  from: "7",
  to: "8",
  outcome: "succeeded",
  at: "2026-11-20T08:18:00Z",
  by: "jane@corp.example",
  url: "https://argo.example/17",
};

describe("Vigie's own format of what changed", () => {
  it("says it all, masked", () => {
    expect(read(full)).toEqual({
      changes: [
        {
          id: "deployment:argo-17",
          source: "deployment",
          kind: "model-version",
          name: "credit",
          service: "credit-scoring",
          model: "credit",
          environment: "production",
          from: "7",
          to: "8",
          outcome: "succeeded",
          at: Date.parse("2026-11-20T08:18:00Z"),
          by: expect.stringMatching(/^email:[0-9a-f]{12}$/),
          url: "https://argo.example/17",
        },
      ],
      issues: [],
    });
  });

  it("needs no more than whom it is about: a deployment of it, now", () => {
    expect(read({ service: "credit-scoring" }).changes).toEqual([
      {
        id: expect.stringMatching(/^deployment:[0-9a-f]{24}$/),
        source: "deployment",
        kind: "deployment",
        name: "credit-scoring",
        service: "credit-scoring",
        at: nine,
      },
    ]);
    expect(read({ model: "credit", to: 8, from: null }).changes).toMatchObject([{ name: "credit", to: "8" }]);
  });

  it("is one or many; the bad ones are named by their field, the good ones are kept", () => {
    const { changes, issues } = read([full, { kind: "deployment" }, { ...full, id: "b" }]);
    expect(changes.map(({ id }) => id)).toEqual(["deployment:argo-17", "deployment:b"]);
    expect(issues).toEqual([{ path: "service", code: "custom", message: "service or model is needed" }]);
  });

  it("comes as a CloudEvent too, whose source and id know it again", () => {
    const event = { specversion: "1.0", id: "1", source: "/argo", type: "deployed", data: full };
    const headers = { "content-type": "application/cloudevents+json" };
    expect(read(event, headers).changes[0]?.id).toBe("deployment:/argo 1");
  });

  it("without an id is known by what it says and when", () => {
    const { id: _, ...nameless } = full;
    const idOf = (body: object) => read(body).changes[0]?.id;
    expect(idOf(nameless)).toBe(idOf({ ...nameless, by: "somebody else" }));
    expect(idOf(nameless)).not.toBe(idOf({ ...nameless, to: "9" }));
    expect(idOf(nameless)).not.toBe(idOf({ ...nameless, at: "2026-11-20T08:19:00Z" }));
  });

  it.each([
    [{ ...full, kind: "seen" }, "kind"],
    [{ ...full, kind: "nonsense" }, "kind"],
    [{ ...full, at: "08:18" }, "at"],
    [{ ...full, at: "2026-11-22T10:00:00Z" }, "at"],
    [{ ...full, outcome: "perhaps" }, "outcome"],
    [{ ...full, service: "x".repeat(257) }, "service"],
    [{ ...full, schema: "deployment.v2" }, "schema"],
    ["deployed", ""],
    [null, ""],
  ])("is refused with the field and no value: %j", (body, path) => {
    const { changes, issues } = read(body);
    expect(changes).toEqual([]);
    expect(issues.map((issue) => issue.path)).toContain(path);
    expect(JSON.stringify(issues)).not.toContain("nonsense");
  });

  it("is at most 1,000 in one body", () => {
    expect(read(Array.from({ length: 1_001 }, () => full))).toMatchObject({
      changes: [],
      issues: [{ code: "too_big" }],
    });
  });

  it("leaves out a link that is none or far too long, and reads an address of version numbers as a version", () => {
    for (const url of ["javascript:alert(1)", `https://x.example/${"y".repeat(1_000)}`, "nothing"])
      expect(read({ ...full, url }).changes[0]).not.toHaveProperty("url");
    expect(read({ ...full, to: "1.2.3.4", name: "10.1.2.3" }).changes).toMatchObject([
      { to: "1.2.3.4", name: expect.stringMatching(/^ip:/) },
    ]);
  });

  it("never keeps user info of a link, nor a token", () => {
    const said = {
      ...full,
      url: "https://me:hunter22@argo.example/17",
      name: "ghp_0123456789abcdefghijABCDEFGHIJ012345",
    };
    expect(JSON.stringify(read(said))).not.toMatch(/hunter22|ghp_/);
  });
});

const page = readFileSync(new URL("../../../../docs/connect/deployment.md", import.meta.url), "utf8");
const written = [
  ...page.matchAll(/```json\n([\s\S]+?)```/g),
  ...page.matchAll(/-d '(\{.+\})'/g),
  ...page.matchAll(/^`(\{.+\})`[,.]$/gm),
  ...page.matchAll(/tell_vigie\((\{.+\})\)/g),
].map(([, json = ""]) => json);

it.each(written)("docs/connect/deployment.md shows what is taken in: %s", (json) => {
  const { changes, issues } = read(JSON.parse(json));
  expect(issues).toEqual([]);
  expect(changes).toHaveLength(1);
});

it("docs/connect/deployment.md shows six of them, and names every kind", () => {
  expect(written).toHaveLength(6);
  for (const kind of changeKinds.filter((one) => one !== "seen")) expect(page).toContain(`\`${kind}\``);
});
