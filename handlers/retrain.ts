import type { Handler } from "../src/chat/handler.ts";
import { modelAction } from "./model-action.ts";

/** Trains the model anew, where the policy's condition holds (A003-20, U-33). */
export const retrain: Handler = modelAction("retrain");
