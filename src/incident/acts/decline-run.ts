import { type ActDecider, refused } from "./act-decider.ts";

export const declineRun: ActDecider<"decline-run"> = () => refused("no-plan");
