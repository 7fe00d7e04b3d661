import type { Handler } from "../src/chat/handler.ts";
import { lookOf } from "../src/chat/suggested.ts";
import { isOpen } from "../src/incident/incident.ts";

/** Ends a silence before its time. */
export const unsilence: Handler = {
  id: "unsilence",
  offered: (incident) => isOpen(incident) && incident.silenced !== undefined,
  look: lookOf("unsilence"),
  order: 32,
  read: () => ({ act: { kind: "unsilence" } }),
  outdatedBy: ["unsilenced", "silence-over"],
};
