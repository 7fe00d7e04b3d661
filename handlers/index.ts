import type { Handler } from "./handler.ts";

/** THE list of handlers: a new button is a file and a line here. */
export const handlers: readonly Handler[] = [];
