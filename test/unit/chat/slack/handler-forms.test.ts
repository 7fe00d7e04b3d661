import { Ajv } from "ajv";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { handlers } from "../../../../handlers/index.ts";
import { modalOf } from "../../../../src/chat/slack/modal.ts";
import { viewSchema } from "../../../../src/sandbox/slack/block-rules.ts";
import { locales } from "../../../../src/words/locale.ts";
import { askingOf, incidentAt, type Step, steps } from "../../handlers/scene.ts";
import { needs, referee } from "../../slack/referees.ts";

/** What a source to block is chosen from. */
const { plans } = {
  plans: {
    "block-source": { action: "block-source", at: 0, steps: [], sources: ["ip_1"], checksServing: false, withinMs: 0 },
  },
} as const;

const viewSchemaFile = "slack/block-kit-schema/view.schema.json";
const { skip, why } = needs(viewSchemaFile);

/** Every form of every handler at every step of an incident, in both languages, as a modal. */
const modals = locales.flatMap((locale) =>
  Object.keys(steps).flatMap((step) =>
    handlers.flatMap(({ id, form }) => {
      const drawn = form?.(askingOf(incidentAt(step as Step, { plans }), { locale }));
      return drawn ? [{ name: `${id}, ${step}, ${locale}`, form: drawn, view: modalOf(drawn, "{}") }] : [];
    }),
  ),
);

describe("the forms of all handlers", () => {
  it("are drawn whole: each field is a block that can be sent", () => {
    expect(modals.length).toBeGreaterThan(100);
    for (const { name, form, view } of modals) {
      const inputs = view.blocks.filter(({ type }) => type === "input").map(({ block_id }) => block_id);
      expect([name, inputs]).toEqual([name, form.fields.map(({ id }) => id)]);
    }
  });

  it("fit what Slack takes, as the sandbox judges it", () => {
    for (const { name, view } of modals) expect([name, viewSchema.safeParse(view).error]).toEqual([name, undefined]);
  });

  it("keep their title and buttons whole, which Slack cuts at 24 characters", () => {
    const cut = modals.filter(({ form }) => [form.title, form.submit, form.cancel].some((words) => words.length > 24));
    expect([...new Set(cut.map(({ form }) => form.title))]).toEqual([]);
  });

  it.skipIf(skip)(`pass Slack's schema of views${why}`, () => {
    const validate = new Ajv({ strict: false, allErrors: true, validateFormats: false }).compile(
      z.looseObject({}).parse(referee(viewSchemaFile)),
    );
    for (const { name, view } of modals) expect([name, validate(view) || validate.errors]).toEqual([name, true]);
  });
});
