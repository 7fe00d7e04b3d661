import { compareSeverity } from "../src/alert/severity.ts";
import { endings } from "../src/chat/endings.ts";
import type { Handler } from "../src/chat/handler.ts";
import { lookOf } from "../src/chat/suggested.ts";
import { isOpen } from "../src/incident/incident.ts";

/** Opens a Slack channel of its own for a major incident, named after it. */
export const channel: Handler = {
  id: "channel",
  offered: (incident) =>
    isOpen(incident) &&
    compareSeverity(incident.worst, "critical") >= 0 &&
    incident.channel === undefined &&
    incident.owed.some(({ receiver }) => receiver === "slack"),
  look: lookOf("channel"),
  order: 118,
  confirms: true,
  read: () => ({ act: { kind: "open-channel" } }),
  outdatedBy: ["channel-asked", ...endings],
};
