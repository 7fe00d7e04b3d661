import { afterEach, describe, expect, it } from "vitest";
import { sampleView } from "../pagerduty/sample-view.ts";
import { type Site, startSite } from "./site.ts";

let site: Site;
afterEach(() => site?.stop());

const document = (text: string) => ({
  type: "doc",
  version: 1,
  content: [{ type: "paragraph", content: [{ type: "text", text }] }],
});
const good = { project: { key: "OPS" }, issuetype: { name: "Task" }, summary: "Disk is full" };

const call = (method: string, path: string, body?: unknown, authorization = `Basic ${btoa("a@example.com:t")}`) =>
  site.routes.request(`/rest/api/3${path}`, {
    method,
    headers: { authorization },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
const create = (fields: object) => call("POST", "/issue", { fields: { ...good, ...fields } });

describe("the sandboxed Jira", () => {
  it("makes, edits, comments and moves an issue", async () => {
    site = await startSite();
    expect(await (await create({})).json()).toMatchObject({ key: "OPS-1" });
    expect((await call("PUT", "/issue/OPS-1", { fields: { summary: "Disk is fuller" } })).status).toBe(204);
    expect((await call("POST", "/issue/OPS-1/comment", { body: document("hello") })).status).toBe(201);
    expect((await call("POST", "/issue/OPS-1/transitions", { transition: { id: "31" } })).status).toBe(204);
    expect(await (await call("GET", "/issue/OPS-1?fields=summary,status")).json()).toMatchObject({
      key: "OPS-1",
      fields: { summary: "Disk is fuller", status: { name: "Done", statusCategory: { key: "done" } } },
    });
    expect(await (await call("GET", "/issue/OPS-1/comment")).json()).toMatchObject({ total: 1 });
  });

  it.each([
    {
      says: "an unknown project",
      fields: { project: { key: "no" } },
      errors: { project: "valid project is required" },
    },
    {
      says: "an unknown type",
      fields: { issuetype: { name: "Saga" } },
      errors: { issuetype: "Specify a valid issue type" },
    },
    { says: "no summary", fields: { summary: "" }, errors: { summary: "You must specify a summary of the issue." } },
    {
      says: "a summary above 255 characters",
      fields: { summary: "x".repeat(256) },
      errors: { summary: "Summary can't exceed 255 characters." },
    },
    {
      says: "a summary of two lines",
      fields: { summary: "a\nb" },
      errors: { summary: "The summary is invalid because it contains newline characters." },
    },
    {
      says: "a description that is a string",
      fields: { description: "h1. wiki" },
      errors: { description: "Operation value must be an Atlassian Document (see the Atlassian Document Format)" },
    },
    {
      says: "a description above 32,767 characters",
      fields: { description: document("x".repeat(32_767)) },
      errors: { description: "The entered text is too long. It exceeds the allowed limit of 32,767 characters." },
    },
    {
      says: "a label with a space",
      fields: { labels: ["a b"] },
      errors: { labels: "The label 'a b' contains spaces which is invalid." },
    },
    {
      says: "an unknown priority",
      fields: { priority: { name: "Blazing" } },
      errors: { priority: "The priority selected is invalid." },
    },
    {
      says: "a field that is not on the screen",
      fields: { customfield_1: "x" },
      errors: {
        customfield_1: "Field 'customfield_1' cannot be set. It is not on the appropriate screen, or unknown.",
      },
    },
  ])("refuses $says in Jira's words", async ({ fields, errors }) => {
    site = await startSite();
    const answer = await create(fields);
    expect(answer.status).toBe(400);
    expect(await answer.json()).toEqual({ errorMessages: [], errors });
    expect(site.issues()).toEqual([]);
  });

  it("lets nobody in without a login, and nobody whose token was revoked", async () => {
    site = await startSite();
    expect((await call("GET", "/myself", undefined, "")).status).toBe(401);
    expect((await call("GET", "/myself")).status).toBe(200);
    site.faults.add({ vendor: "jira", kind: "revoked" });
    expect((await call("GET", "/myself")).status).toBe(401);
  });

  it("hides a new issue from search for 5 s, and never from its own address", async () => {
    site = await startSite();
    await create({ labels: ["vigie-1"] });
    const search = async () => {
      const jql = encodeURIComponent('project = "OPS" AND labels = "vigie-1" ORDER BY created ASC');
      const { issues } = (await (await call("GET", `/search/jql?jql=${jql}`)).json()) as { issues: { key: string }[] };
      return issues.map(({ key }) => key);
    };
    expect(await search()).toEqual([]);
    expect((await call("GET", "/issue/OPS-1")).status).toBe(200);
    site.passMs(4_999);
    expect(await search()).toEqual([]);
    site.passMs(1);
    expect(await search()).toEqual(["OPS-1"]);
    expect((await call("GET", "/search/jql?jql=assignee%20is%20EMPTY")).status).toBe(400);
  });

  it("takes 20 writes of one issue in 2 s", async () => {
    site = await startSite();
    await create({});
    const edit = () => call("PUT", "/issue/OPS-1", { fields: { summary: "again" } });
    for (let n = 0; n < 20; n += 1) expect((await edit()).status).toBe(204);
    const over = await edit();
    expect(over.status).toBe(429);
    expect(over.headers.get("retry-after")).toBe("2");
    site.passMs(2_000);
    expect((await edit()).status).toBe(204);
  });

  it("knows no issue of a deleted project and takes no writes of an archived one", async () => {
    site = await startSite();
    await create({});
    site.faults.add({ vendor: "jira", kind: "place-deleted" });
    expect((await call("GET", "/issue/OPS-1")).status).toBe(404);
    site.faults.add({ vendor: "jira", kind: "place-archived" });
    expect((await create({})).status).toBe(403);
  });

  it("refuses a transition that is not there", async () => {
    site = await startSite();
    await create({});
    const answer = await call("POST", "/issue/OPS-1/transitions", { transition: { id: "99" } });
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ errorMessages: ["Transition id '99' is not valid for this issue."] });
  });

  it("shows what Jira would show, with the alert's text as text", async () => {
    site = await startSite();
    await site.sync(sampleView(), null);
    await create({ summary: "<script>x</script>", description: document("<b>bold</b>") });
    const page = String(await site.picture());
    expect(page).toContain("OPS-1");
    expect(page).toContain("&lt;script&gt;x");
    expect(page).toContain("&lt;b&gt;bold");
    expect(page).not.toMatch(/<script>|<b>/);
    expect(page).toContain('href="https://grafana.example/d/1"');
  });
});
