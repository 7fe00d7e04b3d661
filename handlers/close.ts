import { choice, words } from "../src/chat/fields.ts";
import { formOf } from "../src/chat/form-of.ts";
import type { Handler } from "../src/chat/handler.ts";
import { unsettled } from "../src/incident/acts/unsettled.ts";
import { holds } from "../src/incident/reasons.ts";

/** Ends it by hand; what fires on is held (behaviour 3). Refused while a full life cycle lacks anything (U-10). */
export const close: Handler = {
  id: "close",
  offered: (incident) => incident.phase !== "closed" && unsettled(incident) === undefined,
  because: unsettled,
  look: () => "danger",
  order: 120,
  ...formOf(
    "close",
    { hold: choice(holds, "until-resolved"), text: words("optional", 1_000, "lines") },
    ({ hold, text }) => ({ act: { kind: "close", hold, ...(text === undefined ? {} : { text }) } }),
  ),
  outdatedBy: ["ended-by-hand", "closed", "reopened", "reopened-by-hand", "fires-again"],
};
