import { type ActDecider, done } from "./act-decider.ts";

export const callExpert: ActDecider<"call-expert"> = () => done;
