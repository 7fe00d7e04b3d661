import { endings } from "../src/chat/endings.ts";
import type { Handler } from "../src/chat/handler.ts";
import { lookOf } from "../src/chat/suggested.ts";
import { mayPutOff } from "../src/incident/deadlines.ts";
import { lasts } from "../src/incident/incident.ts";

/** Ten more minutes before an overdue triage escalates, for whoever has it (behaviour 5). */
export const moreTime: Handler = {
  id: "more-time",
  offered: (incident) => lasts(incident) && mayPutOff(incident),
  look: lookOf("more-time"),
  order: 35,
  read: () => ({ act: { kind: "put-off-triage" } }),
  outdatedBy: ["judged", "escalated", ...endings],
};
