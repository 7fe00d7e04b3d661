import { type ActDecider, done } from "./act-decider.ts";

export const setSeverity: ActDecider<"set-severity"> = () => done;
