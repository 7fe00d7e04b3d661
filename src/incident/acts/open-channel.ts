import { type ActDecider, done } from "./act-decider.ts";

export const openChannel: ActDecider<"open-channel"> = () => done;
