import { endings } from "../src/chat/endings.ts";
import { words } from "../src/chat/fields.ts";
import { formOf } from "../src/chat/form-of.ts";
import type { Handler } from "../src/chat/handler.ts";
import { lookOf } from "../src/chat/suggested.ts";
import { unsettled } from "../src/incident/acts/unsettled.ts";
import { isOpen, sourceFires } from "../src/incident/incident.ts";

/** It is over, and everything is done that it asked for (requirements C.2). What fires on is closed instead. */
export const resolve: Handler = {
  id: "resolve",
  offered: (incident) => isOpen(incident) && !sourceFires(incident) && unsettled(incident) === undefined,
  because: (incident) => unsettled(incident) ?? (sourceFires(incident) ? "still-firing" : undefined),
  look: lookOf("resolve"),
  order: 28,
  ...formOf("resolve", { text: words("optional", 1_000, "lines") }, ({ text }) => ({
    act: { kind: "resolve", ...(text === undefined ? {} : { text }) },
  })),
  outdatedBy: ["fires-again", "reopened", ...endings],
};
