import { Hono } from "hono";
import { describe, expect, it, onTestFinished } from "vitest";
import { z } from "zod";
import type { PeopleSource } from "../../../src/policy/people/vendor-people.ts";
import { jiraPeople } from "../../../src/receivers/jira/people.ts";
import { pagerDutyPeople } from "../../../src/receivers/pagerduty/people.ts";
import { createPagerDutyRest } from "../../../src/receivers/pagerduty/rest.ts";
import { createSlackCall } from "../../../src/receivers/slack/client.ts";
import { slackPeople } from "../../../src/receivers/slack/people.ts";
import { teamsPeople } from "../../../src/receivers/teams/people.ts";
import { sandboxPeople } from "../../../src/sandbox/people.ts";
import { createSandbox, sandboxCredentials } from "../../../src/sandbox/sandbox.ts";
import { openStandInState } from "../../../src/sandbox/state.ts";
import { sandboxTeamsUrls } from "../../../src/sandbox/teams/stand-in.ts";
import { type Seen, startStandIn, startVendor } from "../pagerduty/vendor.ts";
import { needs, referee } from "../slack/referees.ts";

const noon = Date.UTC(2026, 10, 20, 12);
const now = () => noon;
const signal = () => AbortSignal.timeout(2_000);
type Vendor = "slack" | "teams" | "pagerduty" | "jira";

/** Each vendor's look-ups, all at one address. */
function sourcesAt(base: string): Readonly<Record<Vendor, PeopleSource>> {
  const { serviceUrl, loginUrl } = sandboxTeamsUrls(`${base}/teams`);
  const { appId, password, tenantId } = sandboxCredentials.teams;
  return {
    slack: slackPeople(createSlackCall({ token: sandboxCredentials.slack.token, apiUrl: `${base}/slack/api/` })),
    teams: teamsPeople({
      login: { appId, password, directory: tenantId, loginUrl, now },
      tenantId,
      serviceUrl,
      graphUrl: `${base}/graph`,
      channels: () => ["19:sandbox@thread.tacv2"],
    }),
    pagerduty: pagerDutyPeople(createPagerDutyRest({ apiUrl: `${base}/pagerduty`, token: "t", now })),
    jira: jiraPeople({ host: `${base}/jira`, ...sandboxCredentials.jira, now }),
  };
}

/** Every stand-in under one roof, as the sandbox has them. */
async function openSandbox() {
  let url = "";
  const { routes } = createSandbox({
    vendors: new Set(["slack", "teams", "pagerduty", "jira"]),
    state: openStandInState(":memory:"),
    now,
    baseUrl: () => url,
    slackChannels: [],
  });
  const server = await startStandIn(new Hono().route("/", routes));
  onTestFinished(server.stop);
  url = server.url;
  return sourcesAt(url);
}

/** One vendor that answers every request alike. */
async function answering(status: number, body: unknown, headers: Record<string, string> = {}) {
  const vendor = await startVendor(({ path }, response) => {
    const isLogin = path.includes("/oauth2/");
    response.writeHead(isLogin ? 200 : status, { "content-type": "application/json", ...(isLogin ? {} : headers) });
    response.end(JSON.stringify(isLogin ? { access_token: "a", expires_in: 3599, token_type: "Bearer" } : body));
  });
  onTestFinished(vendor.stop);
  return { sources: sourcesAt(vendor.url), seen: vendor.seen };
}

const vendors: readonly Vendor[] = ["slack", "teams", "pagerduty", "jira"];
const [ada, bo] = sandboxPeople;

describe("the sandbox's people", () => {
  it.each(vendors)("%s says who they are by account and by e-mail, in any case", async (vendor) => {
    const source = (await openSandbox())[vendor];
    const known = { kind: "found", value: { id: ada[vendor], name: ada.name, email: ada.email } };
    expect(await source.user(ada[vendor], signal())).toEqual(known);
    expect(await source.byEmail("ADA@sandbox.example", signal())).toEqual(known);
    expect(await source.byEmail(bo.email, signal())).toMatchObject({ kind: "found", value: { id: bo[vendor] } });
    expect(await source.byEmail("mallory@sandbox.example", signal())).toEqual({ kind: "absent" });
  });

  it("Ada is in the user group, and on call until midnight", async () => {
    const { slack, pagerduty } = await openSandbox();
    expect(await slack.members?.("S0SANDMLE", signal())).toEqual({ kind: "found", value: [{ id: ada.slack }] });
    expect(await slack.members?.("S0NOBODY", signal())).toEqual({ kind: "absent" });
    expect(await pagerduty.members?.("PANY", signal())).toEqual({
      kind: "found",
      value: [{ id: ada.pagerduty, name: ada.name, email: ada.email, until: Date.UTC(2026, 10, 21) }],
    });
  });
});

