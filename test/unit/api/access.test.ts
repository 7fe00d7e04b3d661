import { Hono } from "hono";
import { describe, expect, it } from "vitest";
import { access } from "../../../src/api/access.ts";
import { isLoopback } from "../../../src/config.ts";

type Asked = { readonly remote?: string | undefined; readonly headers?: Readonly<Record<string, string>> };

const tokens = [
  { name: "ops", token: "s3cret-one" },
  { name: "api", token: "s3cret-two" },
];

/** What the door answers to somebody, with or without tokens configured. */
async function ask(configured: typeof tokens, { remote = "127.0.0.1", headers = {} }: Asked) {
  const app = new Hono();
  app.use("*", access({ tokens: configured, remoteAddress: () => remote, isLoopback }));
  app.get("/", (c) => c.text("come in"));
  const answer = await app.request("/", { headers: { host: "127.0.0.1:8080", ...headers } });
  return { status: answer.status, answer };
}
const basic = (text: string) => `Basic ${btoa(text)}`;

const rows: readonly (readonly [sentence: string, asked: Asked, status: number])[] = [
  ["from loopback", {}, 200],
  ["from loopback of the other version", { remote: "::1", headers: { host: "[::1]:8080" } }, 200],
  ["from loopback as an IPv6 socket sees IPv4", { remote: "::ffff:127.0.0.1" }, 200],
  ["by the name of loopback", { headers: { host: "localhost" } }, 200],
  ["from another machine", { remote: "10.0.0.7" }, 403],
  ["from another machine that says it is this one", { remote: "10.0.0.7", headers: { host: "localhost" } }, 403],
  ["from a page elsewhere, through a browser here", { headers: { host: "attacker.example" } }, 403],
  ["from a name that begins like loopback", { headers: { host: "127.0.0.1.attacker.example" } }, 403],
  ["without a host", { headers: { host: "" } }, 403],
  ["with a token that nobody asked for", { remote: "10.0.0.7", headers: { authorization: "Bearer s3cret-one" } }, 403],
  ...[
    "forwarded",
    "x-forwarded-for",
    "x-forwarded-host",
    "x-forwarded-proto",
    "x-forwarded-port",
    "x-forwarded-prefix",
    "x-real-ip",
  ].map((name) => [`behind a proxy that says so by ${name}`, { headers: { [name]: "1" } }, 403] as const),
];

describe("without tokens only the machine itself is served (protocol 12.3)", () => {
  it.each(rows)("%s: %j is %i", async (_sentence, asked, status) => {
    const answered = await ask([], asked);
    expect(answered.status).toBe(status);
    if (status === 403)
      expect(await answered.answer.json()).toMatchObject({ error: { code: "forbidden", issues: [] } });
  });

  it("nor anybody whose address is not known", async () => {
    const app = new Hono();
    app.use("*", access({ tokens: [], remoteAddress: () => undefined, isLoopback }));
    expect((await app.request("/", { headers: { host: "127.0.0.1" } })).status).toBe(403);
  });
});

describe("with tokens everybody is served who has one, and nobody else (protocol 12.3)", () => {
  it.each([
    ["a bearer token", { authorization: "Bearer s3cret-one" }, 200],
    ["the token of another name", { authorization: "Bearer s3cret-two" }, 200],
    ["a token as password under any name", { authorization: basic("anybody:s3cret-one") }, 200],
    ["nothing, even from here", {}, 401],
    ["a token with its name", { authorization: "Bearer ops:s3cret-one" }, 401],
    ["a wrong token", { authorization: "Bearer s3cret" }, 401],
    ["a wrong password", { authorization: basic("ops:s3cret") }, 401],
    ["a token as user name", { authorization: basic("s3cret-one:") }, 401],
    ["an empty password", { authorization: basic("ops:") }, 401],
    ["another scheme", { authorization: "Digest s3cret-one" }, 401],
  ] as const)("%s", async (_sentence, headers, status) => {
    const { status: answered, answer } = await ask(tokens, { headers });
    expect(answered).toBe(status);
    if (status !== 401) return;
    expect(answer.headers.get("www-authenticate")).toBe('Basic realm="vigie", charset="UTF-8"');
    expect(await answer.text()).not.toContain("s3cret");
  });

  it("from anywhere, also behind a proxy", async () => {
    const headers = { authorization: "Bearer s3cret-one", host: "vigie.example", "x-forwarded-for": "10.0.0.7" };
    expect((await ask(tokens, { remote: "10.0.0.7", headers })).status).toBe(200);
  });
});
