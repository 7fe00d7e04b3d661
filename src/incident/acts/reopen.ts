import { type ActDecider, done } from "./act-decider.ts";

export const reopen: ActDecider<"reopen"> = () => done;
