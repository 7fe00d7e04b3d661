import { type ActDecider, done } from "./act-decider.ts";

export const update: ActDecider<"update"> = () => done;
