import { expect, it } from "vitest";
import { buttonsOf } from "../../../src/incident/draw/buttons.ts";
import type { Offer } from "../../../src/incident/handler-ids.ts";
import type { IncidentView } from "../../../src/incident/view.ts";
import { incidentAt, nine } from "../handlers/scene.ts";

const offer = (handler: Offer["handler"], more: Partial<Offer> = {}): Offer => ({
  handler,
  look: "plain",
  menu: false,
  asks: "nothing",
  ...more,
});

const viewWith = (offers: readonly Offer[]): IncidentView => ({
  incident: incidentAt("notified"),
  number: 12,
  received: 1,
  lastReceivedAt: nine,
  alerts: [],
  story: [],
  offers,
  sandbox: false,
});

it("buttons and menu keep the order of the offers, each in the reader's words", () => {
  const view = viewWith([
    offer("acknowledge", { look: "primary" }),
    offer("note", { menu: true, asks: "form" }),
    offer("real"),
    offer("close", { menu: true, asks: "form", look: "danger" }),
  ]);
  expect(buttonsOf(view, "fr")).toEqual({
    buttons: [
      { handler: "acknowledge", text: "Prendre en charge", look: "primary" },
      { handler: "real", text: "Réel", look: "plain" },
    ],
    menu: [
      { handler: "note", text: "Note…", look: "plain" },
      { handler: "close", text: "Clore…", look: "danger" },
    ],
  });
});

it("only what asks for a confirmation carries one", () => {
  const [asked] = buttonsOf(viewWith([offer("channel", { asks: "confirmation" })]), "en").buttons;
  expect(asked?.confirm).toMatchObject({ ok: expect.any(String), cancel: expect.any(String) });
  expect(buttonsOf(viewWith([offer("channel")]), "en").buttons[0]).not.toHaveProperty("confirm");
});
