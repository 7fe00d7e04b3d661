import { endings } from "../src/chat/endings.ts";
import type { Handler } from "../src/chat/handler.ts";
import { lookOf } from "../src/chat/suggested.ts";
import { lasts } from "../src/incident/incident.ts";

/** "It is real" (U-07): its life cycle is full from then on (behaviour 3). */
export const real: Handler = {
  id: "real",
  offered: (incident) => lasts(incident) && incident.judged === undefined,
  look: lookOf("real"),
  order: 20,
  read: () => ({ act: { kind: "judge-real" } }),
  outdatedBy: ["judged", ...endings],
};
