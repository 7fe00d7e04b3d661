import { words } from "../src/chat/fields.ts";
import { formOf } from "../src/chat/form-of.ts";
import type { Handler } from "../src/chat/handler.ts";
import { lookOf } from "../src/chat/suggested.ts";
import { isOpen } from "../src/incident/incident.ts";

/** What mends it, and what will see it earlier next time: both are needed (U-10). */
export const remediation: Handler = {
  id: "remediation",
  offered: (incident) => isOpen(incident) && incident.cause !== undefined && incident.remediation === undefined,
  because: ({ cause }) => (cause ? undefined : "needs-cause"),
  look: lookOf("remediation"),
  order: 26,
  ...formOf(
    "remediation",
    { fix: words("required", 500, "line"), monitoring: words("required", 500, "line") },
    ({ fix, monitoring }) => ({ act: { kind: "remediate", fix, monitoring } }),
  ),
  outdatedBy: ["remediated", "ended-by-hand", "resolved-by-hand"],
};
