import { type ActDecider, done } from "./act-decider.ts";

export const investigate: ActDecider<"investigate"> = () => done;
