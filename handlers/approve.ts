import { endings } from "../src/chat/endings.ts";
import { reason } from "../src/chat/fields.ts";
import { formOf } from "../src/chat/form-of.ts";
import type { Asking, Handler } from "../src/chat/handler.ts";
import { lookOf } from "../src/chat/suggested.ts";
import { personName } from "../src/incident/draw/places.ts";
import { runNames } from "../src/incident/draw/run-names.ts";
import { isSamePerson } from "../src/incident/same-person.ts";
import { actionFormWordsOf } from "../src/words/action-forms.ts";
import { actionNote } from "./action-note.ts";
import { permissionAt, runAtHand } from "./run-at-hand.ts";

/** Lets begin what somebody asked for (behaviour 6); who is on call may do so alone, with a reason. */
export const approve: Handler = {
  id: "approve",
  offered: (incident) => runAtHand(incident, "asked") !== undefined,
  because: () => "not-waiting",
  look: lookOf("approve"),
  permission: (incident) => `approve-${permissionAt(incident, "asked")}`,
  breaksGlass: (incident) => (runAtHand(incident, "asked")?.action === "withdrawal" ? "none" : "instead"),
  order: 31,
  ...formOf(
    "approve",
    { why: reason(500, (asking) => (isAlone(asking) ? "required" : "not-asked")) },
    ({ why }, asking) => ({
      act: {
        kind: "approve-run",
        run: runAtHand(asking.incident, "asked")?.id ?? "",
        ...(why === undefined ? {} : { why }),
        ...(isAlone(asking) ? { alone: true } : {}),
      },
    }),
    (asking) => {
      const { incident, locale } = asking;
      const run = runAtHand(incident, "asked");
      if (!run) return {};
      const words = actionFormWordsOf(locale);
      const asked = words.approves(runNames(run, locale).ask, personName(run.by, incident.names, locale));
      const why = run.why === undefined ? "" : words.because(run.why);
      const { approvers: _asked, ...plan } = run.plan;
      return {
        note: [asked, why, actionNote(plan, locale), isAlone(asking) ? words.alone : ""].filter(Boolean).join(" "),
      };
    },
  ),
  outdatedBy: ["action-approved", "action-declined", "action-asked", "action-started", ...endings],
};

/** They lack the approver's role, or it is their own request: then it takes the reason of whoever is on call. */
function isAlone({ alone, incident, person }: Asking): boolean {
  const isOwn = isSamePerson(runAtHand(incident, "asked")?.by ?? "", person.actor.id);
  return alone === "must" || (alone === "may" && isOwn);
}