describe("a vendor that gives no answer", () => {
  it.each(vendors)("%s: a limit says when to ask again", async (vendor) => {
    const { sources } = await answering(429, { ok: false, error: "ratelimited" }, { "retry-after": "7" });
    expect(await sources[vendor].user("X1", signal())).toEqual({ kind: "away", afterMs: 7_000 });
  });

  it.each(vendors)("%s: away", async (vendor) => {
    const { sources } = await answering(503, {});
    expect(await sources[vendor].byEmail("a@b.io", signal())).toMatchObject({ kind: "away" });
  });

  it.each(vendors)("%s: not within its time", async (vendor) => {
    const vendorUp = await startVendor(() => {});
    onTestFinished(vendorUp.stop);
    const source = sourcesAt(vendorUp.url)[vendor];
    expect(await source.user("X1", AbortSignal.timeout(20))).toMatchObject({ kind: "away" });
  });

  it.each(vendors)("%s: an answer that is not theirs", async (vendor) => {
    const { sources } = await answering(200, { ok: true, hello: "world" });
    expect(await sources[vendor].user("X1", signal())).toMatchObject({ kind: "away" });
  });

  it.each([
    ["teams", 403, {}],
    ["pagerduty", 401, {}],
    ["jira", 401, {}],
    ["slack", 200, { ok: false, error: "missing_scope", needed: "users:read.email" }],
  ] as const)("%s: the token may not ask (%i)", async (vendor, status, body) => {
    const { sources } = await answering(status, body);
    expect(await sources[vendor].user("X1", signal())).toEqual({ kind: "barred" });
  });
});

describe("what vendors say besides", () => {
  it("Slack: closed accounts and bots are nobody, a hidden e-mail is left out", async () => {
    const user = { id: "U1", name: "ada", profile: { email: null, display_name: "" } };
    const said = async (more: object) =>
      (await answering(200, { ok: true, user: { ...user, ...more } })).sources.slack.user("U1", signal());
    expect(await said({})).toEqual({ kind: "found", value: { id: "U1", name: "ada" } });
    expect(await said({ deleted: true })).toEqual({ kind: "absent" });
    expect(await said({ is_bot: true })).toEqual({ kind: "absent" });
  });

  it("Slack: whoever another organisation brings, or never confirmed it, has no e-mail that gives a role", async () => {
    const own = { url: "https://acme.slack.com/", team_id: "T1", user_id: "U0BOT", enterprise_id: "E1" };
    const user = { id: "U9", name: "mallory", team_id: "T1", profile: { email: "ada@corp.io" } };
    const said = async (more: object) => {
      const { slack } = (await answering(200, { ok: true, ...own, user: { ...user, ...more } })).sources;
      return [await slack.user("U9", signal()), await slack.byEmail("ada@corp.io", signal())];
    };
    const ours = { kind: "found", value: { id: "U9", name: "mallory", email: "ada@corp.io" } };
    const theirs = [{ kind: "found", value: { id: "U9", name: "mallory" } }, { kind: "absent" }];
    expect(await said({})).toEqual([ours, ours]);
    expect(await said({ team_id: "T2", enterprise_user: { enterprise_id: "E1" } })).toEqual([ours, ours]);
    expect(await said({ team_id: "T2" })).toEqual(theirs);
    expect(await said({ team_id: "T2", enterprise_user: { enterprise_id: "E2" } })).toEqual(theirs);
    expect(await said({ is_stranger: true })).toEqual(theirs);
    expect(await said({ is_email_confirmed: false })).toEqual(theirs);
  });

  it("Slack: nobody's e-mail is believed while its own workspace is not known", async () => {
    const user = { id: "U9", team_id: "T2", profile: { email: "ada@corp.io" } };
    const { sources } = await answering(200, { ok: true, user });
    expect(await sources.slack.user("U9", signal())).toMatchObject({ kind: "away" });
  });

  it("Teams: whoever a shared channel brings from another tenant has no e-mail that gives a role", async () => {
    const { tenantId } = sandboxCredentials.teams;
    const member = {
      id: "29:x",
      aadObjectId: "aad",
      name: "Mallory",
      email: "ada@corp.io",
      userPrincipalName: "a@b.io",
    };
    const said = async (tenant: string) =>
      (await answering(200, { ...member, tenantId: tenant })).sources.teams.user("aad", signal());
    expect(await said("another-tenant")).toEqual({ kind: "found", value: { id: "aad", name: "Mallory" } });
    expect(await said(tenantId.toUpperCase())).toMatchObject({ value: { email: "ada@corp.io" } });
  });

  it("Slack: user groups want a paid plan; without one the token is barred", async () => {
    const { sources } = await answering(200, { ok: false, error: "plan_upgrade_required" });
    expect(await sources.slack.members?.("S0MLE", signal())).toEqual({ kind: "barred" });
  });

  it("Jira: a hidden e-mail counts when the search found one person alone", async () => {
    const hidden = (accountId: string) => ({
      accountId,
      displayName: accountId,
      active: true,
      accountType: "atlassian",
    });
    const said = async (...users: object[]) => (await answering(200, users)).sources.jira.byEmail("a@b.io", signal());
    expect(await said(hidden("one"))).toEqual({ kind: "found", value: { id: "one", name: "one" } });
    expect(await said(hidden("one"), hidden("two"))).toEqual({ kind: "absent" });
    expect(await said(hidden("one"), { ...hidden("two"), emailAddress: "A@b.io" })).toMatchObject({
      value: { id: "two" },
    });
    expect(await said({ ...hidden("app"), accountType: "app" })).toEqual({ kind: "absent" });
  });

  it("PagerDuty: a search finds more than was asked for, only the same e-mail counts", async () => {
    const users = [
      { id: "P1", name: "Adam", email: "ada@b.io.evil.io" },
      { id: "P2", name: "Ada", email: "ADA@b.io" },
    ];
    const { sources } = await answering(200, { users, more: false });
    expect(await sources.pagerduty.byEmail("ada@b.io", signal())).toMatchObject({ value: { id: "P2" } });
  });

  it("Entra: a group is read page by page, and a link elsewhere is not followed", async () => {
    const seen: Seen[] = [];
    const vendor = await startVendor((one, response) => {
      seen.push(one);
      const page = seen.filter(({ path }) => path.startsWith("/graph")).length;
      const next = page === 1 ? `${vendor.url}/graph/next` : "https://elsewhere.example/steal";
      response.setHeader("content-type", "application/json");
      response.end(
        JSON.stringify(
          one.path.includes("/oauth2/")
            ? { access_token: "a", expires_in: 3599, token_type: "Bearer" }
            : {
                value: [{ id: `u${page}`, mail: null, userPrincipalName: `u${page}@corp.io` }],
                "@odata.nextLink": next,
              },
        ),
      );
    });
    onTestFinished(vendor.stop);
    const members = await sourcesAt(vendor.url).teams.members?.("00000000-0000-4000-8000-000000000001", signal());
    expect(members).toEqual({
      kind: "found",
      value: [
        { id: "u1", email: "u1@corp.io" },
        { id: "u2", email: "u2@corp.io" },
      ],
    });
    expect(seen.find(({ path }) => path.includes("/oauth2/"))?.body).toContain("graph.microsoft.com%2F.default");
    expect(seen.filter(({ path }) => path.startsWith("/graph"))).toHaveLength(2);
  });
});

