import { choice, words } from "../src/chat/fields.ts";
import { formOf } from "../src/chat/form-of.ts";
import type { Handler } from "../src/chat/handler.ts";
import { lookOf } from "../src/chat/suggested.ts";
import { isOpen } from "../src/incident/incident.ts";

const minuteMs = 60_000;

/** How it stands, for stakeholders, and when the next word comes (U-26); a second word outdates no first. */
export const update: Handler = {
  id: "update",
  offered: isOpen,
  look: lookOf("update"),
  order: 116,
  ...formOf(
    "update",
    { text: words("required", 2_000, "lines"), minutes: choice(["15", "30", "60", "120", "none"], "30") },
    ({ text, minutes }, { now }) => ({
      act: {
        kind: "update",
        text,
        ...(minutes === "none" ? {} : { nextAt: now + Number(minutes) * minuteMs }),
      },
    }),
  ),
  outdatedBy: [],
};
