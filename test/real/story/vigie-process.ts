import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { openStandInState } from "../../../src/sandbox/state.ts";
import { type VendorsSeen, vendorsSeen } from "../../support/vendors-seen.ts";
import { type Child, type Ended, startChild } from "./child.ts";
import { cleanEnv } from "./clean-env.ts";

export type VigieOptions = {
  /** Its working folder: `./data` in it holds the sandbox's memory. */
  readonly dir: string;
  /** `sqlite`, in its folder, or the URL of a Redis. */
  readonly store: string;
  readonly env?: Readonly<Record<string, string>>;
};

/** A Vigie as operators run it: a process of its own, all vendors played by its own sandbox. */
export type VigieProcess = Child & {
  readonly origin: string;
  readonly get: (path: string) => Promise<unknown>;
  /** What its vendors would show. */
  readonly seen: VendorsSeen;
};

const main = fileURLToPath(new URL("../../../src/main.ts", import.meta.url));
const startTimeOutMs = 60_000;

/** Starts a Vigie and waits for its banner. */
export async function startVigieProcess({ dir, store, env = {} }: VigieOptions): Promise<VigieProcess> {
  const child = startChild({
    name: `Vigie on ${store}`,
    command: process.execPath,
    args: [main],
    cwd: dir,
    env: cleanEnv({
      PORT: "0",
      VIGIE_SANDBOX: "all",
      VIGIE_STORE: store === "sqlite" ? "sqlite:./data/vigie.db" : store,
      ...env,
    }),
  });
  try {
    const origin = originOf(await child.says(bannerEnd, startTimeOutMs));
    const state = openStandInState(join(dir, "data", "sandbox.db"));
    let ended: Promise<Ended> | undefined;
    return {
      ...child,
      origin,
      get: async (path) => (await fetch(`${origin}${path}`)).json(),
      seen: vendorsSeen(state),
      stop: () => {
        ended ??= child.stop().finally(() => state.close());
        return ended;
      },
    };
  } catch (cause) {
    await child.stop();
    throw cause;
  }
}

/** The banner's last line; the service is up and its destinations are checked. */
export const bannerEnd = /then look at (http:\/\/\S+?)\/sandbox and \S+\n/;

/** Where it listens, from its banner. */
export function originOf([, origin = ""]: RegExpMatchArray): string {
  return origin;
}
