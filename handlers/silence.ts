import { z } from "zod";
import { endings } from "../src/chat/endings.ts";
import { type FieldOf, toggle, words } from "../src/chat/fields.ts";
import { formOf } from "../src/chat/form-of.ts";
import type { Asking, Handler } from "../src/chat/handler.ts";
import { lookOf } from "../src/chat/suggested.ts";
import { lasts } from "../src/incident/incident.ts";
import { isGuarded, longestSilenceMs, shortSilenceMs, silenceChoices } from "../src/incident/silence.ts";
import { parseDuration } from "../src/policy/time/duration.ts";
import type { FaultCode } from "../src/words/form-faults.ts";

const hourMs = 3_600_000;
const untilResolved = "until-resolved";
const durations = [...silenceChoices, untilResolved] as const;

/** Nothing of it is told for a while, 24 h at most (behaviour 3, U-46). */
export const silence: Handler = {
  id: "silence",
  offered: (incident) => lasts(incident) && incident.silenced === undefined,
  look: lookOf("silence"),
  order: 50,
  asksFor: ["silence-long"],
  ...formOf(
    "silence",
    {
      for: howLong(),
      why: words("required", 500, "lines"),
      urgent: toggle(),
      elsewhere: toggle(({ alertmanager }) => alertmanager),
    },
    ({ for: forMs, why, urgent, elsewhere }, asking) => {
      const { incident, person, now, newId } = asking;
      const maxMs = longestMs(asking);
      const limit = maxMs / hourMs;
      if (forMs === untilResolved ? isBoundToHours(asking) : forMs > maxMs || forMs === 0)
        return { wrong: "for", code: "silence-max", limit };
      if (!urgent && isGuarded(incident)) return { wrong: "urgent", code: "is-urgent" };
      return {
        act: {
          kind: "silence",
          silence: {
            id: newId(),
            scope: { kind: "group", groupId: incident.groupId },
            by: person.actor,
            at: now,
            why,
            urgent,
            ...(forMs === untilResolved ? {} : { until: now + forMs }),
          },
        },
        elsewhere: elsewhere && forMs !== untilResolved,
      };
    },
  ),
  outdatedBy: ["silenced", ...endings],
};

/** One of the choices, or any time that a command or a program asks for. */
function howLong(): FieldOf<number | typeof untilResolved> {
  const code = (fault: FaultCode): FaultCode => fault;
  return {
    required: true,
    draw: (head, { options = {} }, asking) => ({
      ...head,
      kind: "choice",
      options: durations
        .filter((one) =>
          one === untilResolved ? !isBoundToHours(asking) : (parseDuration(one) ?? 0) <= longestMs(asking),
        )
        .map((value) => ({ value, text: options[value] ?? value })),
      initial: "1h",
    }),
    schema: () =>
      z.string(code("required")).transform((value, context) => {
        if (value === untilResolved) return value;
        const forMs = parseDuration(value);
        if (forMs !== null) return forMs;
        context.addIssue({ code: "custom", message: code("duration") });
        return z.NEVER;
      }),
  };
}

/** More than 4 h is not for everybody (behaviour 6). */
function isBoundToHours({ may }: Asking): boolean {
  return !may("silence-long");
}

function longestMs(asking: Asking): number {
  return isBoundToHours(asking) ? shortSilenceMs : longestSilenceMs;
}
