import type { Handler } from "../src/chat/handler.ts";
import { modelAction } from "./model-action.ts";

/** Takes the model out of service; the product owner decides (U-29). */
export const withdrawal: Handler = modelAction("withdrawal", { look: "danger", order: 119 });
