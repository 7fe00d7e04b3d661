import { endings } from "../src/chat/endings.ts";
import type { Handler } from "../src/chat/handler.ts";
import { lookOf } from "../src/chat/suggested.ts";
import { lasts } from "../src/incident/incident.ts";

/** "I have it now", from whoever acknowledged before. */
export const takeOver: Handler = {
  id: "take-over",
  offered: (incident) => lasts(incident) && incident.acknowledged !== undefined,
  look: lookOf("take-over"),
  order: 101,
  read: () => ({ act: { kind: "acknowledge", takeOver: true } }),
  outdatedBy: ["acknowledged", "unacknowledged", ...endings],
};
