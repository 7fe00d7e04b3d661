import type { Handler } from "../src/chat/handler.ts";
import { modelAction } from "./model-action.ts";

/** Restarts the service, once in five minutes (U-34). */
export const restart: Handler = modelAction("restart");
