import { Ajv } from "ajv";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import type { Pressed } from "../../../../src/chat/desk.ts";
import type { Form } from "../../../../src/chat/form.ts";
import { StoreAway } from "../../../../src/store/port.ts";
import { needs, referee } from "../../slack/referees.ts";
import { about, formOf, openIngress, pressed, signed } from "./ingress.ts";

const form: Form = {
  title: "A title that is far too long for Slack",
  note: "Why it is asked.",
  fields: [
    { kind: "text", id: "why", label: "Why", required: true, multiline: true, maxUnits: 10_000, initial: "because" },
    {
      kind: "choice",
      id: "hold",
      label: "How long",
      required: true,
      options: [
        { value: "24h", text: "a day" },
        { value: "7d", text: "a week" },
      ],
      initial: "7d",
    },
    { kind: "person", id: "to", label: "Who", hint: "Anybody", required: true, initial: "slack:U0OWNER001" },
    { kind: "toggle", id: "urgent", label: "URGENT too", required: false, initial: true },
  ],
  submit: "Do it",
  cancel: "Leave it",
};
const viewSchemaFile = "slack/block-kit-schema/view.schema.json";
const { skip, why } = needs(viewSchemaFile);

const openedSchema = z.object({ trigger_id: z.string(), view: z.looseObject({ private_metadata: z.string() }) });

/** Presses until the form is open. */
async function openForm(answer: Pressed = { kind: "form", form, about }) {
  const later: { answer: Pressed } = { answer };
  const slack = openIngress({ press: async () => later.answer });
  const body = pressed("close");
  expect(await slack.post(body, signed(body))).toMatchObject({ status: 200, text: "" });
  await slack.ingress.stop();
  const { view, trigger_id } = openedSchema.parse(slack.calls.find(({ method }) => method === "views.open")?.args);
  const submit = (values: object) => {
    const sent = formOf({
      type: "view_submission",
      team: { id: "T1" },
      user: { id: "U0ONCALL01", name: "ada" },
      view: { ...view, id: "V1", state: { values } },
    });
    return slack.post(sent, signed(sent));
  };
  return { slack, view, trigger_id, submit, later };
}

const filled = {
  why: { value: { type: "plain_text_input", value: "it was a test" } },
  hold: { value: { type: "static_select", selected_option: { value: "24h", text: {} } } },
  to: { value: { type: "users_select", selected_user: "U0OWNER001" } },
  urgent: { value: { type: "checkboxes", selected_options: [] } },
};

