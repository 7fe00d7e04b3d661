import { type ActDecider, done } from "./act-decider.ts";

export const judgeFalse: ActDecider<"judge-false"> = () => done;
