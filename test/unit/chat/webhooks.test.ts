import { createHmac } from "node:crypto";
import { Hono } from "hono";
import { describe, expect, it } from "vitest";
import type { DoneThereDeps } from "../../../src/chat/done-there.ts";
import { listenToJira } from "../../../src/chat/jira/index.ts";
import { listenToPagerDuty } from "../../../src/chat/pagerduty/index.ts";
import type { Fact } from "../../../src/incident/fact.ts";
import type { Incident } from "../../../src/incident/incident.ts";
import { noLog } from "../../../src/log.ts";
import { noMeter } from "../../../src/meter.ts";
import { StoreAway, type StoredIncident } from "../../../src/store/port.ts";
import { sampleIncident } from "../pagerduty/sample-view.ts";
import { needs, refereesIn } from "../slack/referees.ts";

const incident = sampleIncident();
const key = `vigie:${incident.groupId}`;
const labels = ["vigie", `vigie-${incident.uid}`, `vigie-group-${incident.groupId}`];

type Options = {
  readonly secrets?: readonly string[];
  readonly tokens?: readonly string[];
  readonly isLocal?: boolean;
  readonly storeIsAway?: boolean;
  readonly now?: Incident;
};

/** Both webhooks on one app, with one incident behind them; `facts` is what was to be stored. */
function listening({
  secrets = ["s1", "s2"],
  tokens = [],
  isLocal = false,
  storeIsAway,
  now = incident,
}: Options = {}) {
  const facts: Fact[] = [];
  const stored: StoredIncident = { incident: now, number: 7, received: 1, lastReceivedAt: 0 };
  const intake: DoneThereDeps["intake"] = {
    ask: async (_about, fact) => {
      if (storeIsAway) throw new StoreAway("away");
      facts.push(fact);
      return { incident: now, answer: { kind: "done" } };
    },
  };
  const personOf: DoneThereDeps["directory"]["personOf"] = async ({ vendor, id, name }) => ({
    actor: { id: `person:${vendor}:${id}`, ...(name ? { name } : {}) },
  });
  const deps = {
    intake,
    directory: { personOf },
    mask: { text: (text: string) => text.replace("secret-token", "‹token›") },
    tokens,
    isLocal: () => isLocal,
    meter: noMeter,
    log: noLog,
    webhookSecrets: secrets,
  };
  const newestOf = async (groupId: string) => (groupId === now.groupId ? stored : null);
  const find = async (id: unknown) => (JSON.stringify(id).includes(now.uid) ? stored : null);
  const app = new Hono();
  listenToPagerDuty({ ...deps, store: { newestOf }, keyOf: async () => key }).mount(app);
  const reads = { labelsOf: async () => labels, ownEmail: "vigie@corp.example", ownAccount: async () => "own-account" };
  listenToJira({ ...deps, ...reads, store: { find } }).mount(app);
  const post = async (path: string, body: string | ReadableStream, headers: Readonly<Record<string, string>>) =>
    app.request(`/webhooks/${path}`, { method: "POST", body, headers, duplex: "half" });
  return { facts, post };
}

const hmac = (body: string, secret = "s1") => createHmac("sha256", secret).update(body).digest("hex");
const signed = {
  pagerduty: (body: string) => ({ "x-pagerduty-signature": `v1=${hmac(body)}` }),
  jira: (body: string) => ({ "x-hub-signature": `sha256=${hmac(body)}` }),
};
const codeOf = async (answer: Response) => JSON.stringify(await answer.json());

const ada = { id: "PADA", type: "user_reference", summary: "Ada" };
function event(
  type: string,
  more: Readonly<Record<string, unknown>> = {},
  data: Readonly<Record<string, unknown>> = {},
) {
  const about = { id: "PGR0VU2", type: "incident", incident_key: key, status: "triggered", ...data };
  const said = { id: "E1", event_type: type, resource_type: "incident", occurred_at: "2026-11-20T09:30:00Z" };
  return JSON.stringify({ event: { ...said, agent: ada, client: null, data: about, ...more } });
}

