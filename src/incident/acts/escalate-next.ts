import { type ActDecider, done } from "./act-decider.ts";

export const escalateNext: ActDecider<"escalate"> = () => done;