describe("a press in Slack", () => {
  it("reaches the desk as what was pressed, by whom, with the version that they had read", async () => {
    const slack = openIngress();
    const body = pressed();
    expect(await slack.post(body, signed(body))).toMatchObject({ status: 200, text: "" });
    expect(slack.presses).toEqual([
      {
        handler: "acknowledge",
        incident: { groupId: "g1", uid: "u1" },
        version: 3,
        account: { vendor: "slack", id: "U0ONCALL01", name: "ada" },
        where: "slack",
        locale: "en",
      },
    ]);
    await slack.ingress.stop();
    expect(slack.calls).toEqual([]);
  });

  it("on an option of the menu is the same", async () => {
    const slack = openIngress();
    const actions = [{ type: "overflow", action_id: "vigie:menu", selected_option: { value: "note:~g1:~u1:9" } }];
    const body = pressed("menu", { actions });
    await slack.post(body, signed(body));
    expect(slack.presses).toMatchObject([{ handler: "note", incident: { groupId: "g1", uid: "u1" }, version: 9 }]);
  });

  it.each<Pressed>([
    { kind: "refused", code: "role", said: "Only <!channel> may.", about },
    { kind: "missing", said: "Only <!channel> may." },
  ])("that comes to $kind is told to the presser alone, as text", async (answer) => {
    const slack = openIngress({ press: async () => answer });
    const body = pressed();
    expect((await slack.post(body, signed(body))).status).toBe(200);
    await slack.ingress.stop();
    expect(slack.calls).toMatchObject([
      {
        method: "chat.postEphemeral",
        args: { channel: "C1", user: "U0ONCALL01", text: "Only &lt;!channel&gt; may." },
      },
    ]);
  });

  it("is answered only where Slack takes answers, wherever the request says", async () => {
    const slack = openIngress({ press: async () => ({ kind: "missing", said: "Gone." }) });
    const body = pressed("note", { response_url: "http://169.254.169.254/latest" });
    await slack.post(body, signed(body));
    await slack.ingress.stop();
    expect(slack.calls).toMatchObject([{ method: "chat.postEphemeral" }]);
  });

  it("while the store is away is told that nothing was done", async () => {
    const slack = openIngress({ press: () => Promise.reject(new StoreAway("gone")) });
    const body = pressed();
    expect((await slack.post(body, signed(body))).status).toBe(200);
    await slack.ingress.stop();
    expect(slack.calls[0]?.args.text).toMatch(/^Vigie cannot store this now: nothing was done/);
  });

  it("that is not stored in time is answered before Slack gives up, and never as if it were done", async () => {
    const slack = openIngress({ press: () => new Promise(() => {}), answerWithinMs: 5 });
    const body = pressed();
    expect((await slack.post(body, signed(body))).status).toBe(200);
    await slack.ingress.stop();
    expect(slack.calls[0]?.args.text).toMatch(/^Vigie could not store this in time/);
  });

  it("that meets a fault of Vigie is 200 and says so", async () => {
    const slack = openIngress({ press: () => Promise.reject(new Error("a bug")) });
    const body = pressed();
    expect((await slack.post(body, signed(body))).status).toBe(200);
    await slack.ingress.stop();
    expect(slack.calls[0]?.args.text).toMatch(/^This is a fault of Vigie/);
  });

  it.each(["", "~g1", "~g1:~u1", "~g1:~u1:x", "~g 1:~u1:3", "~g1:~u1:3:4", "g1:u1:3"])(
    "with the value %j is no press",
    async (value) => {
      const slack = openIngress();
      const body = pressed("acknowledge", { actions: [{ type: "button", action_id: "vigie:acknowledge", value }] });
      expect((await slack.post(body, signed(body))).status).toBe(200);
      expect(slack.presses).toEqual([]);
    },
  );
});

describe("a form in Slack", () => {
  it("opens as a modal by the press's trigger, with ids only behind it", async () => {
    const { view, trigger_id } = await openForm();
    expect(trigger_id).toBe("1.2.3");
    expect(JSON.parse(view.private_metadata)).toEqual({
      for: "press",
      handler: "close",
      groupId: "g1",
      uid: "u1",
      version: 3,
      channel: "C1",
    });
  });

  it("brings its values to the desk and closes", async () => {
    const { slack, submit, later } = await openForm();
    later.answer = { kind: "done", said: "Closed.", about };
    expect(await submit(filled)).toMatchObject({ status: 200, text: "" });
    expect(slack.presses.at(-1)).toMatchObject({
      handler: "close",
      version: 3,
      values: { why: "it was a test", hold: "24h", to: "slack:U0OWNER001", urgent: "false" },
    });
  });

  it("that is wrong stays, with what is wrong below the field", async () => {
    const { submit, later } = await openForm();
    later.answer = { kind: "faulty", faults: [{ field: "why", message: "Too short." }], about };
    expect((await submit(filled)).json).toEqual({ response_action: "errors", errors: { why: "Too short." } });
  });

  it("that was outdated meanwhile says so in its place", async () => {
    const { submit, later } = await openForm();
    later.answer = { kind: "refused", code: "stale", said: "Paul closed it.", about };
    expect((await submit(filled)).json).toMatchObject({
      response_action: "update",
      view: { type: "modal", blocks: [{ type: "section", text: { text: "Paul closed it." } }] },
    });
  });

  it.skipIf(skip)(`passes Slack's schema of views${why}`, async () => {
    const validate = new Ajv({ strict: false, allErrors: true, validateFormats: false }).compile(
      z.looseObject({}).parse(referee(viewSchemaFile)),
    );
    const { view, submit, later } = await openForm();
    expect(validate(view) ? [] : validate.errors).toEqual([]);
    later.answer = { kind: "refused", code: "stale", said: "Paul closed it.", about };
    const { view: said } = z.object({ view: z.unknown() }).parse((await submit(filled)).json);
    expect(validate(said) ? [] : validate.errors).toEqual([]);
    expect(validate({ ...view, type: "modal", title: 7 })).toBe(false);
  });
});
