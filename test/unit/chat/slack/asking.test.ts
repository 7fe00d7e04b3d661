import { describe, expect, it } from "vitest";
import { z } from "zod";
import type { Form } from "../../../../src/chat/form.ts";
import { formOf, openIngress, signed } from "./ingress.ts";

const form: Form = {
  title: "Report",
  fields: [
    { kind: "text", id: "title", label: "Title", required: true, multiline: false, maxUnits: 100 },
    { kind: "text", id: "text", label: "What", required: true, multiline: true, maxUnits: 1_000 },
  ],
  submit: "Report",
  cancel: "Cancel",
};
const person = { id: "U0ONCALL01", name: "ada" };
const common = { team: { id: "T1" }, user: person, trigger_id: "1.2.3" };

function typed(text: string): string {
  return new URLSearchParams({
    command: "/vigie",
    text,
    team_id: "T1",
    user_id: person.id,
    user_name: person.name,
    channel_id: "C1",
    channel_name: "ai-alerts",
    trigger_id: "1.2.3",
  }).toString();
}

function event(what: object, id = "Ev1"): string {
  return JSON.stringify({ type: "event_callback", team_id: "T1", event_id: id, event: what });
}
const json = "application/json";
const mention = { type: "app_mention", user: person.id, channel: "C1", ts: "1.1", text: "<@U0VIGIEBOT> oncall <x>" };

describe("what is asked in Slack", () => {
  it("by /vigie is answered in the acknowledgement, for whoever asked alone, as text", async () => {
    const slack = openIngress();
    const body = typed("oncall <!channel>");
    const answer = await slack.post(body, signed(body));
    expect(slack.ran).toEqual(["oncall <!channel>"]);
    expect(answer.json).toMatchObject({
      response_type: "ephemeral",
      text: "you said &lt;oncall &lt;!channel&gt;&gt;",
      blocks: [{ type: "rich_text" }],
    });
  });

  it("by /vigie, where it needs a form, opens one whose values come back with the same words", async () => {
    const slack = openIngress({ run: async () => ({ lines: [], form }) });
    const body = typed("report a thing");
    expect(await slack.post(body, signed(body))).toMatchObject({ status: 200, text: "" });
    await slack.ingress.stop();
    const { view } = z.object({ view: z.looseObject({}) }).parse(slack.calls[0]?.args);
    expect(slack.calls).toMatchObject([{ method: "views.open", args: { trigger_id: "1.2.3" } }]);

    const values = { text: { value: { type: "plain_text_input", value: "it broke" } } };
    const sent = formOf({ ...common, type: "view_submission", view: { ...view, state: { values } } });
    await slack.post(sent, signed(sent));
    expect(slack.ran).toEqual(["report a thing", "report a thing"]);
  });

  it("by the message shortcut opens the form of report with the message in it", async () => {
    const slack = openIngress({ run: async () => ({ lines: [], form }) });
    const body = formOf({
      ...common,
      type: "message_action",
      callback_id: "vigie:report",
      channel: { id: "C1", name: "general" },
      message: { text: "the model says nonsense" },
    });
    expect((await slack.post(body, signed(body))).status).toBe(200);
    await slack.ingress.stop();
    expect(slack.ran).toEqual(["report"]);
    expect(JSON.stringify(slack.calls[0]?.args)).toContain('"initial_value":"the model says nonsense"');
  });

  it("shows people in the answer by their mention, which in an answer to one person notifies nobody", async () => {
    const line = [{ kind: "mention", mention: "<@U012AB>" } as const];
    const slack = openIngress({ run: async () => ({ lines: [line] }) });
    const body = typed("oncall");
    const answer = await slack.post(body, signed(body));
    expect(answer.json).toMatchObject({
      blocks: [{ elements: [{ elements: [{ type: "user", user_id: "U012AB" }] }] }],
    });
  });

  it("by a mention is answered in its place, to whoever asked", async () => {
    const slack = openIngress();
    const body = event(mention);
    expect((await slack.post(body, signed(body, { type: json }))).status).toBe(200);
    expect(slack.ran).toEqual(["oncall <x>"]);
    expect(slack.calls).toMatchObject([{ method: "chat.postEphemeral", args: { channel: "C1", user: person.id } }]);
  });

  it("is done once, however often Slack sends the event", async () => {
    const slack = openIngress();
    for (const at of [0, 1_000, 60_000]) {
      const body = event(mention);
      await slack.post(body, signed(body, { type: json, at: Date.parse("2026-11-20T08:00:00Z") - at }));
    }
    expect(slack.ran).toHaveLength(1);
  });

  it.each([
    { of: "another organisation", user_team: "T2", grid: null, answered: 0 },
    { of: "ours", user_team: "T1", grid: null, answered: 1 },
    { of: "another workspace of our organisation", user_team: "T2", grid: "E1", answered: 1 },
  ])("by somebody of $of in a shared channel is answered $answered times", async ({ user_team, grid, answered }) => {
    const slack = openIngress();
    const authorizations = [{ enterprise_id: grid, team_id: "T1", user_id: "U0BOT", is_bot: true }];
    const body = JSON.stringify({ ...JSON.parse(event({ ...mention, user_team })), authorizations });
    expect((await slack.post(body, signed(body, { type: json }))).status).toBe(200);
    expect(slack.ran).toHaveLength(answered);
  });

  it("by a mention of 40,000 letters of markup takes no time", async () => {
    const slack = openIngress();
    const body = event({ ...mention, text: "<@U0|".repeat(8_000) });
    const startedAt = performance.now();
    expect((await slack.post(body, signed(body, { type: json }))).status).toBe(200);
    expect(performance.now() - startedAt).toBeLessThan(1_000);
    expect(slack.ran[0]?.length).toBeLessThanOrEqual(3_000);
  });

  it("by another bot is not answered", async () => {
    const slack = openIngress();
    const body = event({ ...mention, bot_id: "B1" });
    expect((await slack.post(body, signed(body, { type: json }))).status).toBe(200);
    expect(slack.ran).toEqual([]);
  });

  it("by opening the home tab is answered with one's own incidents", async () => {
    const slack = openIngress();
    const body = event({ type: "app_home_opened", user: person.id, channel: "D1", tab: "home", event_ts: "1.1" });
    expect((await slack.post(body, signed(body, { type: json }))).status).toBe(200);
    expect(slack.calls).toMatchObject([
      { method: "views.publish", args: { user_id: person.id, view: { type: "home" } } },
    ]);
  });
});
