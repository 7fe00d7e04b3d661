import { endings } from "../src/chat/endings.ts";
import { person } from "../src/chat/fields.ts";
import { formOf } from "../src/chat/form-of.ts";
import type { Handler } from "../src/chat/handler.ts";
import { referenceOf } from "../src/chat/reference-of.ts";
import { lookOf } from "../src/chat/suggested.ts";
import { isOpen } from "../src/incident/incident.ts";

/** Gives it to somebody: oneself, where nobody else is chosen. */
export const assign: Handler = {
  id: "assign",
  offered: isOpen,
  look: lookOf("assign"),
  order: 105,
  ...formOf("assign", { to: person("optional", referenceOf) }, ({ to }, asking) => ({
    act: { kind: "assign", to: (to ?? asking.person).actor },
  })),
  outdatedBy: ["assigned", ...endings],
};
