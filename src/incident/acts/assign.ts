import { type ActDecider, done } from "./act-decider.ts";

export const assign: ActDecider<"assign"> = () => done;
