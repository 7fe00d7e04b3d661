import { endings } from "../src/chat/endings.ts";
import { choice, words } from "../src/chat/fields.ts";
import { formOf } from "../src/chat/form-of.ts";
import type { Handler } from "../src/chat/handler.ts";
import { lookOf } from "../src/chat/suggested.ts";
import { isOpen } from "../src/incident/incident.ts";
import { falsePositiveReasons, holds } from "../src/incident/reasons.ts";

/** "It is not real" (U-07), with why and for how long its source stays silent (behaviour 3). */
export const falsePositive: Handler = {
  id: "false-positive",
  offered: isOpen,
  look: lookOf("false-positive"),
  order: 30,
  ...formOf(
    "false-positive",
    {
      because: choice(falsePositiveReasons),
      hold: choice(holds, "until-resolved"),
      text: words("optional", 500, "lines"),
    },
    ({ because, hold, text }) =>
      because === "other" && text === undefined
        ? { wrong: "text", code: "required" }
        : { act: { kind: "judge-false", because, hold, ...(text === undefined ? {} : { text }) } },
  ),
  outdatedBy: ["judged", ...endings],
};
