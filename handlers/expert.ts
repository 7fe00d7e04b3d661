import { endings } from "../src/chat/endings.ts";
import { choiceOf, words } from "../src/chat/fields.ts";
import { formOf } from "../src/chat/form-of.ts";
import type { Handler } from "../src/chat/handler.ts";
import { lookOf } from "../src/chat/suggested.ts";
import { isOpen } from "../src/incident/incident.ts";

/** Calls a group of experts of the policy (U-27). */
export const expert: Handler = {
  id: "expert",
  offered: (incident, { experts }) => isOpen(incident) && experts.size > 0,
  look: lookOf("expert"),
  order: 60,
  ...formOf(
    "expert",
    {
      group: choiceOf("required", ({ policy }) => [...policy.people.experts.keys()]),
      why: words("optional", 500, "lines"),
    },
    ({ group = "", why }, { policy }) => {
      const called = policy.people.experts.get(group);
      if (!called) return { wrong: "group", code: "choice" };
      const { mentions, owed } = called;
      return { act: { kind: "call-expert", group, mentions, owed, ...(why === undefined ? {} : { why }) } };
    },
  ),
  outdatedBy: endings,
};
