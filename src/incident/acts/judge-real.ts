import { type ActDecider, done } from "./act-decider.ts";

export const judgeReal: ActDecider<"judge-real"> = () => done;
