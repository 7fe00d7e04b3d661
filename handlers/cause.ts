import { choice, words } from "../src/chat/fields.ts";
import { formOf } from "../src/chat/form-of.ts";
import type { Handler } from "../src/chat/handler.ts";
import { lookOf } from "../src/chat/suggested.ts";
import { isOpen } from "../src/incident/incident.ts";
import { causes } from "../src/incident/reasons.ts";

/** The cause: data, model or external (U-09). An incident whose source ended waits for it too (behaviour 3). */
export const cause: Handler = {
  id: "cause",
  offered: (incident) =>
    isOpen(incident) &&
    incident.cause === undefined &&
    (incident.judged !== undefined || incident.recoveredAt !== undefined),
  look: lookOf("cause"),
  order: 24,
  ...formOf("cause", { cause: choice(causes), text: words("required", 1_000, "lines") }, ({ cause, text }) => ({
    act: { kind: "record-cause", cause, text },
  })),
  outdatedBy: ["cause", "ended-by-hand", "resolved-by-hand"],
};
