import type { Handler } from "../src/chat/handler.ts";
import { modelAction } from "./model-action.ts";

/** Takes the model out of use. */
export const disable: Handler = modelAction("disable", { look: "danger" });
