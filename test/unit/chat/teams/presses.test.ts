import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { StoreAway } from "../../../../src/store/port.ts";
import { aView, channel } from "../../teams/a-view.ts";
import { aBot, ada, type Bot, button } from "./a-bot.ts";

const { groupId, uid } = aView().incident;
const about = { groupId, uid, version: 3, number: 7 };
const thread = { channel, rootId: "1700000000000" };
const acknowledge = button("vigie:acknowledge", { groupId, uid, version: 3 });
const cardType = "application/vnd.microsoft.card.adaptive";
const messageType = "application/vnd.microsoft.activity.message";

describe("Presses from Teams (behaviour 8)", () => {
  let bot: Bot;
  beforeEach(async () => {
    bot = await aBot();
  });
  afterEach(() => bot.stop());
  const press = (action = acknowledge, inputs = {}) => bot.standIn.caller.press(ada, thread, action, inputs);

  test("a press reaches the desk with who pressed and what they had read, and shows the card as it is now", async () => {
    bot.told.press = async () => ({ kind: "done", said: "You took it.", about });
    const answer = await press();
    expect(bot.presses).toEqual([
      {
        handler: "acknowledge",
        incident: { groupId, uid },
        version: 3,
        account: { vendor: "teams", id: ada.teams, name: ada.name },
        where: "teams",
        locale: "en",
      },
    ]);
    expect(answer).toMatchObject({ status: 200, body: { statusCode: 200, type: cardType } });
    expect(JSON.stringify(answer.body)).toContain("You took it.");
    expect(JSON.stringify(answer.body)).toContain("VIG-");
  });

  test("a form is asked for in the card; its values come back with the same verb and version; cancel sends none", async () => {
    bot.told.press = async ({ values }) =>
      values
        ? { kind: "done", said: "noted", about }
        : {
            kind: "form",
            about,
            form: {
              title: "Note",
              fields: [
                { kind: "text", id: "text", label: "What", required: true, multiline: true, maxUnits: 500 },
                { kind: "toggle", id: "ring", label: "Ring", required: true, initial: false },
              ],
              submit: "Add",
              cancel: "Cancel",
            },
          };
    const asked = JSON.stringify((await press(button("vigie:note", { groupId, uid, version: 3 }))).body);
    expect(asked).toContain('"type":"Input.Text"');
    expect(asked).toContain('"verb":"vigie:note","data":{"groupId"');
    expect(asked).toContain('"verb":"vigie:refresh"');
    const sent = button("vigie:note", { groupId, uid, version: 3, form: true });
    await press(sent, { "value-text": "we look", "value-ring": "true", stranger: "no" });
    expect(bot.presses.at(-1)).toMatchObject({
      handler: "note",
      version: 3,
      values: { text: "we look", ring: "true" },
    });
    expect(bot.presses.at(-1)?.values).not.toHaveProperty("stranger");
  });

  test("a fault stands under its field, and what was typed stays", async () => {
    bot.told.press = async ({ values }) =>
      values
        ? { kind: "faulty", about, faults: [{ field: "text", message: "too short" }] }
        : {
            kind: "form",
            about,
            form: {
              title: "Note",
              fields: [{ kind: "text", id: "text", label: "What", required: true, multiline: false, maxUnits: 9 }],
              submit: "Add",
              cancel: "Cancel",
            },
          };
    const answer = await press(button("vigie:note", { groupId, uid, version: 3, form: true }), { "value-text": "x" });
    expect(JSON.stringify(answer.body)).toMatch(/"value":"x".*too short.*"color":"attention"/);
  });

  test("a refusal is a card for the presser, with the way back", async () => {
    bot.told.press = async () => ({ kind: "refused", code: "not-permitted", said: "Only on-call may.", about });
    const answer = await press();
    expect(answer.body).toMatchObject({ type: cardType });
    expect(JSON.stringify(answer.body)).toMatch(/Only on-call may\..*vigie:refresh/);
  });

  test("an incident that is no longer kept is said over the card", async () => {
    bot.told.press = async () => ({ kind: "missing", said: "gone" });
    expect((await press()).body).toMatchObject({ type: messageType, value: "gone" });
    bot.told.view = null;
    expect((await press(button("vigie:refresh", { groupId, uid }))).body).toMatchObject({ type: messageType });
  });

  test("what cannot be stored is said, and nothing is claimed to be done", async () => {
    bot.told.press = async () => {
      throw new StoreAway("away");
    };
    const answer = await press();
    expect(answer.status).toBe(200);
    expect(JSON.stringify(answer.body)).toContain("cannot store this now: nothing was done");
  });

  test.each([
    ["nothing", {}],
    ["no action", { action: null }],
    ["another kind of action", { action: { type: "Action.Submit", verb: "vigie:note", data: {} } }],
    ["another app's verb", { action: { type: "Action.Execute", verb: "other:note", data: {} } }],
    ["no incident", { action: { type: "Action.Execute", verb: "vigie:note", data: {} } }],
    ["a number for an id", { action: { type: "Action.Execute", verb: "vigie:note", data: { groupId: 1, uid } } }],
  ])(
    "a press that holds %s is refused in Teams' own form, reaches nobody, and echoes nothing",
    async (_what, value) => {
      const answer = await bot.standIn.caller.send({
        type: "invoke",
        name: "adaptiveCard/action",
        value,
        from: { id: "29:x", aadObjectId: ada.teams },
        conversation: { id: channel, tenantId: "5a4d5e0c-0000-4000-8000-0000000000aa" },
      });
      expect(answer).toEqual({
        status: 200,
        body: {
          statusCode: 400,
          type: "application/vnd.microsoft.error",
          value: { code: "BadRequest", message: "not a press of Vigie" },
        },
      });
      expect(bot.presses).toEqual([]);
    },
  );
});
