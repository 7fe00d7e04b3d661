import type { StoreDeps } from "../deps.ts";
import type { Connection } from "./connection.ts";
import type { Keys } from "./keys.ts";
import type { Script, ScriptName } from "./scripts.ts";
import type { Call } from "./send.ts";

/** What every part of the store works with. */
export type Session = {
  readonly connection: Connection;
  readonly keys: Keys;
  readonly scripts: Readonly<Record<ScriptName, Script>>;
  readonly deps: StoreDeps;
};

/** The first argument of every script that needs the time: empty for the server's own clock. */
export function clockWord({ deps }: Session): string {
  return deps.clock === "injected" ? `${deps.now()}` : "";
}

/** Sends one call. */
export async function one({ connection }: Session, call: Call): Promise<unknown> {
  const [answer] = await connection.run([call]);
  return answer;
}
