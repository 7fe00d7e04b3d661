import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { alertBody } from "../../support/samples.ts";
import { startUnderTest, type UnderTest } from "../../support/vigie-under-test.ts";

const policy = `version: 1
name: pressed
destinations: { chat: [{ slack: "#ai-alerts" }] }
route: { tell: { warning: [chat] } }
contacts:
  - { name: Ada, email: ada@corp.example }
  - { name: Bo, email: bo@corp.example }
roles: { mle: [ada@corp.example] }
permissions: { real: [mle] }
tokens:
  ci: { roles: [mle] }
  bridge: { acts_for: true }
`;
const tokens = { ci: "token-of-ci", bridge: "token-of-bridge", plain: "token-of-plain" };
type Token = keyof typeof tokens;

let dir: string;
let vigie: UnderTest;

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), "vigie-actions-"));
  const file = join(dir, "policy.yaml");
  writeFileSync(file, policy);
  const given = Object.entries(tokens).map(([name, token]) => `${name}:${token}`);
  vigie = await startUnderTest({ env: { VIGIE_POLICY: file, VIGIE_API_TOKEN: given.join(",") } });
});
afterAll(async () => {
  await vigie.stop();
  rmSync(dir, { recursive: true, force: true });
});

type Asked = { readonly token?: Token; readonly headers?: Readonly<Record<string, string>> };

async function ask(path: string, { token = "ci", headers = {} }: Asked = {}, init: RequestInit = {}) {
  const answer = await fetch(`${vigie.run.origin}${path}`, {
    ...init,
    headers: { authorization: `Bearer ${tokens[token]}`, ...headers },
  });
  return {
    status: answer.status,
    body: answer.headers.get("content-type")?.includes("json") ? await answer.json() : await answer.text(),
  };
}

function press(id: string, handler: string, body: unknown, { headers, ...asked }: Asked = {}) {
  return ask(
    `/api/v1/incidents/${id}/actions/${handler}`,
    { ...asked, headers: { "content-type": "application/json", ...headers } },
    { method: "POST", body: typeof body === "string" ? body : JSON.stringify(body) },
  );
}

const detailSchema = z.looseObject({ id: z.string(), version: z.number() });
let services = 0;
/** A new incident, and its version. */
async function fired(): Promise<{ id: string; version: number }> {
  services += 1;
  await vigie.post("alertmanager", alertBody([{ labels: { service: `s${services}` } }], vigie.world.now()));
  const { body } = await ask("/api/v1/incidents?limit=1");
  const [newest] = z.object({ incidents: z.array(detailSchema) }).parse(body).incidents;
  if (!newest) throw new Error("nothing was opened");
  return { id: newest.id, version: newest.version };
}

const errorOf = (code: string, more: object = {}) => ({ error: expect.objectContaining({ code, ...more }) });

describe("POST /api/v1/incidents/:id/actions/:handler", () => {
  it("does it, says so, and gives the incident as it is then, with who did it", async () => {
    const { id, version } = await fired();
    const { status, body } = await press(id, "acknowledge", { version });
    expect({ status, body }).toMatchObject({
      status: 200,
      body: {
        said: `Acknowledged. ${id} is yours.`,
        incident: {
          id,
          acknowledged: { by: "api:ci", where: "api" },
          people: [{ person: "api:ci", role: "acknowledged" }],
        },
      },
    });
  });

  it("offers in order what can be pressed, in the words of the buttons", async () => {
    const { id } = await fired();
    const { body } = await ask(`/api/v1/incidents/${id}`);
    const { actions } = z.looseObject({ actions: z.array(z.looseObject({ handler: z.string() })) }).parse(body);
    expect(actions.slice(0, 3)).toEqual([
      { handler: "acknowledge", text: "Acknowledge", look: "primary", menu: false, asks: "nothing" },
      { handler: "real", text: "Real", look: "plain", menu: false, asks: "nothing" },
      { handler: "false-positive", text: "False positive", look: "plain", menu: false, asks: "form" },
    ]);
  });

  it("takes a form's values, and keeps the incident's cause and what mended it", async () => {
    const { id, version } = await fired();
    await press(id, "real", { version });
    const { body } = await ask(`/api/v1/incidents/${id}`);
    const judged = detailSchema.parse(body);
    const caused = await press(id, "cause", {
      version: judged.version,
      values: { cause: "data", text: "nulls since 02:10" },
    });
    expect(caused).toMatchObject({
      status: 200,
      body: { incident: { cause: { cause: "data", text: "nulls since 02:10", by: "api:ci" } } },
    });
  });

  it("names each field that is wrong or missing (U-09, U-10)", async () => {
    const { id, version } = await fired();
    await press(id, "real", { version });
    const now = detailSchema.parse((await ask(`/api/v1/incidents/${id}`)).body).version;
    expect(await press(id, "cause", { version: now, values: { cause: "", colour: "red" } })).toMatchObject({
      status: 422,
      body: errorOf("unreadable", {
        issues: [
          { path: "values.colour", code: "custom", message: "There is no such field." },
          { path: "values.cause", code: "custom", message: "This is needed. (data, model, external)" },
          { path: "values.text", code: "custom", message: "This is needed." },
        ],
      }),
    });
    await press(id, "cause", { version: now, values: { cause: "data", text: "t" } });
    const caused = detailSchema.parse((await ask(`/api/v1/incidents/${id}`)).body).version;
    const halfway = await press(id, "remediation", { version: caused, values: { fix: "OPS-1" } });
    expect(halfway).toMatchObject({
      status: 422,
      body: errorOf("unreadable", {
        issues: [{ path: "values.monitoring", code: "custom", message: "This is needed." }],
      }),
    });
    expect(await press(id, "close", { version: caused })).toMatchObject({
      status: 409,
      body: errorOf("needs-remediation"),
    });
  });

  it("is stale after somebody else did it, and says who when", async () => {
    const { id, version } = await fired();
    await press(id, "real", { version });
    const second = await press(id, "real", { version, person: "ada@corp.example" }, { token: "bridge" });
    expect(second).toMatchObject({
      status: 409,
      body: errorOf("stale", { message: expect.stringMatching(/^ci judged it real at \d\d:\d\d UTC/) }),
    });
  });

  it("answers in French where that is asked for", async () => {
    const { id, version } = await fired();
    const answer = await press(id, "acknowledge", { version }, { headers: { "accept-language": "fr-FR,fr;q=0.9" } });
    expect(answer.body).toMatchObject({ said: `Pris en charge. ${id} est à vous.` });
  });
});

