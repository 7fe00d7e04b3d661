import { type ActDecider, done } from "./act-decider.ts";

export const unsilence: ActDecider<"unsilence"> = () => done;
