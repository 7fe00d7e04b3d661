import { words } from "../src/chat/fields.ts";
import { formOf } from "../src/chat/form-of.ts";
import type { Handler } from "../src/chat/handler.ts";
import { lookOf } from "../src/chat/suggested.ts";
import { isOpen } from "../src/incident/incident.ts";

/** It was not over. In the menu: a card that is over shows three lines and no button (cards 5). */
export const reopen: Handler = {
  id: "reopen",
  offered: (incident) => !isOpen(incident),
  because: () => "not-over",
  look: lookOf("reopen"),
  order: 103,
  ...formOf("reopen", { why: words("required", 500, "lines") }, ({ why }, { incident, atSeverity }) => {
    const { deadlines, patience } = atSeverity(incident.severity);
    return { act: { kind: "reopen", why, deadlines, ...(patience === undefined ? {} : { patience }) } };
  }),
  outdatedBy: ["reopened", "reopened-by-hand"],
};
