import { type ActDecider, done } from "./act-decider.ts";
import { escalateNext } from "./escalate-next.ts";

/** Escalates by hand: the next step of the ladder, or to whom a person chose. */
export const escalate: ActDecider<"escalate"> = (draft, scene) =>
  scene.act.to.kind === "next" ? escalateNext(draft, scene) : done;
