import { type ActDecider, refused } from "./act-decider.ts";

export const holdRun: ActDecider<"hold-run"> = () => refused("no-plan");
