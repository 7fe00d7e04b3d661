import { describe, expect, it } from "vitest";
import { z } from "zod";
import { signatureFault } from "../../../src/chat/slack/signature.ts";
import { sandboxPeople } from "../../../src/sandbox/people.ts";
import { openSlack, type SlackWorld, vigieSecret } from "./sandbox.ts";

const [ada] = sandboxPeople;
const button = { type: "button", action_id: "vigie:note", text: { type: "plain_text", text: "Note…" }, value: "v" };
const menu = {
  type: "overflow",
  action_id: "vigie:menu",
  options: [{ text: { type: "plain_text", text: "Close…" }, value: "close:v" }],
};
const form = {
  type: "modal",
  callback_id: "vigie:form",
  private_metadata: "{}",
  title: { type: "plain_text", text: "Note" },
  submit: { type: "plain_text", text: "Keep it" },
  blocks: [
    {
      type: "input",
      block_id: "text",
      label: { type: "plain_text", text: "What <b>happened</b>" },
      element: { type: "plain_text_input", action_id: "value", multiline: true },
    },
  ],
};
const viewSchema = z.looseObject({ trigger_id: z.string() });

/** A message that can be pressed, and the press of it. */
async function withButtons() {
  const world = await openSlack();
  const attachments = [{ color: "#d72b3f", blocks: [{ type: "actions", elements: [button, menu] }] }];
  const posted = await world.ask("chat.postMessage", { channel: "#ai-alerts", text: "x", attachments });
  const { channel, ts } = z.object({ channel: z.string(), ts: z.string() }).parse(posted);
  const press = (what: object, headers = {}) =>
    world.act("press", { user: ada.slack, press: JSON.stringify({ channel, ts, ...what }) }, headers);
  return { world, channel, ts, press };
}
const now = { prefer: "respond-async" };

/** Vigie opens the form as soon as it hears of a press. */
function answerByForm(world: SlackWorld): void {
  world.vigie.answer = (payload) => {
    const { data } = viewSchema.safeParse(payload);
    if (data) void world.ask("views.open", { trigger_id: data.trigger_id, view: form });
    return null;
  };
}

describe("the sandbox's Slack, pressed", () => {
  it("sends what Slack would send, signed as Slack signs", async () => {
    const { world, channel, ts, press } = await withButtons();
    await press({ action: "vigie:note" }, now);
    expect(world.vigie.heard).toMatchObject([
      {
        type: "block_actions",
        user: { id: ada.slack },
        channel: { id: channel, name: "ai-alerts" },
        container: { message_ts: ts },
        response_url: expect.stringContaining(`${world.url}/response/`),
        actions: [{ type: "button", action_id: "vigie:note", value: "v" }],
      },
    ]);
    const [request] = world.vigie.requests;
    const signed = {
      body: request?.body ?? "",
      signature: request?.headers["x-slack-signature"],
      timestamp: request?.headers["x-slack-request-timestamp"],
    };
    expect(signatureFault(signed, [vigieSecret], world.clock.now)).toBeNull();
    expect(signatureFault(signed, ["another"], world.clock.now)).toBe("wrong-signature");
  });

  it("sends the option that was chosen in a menu", async () => {
    const { world, press } = await withButtons();
    await press({ action: "vigie:menu", option: "close:v" }, now);
    expect(world.vigie.heard).toMatchObject([
      { actions: [{ type: "overflow", action_id: "vigie:menu", selected_option: { value: "close:v" } }] },
    ]);
  });

  it("presses nothing that does not stand in the message, and nothing for a stranger", async () => {
    const { world, press } = await withButtons();
    await press({ action: "vigie:close" }, now);
    const stranger = await world.act("press", { user: "U0NOBODY", press: "{}" });
    expect(stranger.status).toBe(422);
    expect(world.vigie.heard).toEqual([]);
  });

  it("is not pressed by a page of another site", async () => {
    const { world, press } = await withButtons();
    expect((await press({ action: "vigie:note" }, { origin: "https://evil.example" })).status).toBe(403);
    expect((await press({ action: "vigie:note" }, { origin: "null" })).status).toBe(403);
    expect(world.vigie.heard).toEqual([]);
  });

  it("leads to the form that Vigie opens, as a page; what is typed there is sent as a view's state", async () => {
    const { world, press } = await withButtons();
    answerByForm(world);
    const { location } = await press({ action: "vigie:note" });
    expect(location).toContain("/people/view/");
    const page = await (await fetch(location)).text();
    expect(page).toContain("<textarea");
    expect(page).toContain("What &lt;b&gt;happened&lt;/b&gt;");
    expect(page).toContain("Keep it");

    const path = location.slice(location.indexOf("view/"));
    world.vigie.answer = () => ({ response_action: "errors", errors: { text: "Too short." } });
    const again = await world.act(path, { text: "it broke" });
    expect(again).toMatchObject({ status: 200 });
    expect(again.text).toContain("Too short.");
    expect(again.text).toContain("it broke");

    world.vigie.answer = () => null;
    expect((await world.act(path, { text: "it broke badly" })).status).toBe(303);
    expect(world.vigie.heard.at(-1)).toMatchObject({
      type: "view_submission",
      user: { id: ada.slack },
      view: {
        callback_id: "vigie:form",
        state: { values: { text: { value: { type: "plain_text_input", value: "it broke badly" } } } },
      },
    });
  });

  it("shows what only one person was told, and real buttons", async () => {
    const { world, channel } = await withButtons();
    await world.ask("chat.postEphemeral", { channel, user: ada.slack, text: "only for *you*" });
    const picture = String(await world.standIn.picture("en"));
    expect(picture).toContain(`Only visible to ${ada.name}`);
    expect(picture).toContain("only for <b>you</b>");
    expect(picture).toMatch(/<button name="press"[^>]*>Note…<\/button>/);
    expect(picture).toContain("<details><summary>⋯</summary>");
  });

  it("takes /vigie and shows its answer", async () => {
    const { world, channel } = await withButtons();
    world.vigie.answer = () => ({ response_type: "ephemeral", text: "Ada is on call" });
    await world.act("command", { user: ada.slack, channel, text: "/vigie oncall" });
    expect(world.vigie.heard).toMatchObject([{ command: "/vigie", text: "oncall", user_id: ada.slack }]);
    expect(String(await world.standIn.picture("en"))).toContain("Ada is on call");
  });
});
