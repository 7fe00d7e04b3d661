import type { Handler } from "../src/chat/handler.ts";
import { modelAction } from "./model-action.ts";

/** The model answers nobody and is compared only (U-08). */
export const shadowMode: Handler = modelAction("shadow-mode");
