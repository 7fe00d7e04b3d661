import { type ActDecider, done } from "./act-decider.ts";

export const silence: ActDecider<"silence"> = () => done;
