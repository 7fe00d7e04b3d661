import { alertmanager } from "./alertmanager.ts";
import { drift } from "./drift.ts";
import type { Source } from "./source.ts";

/** THE list of senders. A new one is a file and a line here. */
export const sources: readonly Source[] = [alertmanager, drift];
