import type { Handler } from "../src/chat/handler.ts";
import { modelAction } from "./model-action.ts";

/** Goes back to the version before (C-08, behaviour 7). */
export const rollback: Handler = modelAction("rollback", { order: 37 });
