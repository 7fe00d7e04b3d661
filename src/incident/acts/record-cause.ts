import { type ActDecider, done } from "./act-decider.ts";

export const recordCause: ActDecider<"record-cause"> = () => done;
