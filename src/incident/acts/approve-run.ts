import { type ActDecider, refused } from "./act-decider.ts";

export const approveRun: ActDecider<"approve-run"> = () => refused("no-plan");
