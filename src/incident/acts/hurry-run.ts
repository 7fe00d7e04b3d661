import { type ActDecider, refused } from "./act-decider.ts";

export const hurryRun: ActDecider<"hurry-run"> = () => refused("no-plan");
