import { type ActDecider, done } from "./act-decider.ts";

export const unacknowledge: ActDecider<"unacknowledge"> = () => done;
