import { endings } from "../src/chat/endings.ts";
import type { Handler } from "../src/chat/handler.ts";
import { lookOf } from "../src/chat/suggested.ts";
import { permissionAt, runAtHand } from "./run-at-hand.ts";

/** Stops what would begin by itself at the end of its veto window; at once, because that window is short. */
export const hold: Handler = {
  id: "hold",
  offered: (incident) => runAtHand(incident, "veto") !== undefined,
  because: () => "not-waiting",
  look: lookOf("hold"),
  permission: (incident) => permissionAt(incident, "veto"),
  order: 11,
  read: (_values, { incident }) => ({ act: { kind: "hold-run", run: runAtHand(incident, "veto")?.id ?? "" } }),
  outdatedBy: ["action-held", "action-hurried", "action-started", ...endings],
};
