import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { aView, channel } from "../../teams/a-view.ts";
import { aBot, ada, type Bot, button } from "./a-bot.ts";

const { groupId, uid } = aView().incident;

describe("The sandbox's Teams, as somebody uses it", () => {
  let bot: Bot;
  beforeEach(async () => {
    bot = await aBot();
  });
  afterEach(() => bot.stop());
  const send = (path: string, fields: Readonly<Record<string, string>>, headers = {}) =>
    fetch(`${bot.url}/sandbox/teams/people/${path}`, {
      method: "POST",
      redirect: "manual",
      headers,
      body: new URLSearchParams({ person: ada.teams, channel, ...fields }),
    });

  test("a button of the page presses for somebody, and what they alone are shown stands under the message", async () => {
    bot.told.press = async () => ({
      kind: "refused",
      code: "role",
      said: "Only on-call may.",
      about: { number: 7, groupId, uid, version: 3 },
    });
    await send("say", { words: "open" });
    const root = bot.standIn.threads().at(-1)?.root.id ?? "";
    const action = JSON.stringify(button("vigie:note", { groupId, uid, version: 3, form: true }));
    const pressed = await send("press", { root, action, "value-text": "we look" });
    expect(pressed.headers.get("location")).toBe(`${bot.url}/sandbox#m${root}`);
    expect(bot.presses).toMatchObject([{ handler: "note", values: { text: "we look" }, account: { id: ada.teams } }]);
    const page = String(await bot.standIn.picture("en"));
    expect(page).toContain(`Only ${ada.name} sees this:`);
    expect(page).toContain("Only on-call may.");
    expect(page).toMatch(/<button[^>]*formnovalidate[^>]*>Back to the incident<\/button>/);
  });

  test("a page of another site presses nothing", async () => {
    const answer = await send("say", { words: "open" }, { origin: "https://evil.example" });
    expect(answer.status).toBe(403);
    expect(bot.asked).toEqual([]);
  });
});
