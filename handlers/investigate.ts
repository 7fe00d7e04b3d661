import { endings } from "../src/chat/endings.ts";
import type { Handler } from "../src/chat/handler.ts";
import { lookOf } from "../src/chat/suggested.ts";
import { isOpen, type Phase } from "../src/incident/incident.ts";

/** Phases that come with or after the search for the cause. */
const begun: readonly Phase[] = ["investigating", "remediating"];

/** The search for the cause begins, before or without a mitigation (requirements C.2). */
export const investigate: Handler = {
  id: "investigate",
  offered: (incident) =>
    isOpen(incident) &&
    incident.judged !== undefined &&
    incident.cause === undefined &&
    !begun.includes(incident.phase),
  look: lookOf("investigate"),
  order: 104,
  read: () => ({ act: { kind: "investigate" } }),
  outdatedBy: ["investigating", "cause", ...endings],
};
