import { type ActDecider, done } from "./act-decider.ts";

export const joinAsExpert: ActDecider<"join-as-expert"> = () => done;
