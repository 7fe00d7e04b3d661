import type { EscalationTarget } from "../acts.ts";
import { boundedActor, boundedText, boundedWord } from "../bounded.ts";
import { lasts } from "../incident.ts";
import { page } from "../paging.ts";
import { reach } from "../reach.ts";
import { type ActDecider, done } from "./act-decider.ts";
import { calledAs } from "./assign.ts";
import { escalateNext } from "./escalate-next.ts";
import { refusedWhenOver } from "./over.ts";

/** Escalates by hand: the next step of the ladder, or to whom a person chose, who is told, mentioned and paged. */
export const escalate: ActDecider<"escalate"> = (draft, scene) => {
  const { act, incident, doer } = scene;
  const over = refusedWhenOver(incident);
  if (over) return over;
  if (act.to.kind === "next") return escalateNext(draft, scene);
  const why = act.why === undefined ? {} : { why: boundedText(act.why) };
  draft.write("escalated", { ...doer, because: "by-hand", ...targetOf(act.to), ...why }, doer.by);
  reach(draft, act.to.owed, "escalated", doer.by);
  if (lasts(incident)) page(draft, { owed: act.to.owed }, incident.severity, "escalated");
  return done;
};

type Chosen = Exclude<EscalationTarget, { kind: "next" }>;

function targetOf(target: Chosen): { readonly to: string; readonly toName?: string } {
  if (target.kind === "team") return { to: boundedWord(target.team) };
  return { to: boundedActor(target.person.id), ...calledAs(target.person) };
}
