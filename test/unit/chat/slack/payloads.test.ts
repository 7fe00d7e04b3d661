import { existsSync, readdirSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { needs } from "../../slack/referees.ts";
import { asPosted } from "./as-posted.ts";
import { formOf, openIngress, signed } from "./ingress.ts";

const folder = resolve(process.env.VIGIE_REFEREES ?? "../shared/referees", "slack/payloads");
const { skip, why } = needs("slack/payloads");
const files = existsSync(folder) ? readdirSync(folder) : [];
describe.skipIf(skip)(`payloads of Slack${why}`, () => {
  it.each(files)("%s is read or politely ignored", async (file) => {
    const slack = openIngress();
    const { body, type } = asPosted(file, readFileSync(resolve(folder, file), "utf8"));
    expect((await slack.post(body, signed(body, { type }))).status).toBe(200);
    await slack.ingress.stop();
    expect(slack.presses).toEqual([]);
    expect(slack.logged.filter((fields) => "err" in fields)).toEqual([]);
  });

  it("there are some of each kind", () => {
    expect(files.length).toBeGreaterThan(10);
  });
});

describe("a payload that Slack never sends", () => {
  it.each([
    ["", "application/json"],
    ["{", "application/json"],
    ["[]", "application/json"],
    ["null", "application/json"],
    ["payload=%7B", "application/x-www-form-urlencoded"],
    ["payload=%5B%5D", "application/x-www-form-urlencoded"],
    [formOf({ type: "block_actions" }), "application/x-www-form-urlencoded"],
    [formOf({ type: "block_actions", actions: [] }), "application/x-www-form-urlencoded"],
    [formOf({ type: "block_actions", actions: [null] }), "application/x-www-form-urlencoded"],
    [formOf({ type: "block_actions", actions: [{ action_id: "vigie:close" }] }), "application/x-www-form-urlencoded"],
    [formOf({ type: "view_submission" }), "application/x-www-form-urlencoded"],
    [formOf({ type: "view_submission", view: { callback_id: "vigie:form" } }), "application/x-www-form-urlencoded"],
    [formOf({ type: "message_action", callback_id: "vigie:report" }), "application/x-www-form-urlencoded"],
    ["command=%2Fvigie", "application/x-www-form-urlencoded"],
    [JSON.stringify({ type: "event_callback" }), "application/json"],
    [JSON.stringify({ type: "event_callback", event: { type: "app_mention" } }), "application/json"],
    ["x", "text/plain"],
  ])("%j as %s is 200 and does nothing", async (body, type) => {
    const slack = openIngress();
    expect((await slack.post(body, signed(body, { type }))).status).toBe(200);
    await slack.ingress.stop();
    expect([slack.presses, slack.ran, slack.calls]).toEqual([[], [], []]);
  });
});