const files = ["pagerduty/REST.openapiv3.json", "jira/swagger-v3.json", "slack/api-ref/docs.slack.dev/users.info.json"];
const { skip, why } = needs(...files);

describe.skipIf(skip)(`by the vendors' own examples${why}`, () => {
  /** What stands below these keys. */
  const dig = (value: unknown, ...keys: readonly string[]): unknown =>
    keys.reduce<unknown>((inner, key) => z.record(z.string(), z.unknown()).parse(inner)[key], value);
  const pagerdutyExample = (path: string) => {
    const answer = dig(referee("pagerduty/REST.openapiv3.json"), "paths", path, "get", "responses", "200", "content");
    return dig(answer, "application/json", "examples", "response", "value");
  };

  it("PagerDuty's user and on-call entries are read", async () => {
    const user = await answering(200, pagerdutyExample("/users/{id}"));
    expect(await user.sources.pagerduty.user("PXPGF42", signal())).toEqual({
      kind: "found",
      value: { id: "PXPGF42", name: "Earline Greenholt", email: expect.stringContaining("@") },
    });
    const duty = await answering(200, pagerdutyExample("/oncalls"));
    const read = await duty.sources.pagerduty.members?.("PI7DH85", signal());
    expect(read).toMatchObject({ kind: "found", value: [{ id: "PT23IWX", until: expect.any(Number) }] });
    expect(duty.seen[0]?.path).toMatch(/^\/pagerduty\/oncalls\?schedule_ids/);
  });

  it.each(["users.info", "users.lookupByEmail"])("Slack's answer to %s is read", async (method) => {
    const example = dig(referee(`slack/api-ref/docs.slack.dev/${method}.json`), "examples", "success", "example");
    const own = { url: "https://ghostbusters.slack.com/", user_id: "W0BOT", team_id: dig(example, "user", "team_id") };
    const { slack } = (await answering(200, { ...own, ...Object(example) })).sources;
    expect(
      await (method === "users.info" ? slack.user("W012A3CDE", signal()) : slack.byEmail("x@y.io", signal())),
    ).toEqual({
      kind: "found",
      value: { id: "W012A3CDE", name: "spengler", email: "spengler@ghostbusters.example.com" },
    });
  });

  it("Jira's description has every field that is read, and asks for them as we do", async () => {
    const swagger = referee("jira/swagger-v3.json");
    const asked = (path: string) =>
      z
        .array(z.object({ name: z.string() }))
        .parse(dig(swagger, "paths", path, "get", "parameters"))
        .map(({ name }) => name);
    expect(asked("/rest/api/3/user")).toContain("accountId");
    expect(asked("/rest/api/3/user/search")).toEqual(expect.arrayContaining(["query", "maxResults"]));
    expect(Object.keys(Object(dig(swagger, "components", "schemas", "User", "properties")))).toEqual(
      expect.arrayContaining(["accountId", "displayName", "emailAddress", "active", "accountType"]),
    );
  });
});
