import { expect, it } from "vitest";
import { createSandbox } from "../../../src/sandbox/sandbox.ts";
import { openStandInState } from "../../../src/sandbox/state.ts";

const { routes } = createSandbox({
  vendors: new Set(["slack", "teams", "pagerduty", "jira"]),
  state: openStandInState(":memory:"),
  now: () => 0,
  slackChannels: [{ name: "ai-alerts" }],
  baseUrl: () => "http://127.0.0.1:8080/sandbox",
});
const pageOf = async (path: string, headers: Readonly<Record<string, string>> = {}) =>
  (await routes.request(path, { headers })).text();

it("shows each vendor under one heading with its name", async () => {
  const page = await pageOf("/");
  expect([...page.matchAll(/<h2>(.*?)<\/h2>/g)].map(([, name]) => name)).toEqual([
    "Slack",
    "Teams",
    "PagerDuty",
    "Jira",
  ]);
  expect(page).toContain('<html lang="en">');
});

it("speaks the browser's language, or the one that is asked for", async () => {
  const french = await pageOf("/", { "accept-language": "fr-CH, fr;q=0.9, en;q=0.8" });
  expect(french).toContain("Ce que les outils afficheraient.");
  expect(french).toContain("Aucun message.");
  expect(await pageOf("/?lang=en", { "accept-language": "fr" })).toContain("What the vendors would show.");
});

it("shows the newest message of Slack first, as the others do", async () => {
  for (const text of ["the first", "the second"])
    await routes.request("/slack/api/chat.postMessage", {
      method: "POST",
      headers: { authorization: "Bearer xoxb-sandbox-token", "content-type": "application/json; charset=utf-8" },
      body: JSON.stringify({ channel: "#ai-alerts", text }),
    });
  const page = await pageOf("/");
  expect(page.indexOf("the second")).toBeGreaterThan(0);
  expect(page.indexOf("the second")).toBeLessThan(page.indexOf("the first"));
});
