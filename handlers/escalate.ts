import { endings } from "../src/chat/endings.ts";
import { choiceOf, person, words } from "../src/chat/fields.ts";
import { formOf } from "../src/chat/form-of.ts";
import type { Asking, Handler } from "../src/chat/handler.ts";
import { lookOf } from "../src/chat/suggested.ts";
import type { EscalationTarget } from "../src/incident/acts.ts";
import { lasts } from "../src/incident/incident.ts";

/** Calls whoever is next, a person, or another team's on-call (behaviour 5). */
export const escalate: Handler = {
  id: "escalate",
  offered: lasts,
  look: lookOf("escalate"),
  order: 40,
  ...formOf(
    "escalate",
    {
      to: choiceOf("required", waysOf, () => "next"),
      person: person("optional"),
      team: { ...choiceOf("optional", ({ policy }) => policy.teams), when: hasTeams },
      why: words("optional", 500, "lines"),
    },
    ({ to, person, team, why }, { policy, incident }) => {
      const act = (target: EscalationTarget) => ({
        act: { kind: "escalate", to: target, ...(why === undefined ? {} : { why }) } as const,
      });
      if (to === "next") return act({ kind: "next" });
      if (to === "team") {
        if (team === undefined) return { wrong: "team", code: "required" };
        return act({ kind: "team", team, owed: policy.onCallOf(team, incident.severity) });
      }
      if (!person) return { wrong: "person", code: "required" };
      return act({ kind: "person", person: person.actor, owed: [] });
    },
  ),
  outdatedBy: ["escalated", ...endings],
};

function waysOf(asking: Asking): readonly string[] {
  return hasTeams(asking) ? ["next", "person", "team"] : ["next", "person"];
}

function hasTeams({ policy }: Asking): boolean {
  return policy.teams.length > 0;
}
