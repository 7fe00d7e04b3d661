import { type ActDecider, refused } from "./act-decider.ts";

export const runAction: ActDecider<"run-action"> = () => refused("no-plan");
