import { compareSeverity } from "../src/alert/severity.ts";
import { endings } from "../src/chat/endings.ts";
import { person } from "../src/chat/fields.ts";
import { formOf } from "../src/chat/form-of.ts";
import type { Handler } from "../src/chat/handler.ts";
import { lookOf } from "../src/chat/suggested.ts";
import { isOpen } from "../src/incident/incident.ts";

/** Appoints the Incident Commander of a major incident, or hands the role over (U-26). */
export const commander: Handler = {
  id: "commander",
  offered: (incident) => isOpen(incident) && compareSeverity(incident.worst, "critical") >= 0,
  look: lookOf("commander"),
  order: 115,
  ...formOf("commander", { to: person("required") }, ({ to: { actor } }) => ({
    act: { kind: "appoint", to: actor },
  })),
  outdatedBy: ["commander", ...endings],
};
