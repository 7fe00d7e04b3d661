import type { Handler } from "../src/chat/handler.ts";
import { modelAction } from "./model-action.ts";

/** Blocks a source by its token; its address is shown to nobody (U-18). */
export const blockSource: Handler = modelAction("block-source");
