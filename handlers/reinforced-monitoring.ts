import type { Handler } from "../src/chat/handler.ts";
import { modelAction } from "./model-action.ts";

/** The model is measured more often (U-08). */
export const reinforcedMonitoring: Handler = modelAction("reinforced-monitoring");
