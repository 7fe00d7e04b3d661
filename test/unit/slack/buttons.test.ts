import { Ajv } from "ajv";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { handlers } from "../../../handlers/index.ts";
import { offersOf } from "../../../src/chat/offers.ts";
import { drawCard } from "../../../src/incident/draw.ts";
import { type HandlerId, handlerIds, type Offer } from "../../../src/incident/handler-ids.ts";
import { pressValue, readPressValue } from "../../../src/incident/press-value.ts";
import { createSlackReceiver } from "../../../src/receivers/slack/index.ts";
import { renderCard } from "../../../src/receivers/slack/render.ts";
import { attachmentSchema } from "../../../src/sandbox/slack/block-rules.ts";
import { pressables } from "../../../src/sandbox/slack/elements.ts";
import { locales } from "../../../src/words/locale.ts";
import { driftView, withIncident } from "../draw/views.ts";
import { steps } from "../handlers/scene.ts";
import { needs, referee } from "./referees.ts";
import { channel, openSlack, token } from "./sandbox.ts";

const offer = (handler: HandlerId, menu: boolean, asks: Offer["asks"] = "nothing"): Offer => ({
  handler,
  look: handler === "acknowledge" ? "primary" : handler === "close" ? "danger" : "plain",
  menu,
  asks,
});
const some: readonly Offer[] = [offer("acknowledge", false), offer("note", false), offer("close", true)];
const all: readonly Offer[] = handlerIds.map((handler, at) => offer(handler, at >= 5, "confirmation"));
const withOffers = (offers: readonly Offer[]) => ({ ...driftView, offers });
const draw = (offers: readonly Offer[], locale: "en" | "fr" = "en") =>
  renderCard(drawCard(withOffers(offers), locale), locale, { buttons: true });

const schemaFile = "slack/block-kit-schema/blocks.schema.json";
const { skip, why } = needs(schemaFile);

describe("the buttons of a card", () => {
  it("are the card's, in its order, with its look; what they carry is ids and the version that was read", () => {
    const [acknowledge, note, menu] = pressables(draw(some));
    expect(acknowledge).toMatchObject({
      type: "button",
      action_id: "vigie:acknowledge",
      text: { text: "Acknowledge" },
    });
    expect(note?.action_id).toBe("vigie:note");
    expect(menu).toMatchObject({ type: "overflow", action_id: "vigie:menu" });
    const { groupId, uid, seq } = driftView.incident;
    expect(readPressValue(acknowledge?.value ?? "")).toEqual({ groupId, uid, version: seq });
    expect(menu?.options.map(({ value }) => value)).toEqual([`close:${acknowledge?.value}`]);
    expect(JSON.stringify(draw(some))).toMatch(/"style":"primary"/);
  });

  it("are a select where the menu has more than the five options that an overflow takes", () => {
    const menu = pressables(draw(all)).at(-1);
    expect(menu).toMatchObject({ type: "static_select", action_id: "vigie:menu" });
    expect(menu?.options).toHaveLength(handlerIds.length - 5);
  });

  it("carry so little that every option fits, whatever its handler is called", () => {
    const groupId = "a83eaecc3b1285e2974c1324655396be";
    const about = { groupId, uid: "00ff00ff00ff00ff00ff00ff00ff00ff", version: 999_999_999_999 };
    const longest = Math.max(...handlerIds.map((handler) => `${handler}:${pressValue(about)}`.length));
    expect(longest).toBeLessThanOrEqual(75);
    expect(readPressValue(pressValue(about))).toEqual(about);
  });

  it("of a release before this one are still read, and so are ids of another kind", () => {
    const old = "qD7qzDsSheKXTBMkZVOWvg:AP8A_wD_AP8A_wD_AP8A_w:4711";
    expect(readPressValue(old)).toEqual({
      groupId: "a83eeacc3b1285e2974c1324655396be",
      uid: "00ff00ff00ff00ff00ff00ff00ff00ff",
      version: 4711,
    });
    const about = { groupId: "a-group", uid: "u_1", version: 3 };
    expect(readPressValue(pressValue(about))).toEqual(about);
    for (const strange of ["", "x", `${old}x`, "~:~:1", `${"A".repeat(43)}.`])
      expect(readPressValue(strange)).toBeNull();
  });

  it("ask before they act where the handler says so", () => {
    const [block] = [draw([offer("channel", false, "confirmation")]).attachments[0]?.blocks?.at(-1)];
    expect(block).toMatchObject({
      elements: [{ confirm: { confirm: { text: "Open it" }, deny: { text: "Not now" } } }],
    });
  });

  it("are not drawn where no press can reach Vigie (behaviour 8)", async () => {
    const step = (more: object) => createSlackReceiver({ token, ...more }).next(withOffers(some), null, channel);
    const drawn = (more: object) => JSON.stringify(step(more)).includes("vigie:acknowledge");
    expect(drawn({})).toBe(false);
    expect(drawn({ signingSecrets: [] })).toBe(false);
    expect(drawn({ signingSecrets: ["s"] })).toBe(true);
    expect(drawn({ appToken: "xapp-1" })).toBe(true);
  });

  it("never edit the message for the version alone", async () => {
    const world = await openSlack();
    const receiver = createSlackReceiver({ token, apiUrl: `${world.url}/api/`, signingSecrets: ["s"] });
    const before = receiver.next(withOffers(some), null, channel);
    if (before?.kind !== "post") throw new Error("not posted");
    const binding = { channel: "C1", ts: "1.1", hash: before.hash, lastSeq: 99, link: null };
    const later = withIncident(withOffers(some), { seq: driftView.incident.seq + 7 });
    expect(receiver.next(later, binding, channel)).toBeNull();
    expect(receiver.next(withOffers([]), binding, channel)).toMatchObject({ kind: "edit" });
  });

  it("fit what the sandbox takes, all of them, in both languages", () => {
    for (const locale of locales) {
      expect(z.array(attachmentSchema).safeParse(draw(all, locale).attachments).error).toBeUndefined();
    }
  });

  it.skipIf(skip)(`pass Slack's own schema at each step of an incident, in both languages${why}`, () => {
    const validate = new Ajv({ strict: false, allErrors: true, validateFormats: false }).compile(
      z.looseObject({}).parse(referee(schemaFile)),
    );
    const incidents = Object.values(steps).flatMap((step) =>
      (["warning", "urgent"] as const).map((severity) =>
        withIncident(driftView, { ...step, severity, worst: severity }),
      ),
    );
    for (const view of incidents) {
      const offers = offersOf(handlers, view.incident, { experts: new Map() });
      expect(offers.filter(({ look }) => look === "primary").length).toBeLessThanOrEqual(1);
      for (const locale of locales) {
        const [attachment] = renderCard(drawCard({ ...view, offers }, locale), locale, { buttons: true }).attachments;
        expect(validate(attachment?.blocks) || validate.errors).toBe(true);
      }
    }
  });

  it.skipIf(skip)(`pass Slack's own schema, all of them, in both languages${why}`, () => {
    const validate = new Ajv({ strict: false, allErrors: true, validateFormats: false }).compile(
      z.looseObject({}).parse(referee(schemaFile)),
    );
    for (const locale of locales) {
      for (const offers of [some, all]) {
        const [attachment] = draw(offers, locale).attachments;
        expect(validate(attachment?.blocks) ? [] : validate.errors).toEqual([]);
      }
    }
    expect(validate([{ type: "actions", elements: [{ type: "button" }] }])).toBe(false);
  });
});
