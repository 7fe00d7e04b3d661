import { type ActDecider, done } from "./act-decider.ts";

export const close: ActDecider<"close"> = () => done;