/** What one body comes to, signed. */
async function taken(vendor: "pagerduty" | "jira", body: string, options?: Options): Promise<readonly Fact[]> {
  const { facts, post } = listening(options);
  const answer = await post(vendor, body, signed[vendor](body));
  expect(answer.status).toBe(200);
  return facts;
}

describe.each(["pagerduty", "jira"] as const)("who may post to /webhooks/%s", (vendor) => {
  const body = vendor === "pagerduty" ? event("incident.acknowledged") : JSON.stringify({ webhookEvent: "x" });
  const name = vendor === "pagerduty" ? "x-pagerduty-signature" : "x-hub-signature";
  const written = (hex: string) => (vendor === "pagerduty" ? `v1=${hex}` : `sha256=${hex}`);

  it.each([
    { says: "without a signature", headers: {}, code: "unsigned" },
    {
      says: "by a secret that is not ours",
      headers: { [name]: written(hmac(body, "other")) },
      code: "wrong-signature",
    },
    { says: "over another body", headers: { [name]: written(hmac(`${body} `)) }, code: "wrong-signature" },
    { says: "cut short", headers: { [name]: written(hmac(body).slice(0, 40)) }, code: "wrong-signature" },
    { says: "in another scheme", headers: { [name]: `v0=${hmac(body)}` }, code: "unsigned" },
    { says: "that is no hex", headers: { [name]: written("z".repeat(64)) }, code: "wrong-signature" },
  ])("what is signed $says is 401 for that reason and has no effect", async ({ headers, code }) => {
    const { facts, post } = listening();
    const answer = await post(vendor, body, headers);
    expect(answer.status).toBe(401);
    expect(await codeOf(answer)).toContain(`"code":"${code}"`);
    expect(facts).toEqual([]);
  });

  it("any of several secrets is good", async () => {
    const { post } = listening();
    expect((await post(vendor, body, { [name]: written(hmac(body, "s2")) })).status).toBe(200);
  });

  it("without a secret it takes a token, or this machine alone", async () => {
    const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
    const withToken = listening({ secrets: [], tokens: ["t"] });
    expect((await withToken.post(vendor, body, bearer("t"))).status).toBe(200);
    expect(await codeOf(await withToken.post(vendor, body, bearer("u")))).toContain("wrong-token");
    expect(await codeOf(await withToken.post(vendor, body, {}))).toContain("unauthenticated");
    const near = await listening({ secrets: [], isLocal: true }).post(vendor, body, {});
    const far = await listening({ secrets: [] }).post(vendor, body, {});
    expect([near.status, far.status]).toEqual([200, 403]);
    expect(await codeOf(far)).toContain("forbidden");
  });

  it.each([
    { of: { secrets: ["s1"] }, status: 401 },
    { of: { secrets: [], tokens: ["t"] }, status: 401 },
    { of: { secrets: [] }, status: 403 },
  ])("a stranger is refused before a byte of the body is read: $status", async ({ of, status }) => {
    const never = new ReadableStream({ pull: () => new Promise(() => {}) });
    const answer = await listening(of).post(vendor, never, {});
    expect(answer.status).toBe(status);
  });

  it("what is no JSON is 400, what is too large 413", async () => {
    const { post } = listening();
    expect((await post(vendor, "no", signed[vendor]("no"))).status).toBe(400);
    const huge = JSON.stringify({ a: "x".repeat(5 * 1024 * 1024) });
    expect((await post(vendor, huge, signed[vendor](huge))).status).toBe(413);
  });
});

