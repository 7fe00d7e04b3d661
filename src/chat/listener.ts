import type { Hono } from "hono";
import type { Commands } from "./commands/command.ts";
import type { Desk } from "./desk.ts";
import type { Directory } from "./person.ts";

/** One way in: a vendor that calls Vigie, or that Vigie asks now and then. */
export type Listener = {
  readonly mount: (app: Hono) => void;
  readonly start: () => void;
  /** Takes nothing new, waits for what runs. */
  readonly stop: () => Promise<void>;
};

/** What every way in leads to. */
export type Listening = { readonly desk: Desk; readonly commands: Commands; readonly directory: Directory };
