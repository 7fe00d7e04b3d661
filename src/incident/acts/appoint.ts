import { type ActDecider, done } from "./act-decider.ts";

export const appoint: ActDecider<"appoint"> = () => done;