describe("what people do in PagerDuty (behaviour 5, protocol 3.2, 3.3)", () => {
  it.each([
    { type: "incident.acknowledged", act: { kind: "acknowledge" } },
    { type: "incident.unacknowledged", act: { kind: "unacknowledge", because: "unacknowledged" } },
    { type: "incident.reassigned", act: { kind: "unacknowledge", because: "reassigned" } },
    { type: "incident.escalated", act: { kind: "unacknowledge", because: "escalated" } },
    { type: "incident.delegated", act: { kind: "unacknowledge", because: "delegated" } },
  ])("$type by a person is their $act.kind", async ({ type, act }) => {
    const { uid } = incident;
    const by = { id: "person:pagerduty:PADA", name: "Ada" };
    expect(await taken("pagerduty", event(type))).toEqual([
      { kind: "act", uid, act, by, where: "pagerduty", senderId: "pagerduty:E1" },
    ]);
  });

  it("resolved by a person is told as such, by PagerDuty itself as a page that lapsed", async () => {
    expect(await taken("pagerduty", event("incident.resolved"))).toMatchObject([
      { kind: "resolved-elsewhere", by: "person:pagerduty:PADA", name: "Ada", where: "pagerduty" },
    ]);
    const at = Date.UTC(2026, 10, 20, 9, 30);
    const itself = { agent: { id: "PSVC", type: "service_reference", summary: "API" } };
    for (const more of [{ agent: null }, itself]) {
      expect(await taken("pagerduty", event("incident.resolved", more))).toMatchObject([
        { kind: "act", act: { kind: "page-lapsed", at }, by: { id: "pagerduty" } },
      ]);
    }
  });

  it.each(["incident.acknowledged", "incident.resolved", "incident.unacknowledged"])(
    "%s by an integration is what our own events did, and comes to nothing (loop guard)",
    async (type) => {
      const agent = { id: "PI", type: "events_api_v2_inbound_integration_reference", summary: "Events" };
      expect(await taken("pagerduty", event(type, { agent }))).toEqual([]);
    },
  );

  it("a note is kept as text, masked; one of our own is not (loop guard)", async () => {
    const note = (content: string) => {
      const data = { id: "PNOTE", type: "incident_note", incident_key: undefined, content };
      return event("incident.annotated", {}, { ...data, incident: { id: "PGR0VU2", type: "incident_reference" } });
    };
    expect(await taken("pagerduty", note("<!channel> secret-token"))).toMatchObject([
      { act: { kind: "note", text: "<!channel> ‹token›" } },
    ]);
    expect(await taken("pagerduty", note("Acknowledged by Ada · Vigie #12"))).toEqual([]);
  });

  it("an expert who accepts joins for the group that was called last", async () => {
    const user = { id: "PBO", type: "user_reference", summary: "Bo" };
    const data = { type: "incident_responder", state: "accepted", user };
    const called = { ...incident, experts: [{ group: "mle", at: 0, by: "person:ada" }] };
    expect(await taken("pagerduty", event("incident.responder.replied", {}, data), { now: called })).toMatchObject([
      { act: { kind: "join-as-expert", group: "mle" }, by: { name: "Bo" } },
    ]);
    expect(await taken("pagerduty", event("incident.responder.replied", {}, data))).toEqual([]);
  });

  it("an incident of somebody else's key, and an event of another kind, are politely ignored", async () => {
    expect(await taken("pagerduty", event("incident.acknowledged", {}, { incident_key: "theirs" }))).toEqual([]);
    expect(await taken("pagerduty", event("incident.workflow.started"))).toEqual([]);
  });

  it("what cannot be stored is 503, so that PagerDuty sends it again", async () => {
    const body = event("incident.acknowledged");
    const { post } = listening({ storeIsAway: true });
    const answer = await post("pagerduty", body, signed.pagerduty(body));
    expect([answer.status, answer.headers.get("retry-after")]).toEqual([503, "5"]);
  });
});

const bo = { accountId: "acc-bo", displayName: "Bo" };
function issueEvent(more: Readonly<Record<string, unknown>>, category = "new", fields = {}) {
  const issue = { key: "OPS-1", fields: { labels, status: { statusCategory: { key: category } }, ...fields } };
  return JSON.stringify({ webhookEvent: "jira:issue_updated", user: bo, issue, ...more });
}
const items = (...all: readonly object[]) => ({ changelog: { items: all } });

