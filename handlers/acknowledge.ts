import { endings } from "../src/chat/endings.ts";
import type { Handler } from "../src/chat/handler.ts";
import { lookOf } from "../src/chat/suggested.ts";
import { lasts } from "../src/incident/incident.ts";

/** "I have it": stops escalation and reminders everywhere (behaviour 5). Repeats never make it stale (protocol 12.5). */
export const acknowledge: Handler = {
  id: "acknowledge",
  offered: (incident) => lasts(incident) && incident.acknowledged === undefined,
  look: lookOf("acknowledge"),
  order: 10,
  read: () => ({ act: { kind: "acknowledge" } }),
  outdatedBy: ["acknowledged", "resolved-elsewhere", ...endings],
};
