import type { Handler } from "../src/chat/handler.ts";
import { modelAction } from "./model-action.ts";

/** Limits how much is asked of the service. */
export const rateLimit: Handler = modelAction("rate-limit");
