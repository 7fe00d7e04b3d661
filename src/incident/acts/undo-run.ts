import { type ActDecider, refused } from "./act-decider.ts";

export const undoRun: ActDecider<"undo-run"> = () => refused("no-plan");
