import { type ActDecider, done } from "./act-decider.ts";

export const putOffTriage: ActDecider<"put-off-triage"> = () => done;
