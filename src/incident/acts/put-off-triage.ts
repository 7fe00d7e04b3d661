import { mayPutOff } from "../deadlines.ts";
import { type ActDecider, done, refused } from "./act-decider.ts";

const moreMs = 10 * 60_000;
/** So often somebody may ask for more time for one triage. */
const putOffMax = 3;

/** Ten more minutes for who is about to judge: the triage falls due, and escalates, that much later (behaviour 5). */
export const putOffTriage: ActDecider<"put-off-triage"> = (draft, { incident, doer }) => {
  const triage = incident.deadlines.find(({ kind }) => kind === "triage");
  if (!triage || !mayPutOff(incident)) return refused(incident.acknowledged ? "not-over" : "not-acknowledged");
  if ((triage.putOff ?? 0) >= putOffMax) return refused("too-often");
  const dueAt = Math.max(draft.now, triage.dueAt) + moreMs;
  draft.write("deadline", { deadline: "triage", news: "put-off", dueAt, by: doer.by }, doer.by);
  draft.visible = "yes";
  return done;
};
