import { endings } from "../src/chat/endings.ts";
import { words } from "../src/chat/fields.ts";
import { formOf } from "../src/chat/form-of.ts";
import type { Handler } from "../src/chat/handler.ts";
import { lookOf } from "../src/chat/suggested.ts";
import { runNames } from "../src/incident/draw/run-names.ts";
import { actionFormWordsOf } from "../src/words/action-forms.ts";
import { permissionAt, runAtHand } from "./run-at-hand.ts";

/** Says no to what somebody asked for: nothing is done. */
export const decline: Handler = {
  id: "decline",
  offered: (incident) => runAtHand(incident, "asked") !== undefined,
  because: () => "not-waiting",
  look: lookOf("decline"),
  permission: (incident) => permissionAt(incident, "asked"),
  order: 32,
  ...formOf(
    "decline",
    { why: words("optional", 500, "lines") },
    ({ why }, { incident }) => ({
      act: {
        kind: "decline-run",
        run: runAtHand(incident, "asked")?.id ?? "",
        ...(why === undefined ? {} : { why }),
      },
    }),
    ({ incident, locale }) => {
      const run = runAtHand(incident, "asked");
      return run ? { note: actionFormWordsOf(locale).declines(runNames(run, locale).ask) } : {};
    },
  ),
  outdatedBy: ["action-approved", "action-declined", "action-asked", "action-started", ...endings],
};
