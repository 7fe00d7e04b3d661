import { endings } from "../src/chat/endings.ts";
import type { Asking, Handler } from "../src/chat/handler.ts";
import { lookOf } from "../src/chat/suggested.ts";
import { type Incident, isOpen } from "../src/incident/incident.ts";

/** An expert who was called is there: the time that it took is recorded (U-27). */
export const here: Handler = {
  id: "here",
  offered: (incident) => isOpen(incident) && awaited(incident).length > 0,
  because: (incident) => (isOpen(incident) ? "already-so" : "over"),
  look: lookOf("here"),
  order: 38,
  read: (_values, asking) => ({ act: { kind: "join-as-expert", group: groupOf(asking) } }),
  outdatedBy: endings,
};

function awaited({ experts = [] }: Incident): readonly string[] {
  return experts.filter(({ joined }) => joined === undefined).map(({ group }) => group);
}

/** The presser's own group where several are awaited. */
function groupOf({ incident, policy, person: { email = "" } }: Asking): string {
  const groups = awaited(incident);
  return groups.find((group) => policy.people.experts.get(group)?.people.includes(email)) ?? groups[0] ?? "";
}