describe("who may press over HTTP (protocol 12.3)", () => {
  it("a token without the role is refused, and the journal says so (U-50)", async () => {
    const { id, version } = await fired();
    expect(await press(id, "real", { version }, { token: "plain" })).toMatchObject({
      status: 403,
      body: errorOf("role"),
    });
    const { body } = await ask(`/api/v1/incidents/${id}/journal`);
    const { entries } = z
      .object({ entries: z.array(z.looseObject({ kind: z.string(), actor: z.string() })) })
      .parse(body);
    expect(entries.at(-1)).toMatchObject({
      kind: "refused",
      actor: "api:plain",
      data: { handler: "real", because: "role" },
    });
  });

  it.each([undefined, null, "ci", "api:ci"])("a token may say %o of itself", async (person) => {
    const { id, version } = await fired();
    expect(await press(id, "acknowledge", { version, person })).toMatchObject({ status: 200 });
  });

  it("a token that is no trusted bridge acts for nobody else, and nothing is done", async () => {
    const { id, version } = await fired();
    expect(await press(id, "acknowledge", { version, person: "ada@corp.example" })).toMatchObject({
      status: 403,
      body: errorOf("acts-for-nobody"),
    });
    expect((await ask(`/api/v1/incidents/${id}`)).body).toMatchObject({ acknowledged: null });
  });

  it("a bridge acts for somebody with their roles, and both are named", async () => {
    const { id, version } = await fired();
    const bridge = { token: "bridge" } as const;
    expect(await press(id, "real", { version, person: "bo@corp.example" }, bridge)).toMatchObject({
      status: 403,
      body: errorOf("role"),
    });
    expect(await press(id, "real", { version, person: "Ada@corp.example" }, bridge)).toMatchObject({
      status: 200,
      body: { incident: { judged: { by: "api:bridge for ada@corp.example", name: "Ada" } } },
    });
  });
});

describe("a request that is refused, and does nothing", () => {
  it.each<[string, number, string, unknown, Readonly<Record<string, string>>]>([
    ["without a version", 422, "unreadable", {}, {}],
    ["with a version that is no number", 422, "unreadable", { version: "three" }, {}],
    ["that is not JSON", 400, "not-json", "{", {}],
    ["that does not say it is JSON", 415, "not-json", { version: 1 }, { "content-type": "text/plain" }],
    ["that says what only begins like JSON", 415, "not-json", { version: 1 }, { "content-type": "application/jsonx" }],
    ["from a page of another site", 403, "foreign-origin", { version: 1 }, { origin: "https://attacker.example" }],
    ["from another site's frame", 403, "foreign-origin", { version: 1 }, { "sec-fetch-site": "cross-site" }],
    ["with a wrong token", 401, "unauthenticated", { version: 1 }, { authorization: "Bearer wrong" }],
    ["that is far too large", 413, "too-large", { version: 1, values: { text: "x".repeat(70_000) } }, {}],
  ])("%s: %i %s", async (_what, status, code, body, headers) => {
    const { id } = await fired();
    expect(await press(id, "acknowledge", body, { headers })).toMatchObject({ status, body: errorOf(code) });
    expect((await ask(`/api/v1/incidents/${id}`)).body).toMatchObject({ acknowledged: null });
  });

  it("no such incident, no such button", async () => {
    const { id, version } = await fired();
    expect(await press("VIG-9999", "acknowledge", { version })).toMatchObject({
      status: 404,
      body: errorOf("not-found"),
    });
    expect(await press(id, "rollback-everything", { version })).toMatchObject({
      status: 404,
      body: errorOf("not-found"),
    });
    expect(await press("nonsense", "acknowledge", { version })).toMatchObject({ status: 422 });
  });
});

describe("GET /docs", () => {
  it("tells every path of the API with its fields and a line to try it, and loads nothing from elsewhere", async () => {
    const basic = `Basic ${Buffer.from(`anybody:${tokens.plain}`).toString("base64")}`;
    const { status, body } = await ask("/docs", { headers: { authorization: basic } });
    expect(status).toBe(200);
    const page = z.string().parse(body);
    const { paths } = z
      .looseObject({ paths: z.record(z.string(), z.unknown()) })
      .parse((await ask("/openapi.json")).body);
    for (const path of Object.keys(paths)) expect(page).toContain(path);
    expect(page).toContain("curl -H");
    expect(page).toContain("/api/v1/incidents/VIG-1042/actions/acknowledge");
    for (const field of ["version", "person", "values", "acknowledged.by", "actions[].handler"])
      expect(page).toContain(`<code>${field}</code>`);
    expect(page).not.toMatch(/<script|(?:src|href)="https?:/);
  });

  it("is for those who may ask the API only", async () => {
    expect(await ask("/docs", { headers: { authorization: "Bearer wrong" } })).toMatchObject({ status: 401 });
  });
});
