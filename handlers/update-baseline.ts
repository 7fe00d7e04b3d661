import type { Handler } from "../src/chat/handler.ts";
import { modelAction } from "./model-action.ts";

/** Measures against another baseline from now on. */
export const updateBaseline: Handler = modelAction("update-baseline");
