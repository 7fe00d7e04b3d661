import type { Handler } from "../src/chat/handler.ts";
import { modelAction } from "./model-action.ts";

/** Rebuilds what the service is made of, where a restart did not help (U-34). */
export const rebuild: Handler = modelAction("rebuild");