describe("what people do in Jira (protocol 3.3)", () => {
  const moved = items({ field: "status", to: "10002", toString: "Done" });

  it("done while it fires is resolved elsewhere; when it is over, nothing", async () => {
    expect(await taken("jira", issueEvent(moved, "done"))).toMatchObject([
      { kind: "resolved-elsewhere", by: "person:jira:acc-bo", name: "Bo", where: "jira" },
    ]);
    const now: Incident = { ...incident, phase: "resolved" };
    expect(await taken("jira", issueEvent(moved, "done"), { now })).toEqual([]);
  });

  it("moved back takes back what Jira had said, and nothing else", async () => {
    const act = { by: "person:jira:acc-bo", at: 0, where: "jira" };
    expect(
      await taken("jira", issueEvent(moved, "new"), { now: { ...incident, resolvedElsewhere: act } }),
    ).toMatchObject([{ act: { kind: "unacknowledge", because: "reopened" } }]);
    expect(await taken("jira", issueEvent(moved, "new"))).toEqual([]);
  });

  it("an assignee is an assignment", async () => {
    const body = issueEvent(items({ field: "assignee", to: "acc-chi", toString: "Chi" }));
    expect(await taken("jira", body)).toMatchObject([
      { act: { kind: "assign", to: { id: "person:jira:acc-chi", name: "Chi" } } },
    ]);
    expect(await taken("jira", issueEvent(items({ field: "assignee", to: null })))).toEqual([]);
  });

  it("a comment without labels finds its incident by its issue; told by both kinds of webhook it has one id", async () => {
    const comment = { id: "10503", author: bo, body: "look at the GPU" };
    const created = JSON.stringify({ webhookEvent: "comment_created", comment, issue: { key: "OPS-1", fields: {} } });
    const expected = [{ act: { kind: "note", text: "look at the GPU" }, senderId: "jira:comment:10503" }];
    expect(await taken("jira", created)).toMatchObject(expected);
    expect(await taken("jira", issueEvent({ comment }))).toMatchObject(expected);
  });

  it("a document nested without end is read as far as an editor nests, and a comment of megabytes to its first page", async () => {
    const depth = 100_000;
    const nested = `${'{"content":['.repeat(depth)}{"text":"deep"}${"]}".repeat(depth)}`;
    const body = issueEvent({ comment: { id: "1", author: bo, body: "NESTED" } }).replace('"NESTED"', nested);
    expect(await taken("jira", body)).toEqual([]);
    const [fact] = await taken("jira", issueEvent({ comment: { id: "1", author: bo, body: "x".repeat(3_000_000) } }));
    expect(fact).toMatchObject({ act: { kind: "note", text: "x".repeat(10_000) } });
  });

  it("what Vigie's own account did, and its own comments, come to nothing (loop guard)", async () => {
    for (const user of [{ accountId: "own-account" }, { accountId: "x", emailAddress: "Vigie@corp.example" }]) {
      expect(await taken("jira", issueEvent({ ...moved, user }, "done"))).toEqual([]);
    }
    const comment = { id: "1", author: bo, body: "Acknowledged by Ada · Vigie #4" };
    expect(await taken("jira", issueEvent({ comment }))).toEqual([]);
  });

  it("an issue without our labels, or with half of them, is politely ignored", async () => {
    expect(await taken("jira", issueEvent(moved, "done", { labels: ["theirs"] }))).toEqual([]);
    expect(await taken("jira", issueEvent(moved, "done", { labels: [`vigie-${incident.uid}`] }))).toEqual([]);
  });

  it("a repeat carries the id of its message", async () => {
    const { facts, post } = listening();
    const body = issueEvent(moved, "done");
    const headers = { ...signed.jira(body), "x-atlassian-webhook-identifier": "m1" };
    await post("jira", body, headers);
    expect(facts).toMatchObject([{ senderId: "jira:m1:moved" }]);
  });
});

const folders = { pagerduty: "pagerduty/webhook-v3-samples", jira: "jira/webhooks" } as const;
const { skip, why } = needs(...Object.values(folders));

describe.skipIf(skip).each(["pagerduty", "jira"] as const)(`the vendor's own samples of %s${why}`, (vendor) => {
  it("are parsed or politely ignored, none is 500, also as event data and as rubbish", async () => {
    const samples = refereesIn(folders[vendor], "json");
    expect(samples.length).toBeGreaterThan(10);
    const { post } = listening();
    for (const { name, text } of samples) {
      const wrapped = event("incident.annotated", {}, JSON.parse(text));
      for (const body of [text, wrapped, "null", "[]", "7", '{"event":7,"issue":[]}']) {
        const answer = await post(vendor, body, signed[vendor](body));
        expect([name, answer.status]).toEqual([name, 200]);
      }
    }
  });
});
