import type { EscalationTarget } from "../acts.ts";
import { boundedActor, boundedText, boundedWord } from "../bounded.ts";
import { lasts } from "../incident.ts";
import { isPager, page } from "../paging.ts";
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
  const { owed } = act.to;
  const pages = lasts(incident) && owed.some(isPager) ? { pages: true as const } : {};
  draft.write("escalated", { ...doer, because: "by-hand", ...targetOf(act.to), ...why, ...pages }, doer.by);
  reach(draft, owed, "escalated", doer.by);
  if (pages.pages) page(draft, { owed }, incident.severity, "escalated");
  return done;
};

type Chosen = Exclude<EscalationTarget, { kind: "next" }>;

function targetOf(target: Chosen): { readonly to: string; readonly toName?: string } {
  if (target.kind === "team") return { to: boundedWord(target.team) };
  return { to: boundedActor(target.person.id), ...calledAs(target.person) };
}
