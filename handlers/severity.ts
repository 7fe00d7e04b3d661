import { severities } from "../src/alert/severity.ts";
import { endings } from "../src/chat/endings.ts";
import { choiceOf, words } from "../src/chat/fields.ts";
import { formOf } from "../src/chat/form-of.ts";
import type { Handler } from "../src/chat/handler.ts";
import { lookOf } from "../src/chat/suggested.ts";
import { isOpen } from "../src/incident/incident.ts";

/** Another severity, with a reason; what it brings is the policy's to say (protocol 5.5). */
export const severity: Handler = {
  id: "severity",
  offered: isOpen,
  look: lookOf("severity"),
  order: 110,
  ...formOf(
    "severity",
    {
      to: choiceOf("required", ({ incident }) => severities.filter((one) => one !== incident.severity).toReversed()),
      why: words("required", 500, "lines"),
    },
    ({ to, why }, { atSeverity }) => {
      const level = severities.find((one) => one === to);
      return level
        ? { act: { kind: "set-severity", to: level, why, ...atSeverity(level) } }
        : { wrong: "to", code: "choice" };
    },
  ),
  outdatedBy: ["severity", "severity-by-hand", ...endings],
};
