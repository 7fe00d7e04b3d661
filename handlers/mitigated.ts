import { endings } from "../src/chat/endings.ts";
import { choice, words } from "../src/chat/fields.ts";
import { formOf } from "../src/chat/form-of.ts";
import type { Handler } from "../src/chat/handler.ts";
import { lookOf } from "../src/chat/suggested.ts";
import { lasts } from "../src/incident/incident.ts";
import { mitigationsByHand } from "../src/incident/reasons.ts";

/** Users are safe again, by hand; or nothing had to be done, and why (requirements C.2). */
export const mitigated: Handler = {
  id: "mitigated",
  offered: (incident) => lasts(incident) && incident.judged !== undefined && incident.mitigated === undefined,
  look: lookOf("mitigated"),
  order: 22,
  ...formOf(
    "mitigated",
    { how: choice(mitigationsByHand), text: words("required", 1_000, "lines") },
    ({ how, text }) => ({
      act: { kind: "mitigate", how, text },
    }),
  ),
  outdatedBy: ["mitigated", ...endings],
};
