import type { Handler } from "../src/chat/handler.ts";
import { modelAction } from "./model-action.ts";

/** Switches to what the service falls back on. */
export const fallback: Handler = modelAction("fallback");
