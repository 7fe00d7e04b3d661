import { type ActDecider, done } from "./act-decider.ts";

export const acknowledge: ActDecider<"acknowledge"> = () => done;
