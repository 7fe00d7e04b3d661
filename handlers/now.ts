import { endings } from "../src/chat/endings.ts";
import { formOf } from "../src/chat/form-of.ts";
import type { Handler } from "../src/chat/handler.ts";
import { lookOf } from "../src/chat/suggested.ts";
import { actionNote } from "./action-note.ts";
import { permissionAt, runAtHand } from "./run-at-hand.ts";

/** Begins at once what would begin by itself at the end of its veto window. */
export const now: Handler = {
  id: "now",
  offered: (incident) => runAtHand(incident, "veto") !== undefined,
  because: () => "not-waiting",
  look: lookOf("now"),
  permission: (incident) => permissionAt(incident, "veto"),
  order: 12,
  ...formOf(
    "now",
    {},
    (_values, { incident }) => ({ act: { kind: "hurry-run", run: runAtHand(incident, "veto")?.id ?? "" } }),
    ({ incident, locale }) => {
      const run = runAtHand(incident, "veto");
      return run ? { note: actionNote(run.plan, locale) } : {};
    },
  ),
  outdatedBy: ["action-held", "action-hurried", "action-started", ...endings],
};
