import type { StoreDeps } from "./deps.ts";
import type { Store } from "./port.ts";

type Opener = { readonly scheme: RegExp; readonly open: (url: string, deps: StoreDeps) => Promise<Store> };

/** THE list of stores. Only the one in use is loaded. */
const openers: readonly Opener[] = [
  {
    scheme: /^sqlite:./,
    open: async (url, deps) =>
      (await import("./sqlite/sqlite-store.ts")).openSqliteStore(url.slice("sqlite:".length), deps),
  },
  {
    scheme: /^rediss?(\+[a-z]+)?:\/\/./,
    open: async (url, deps) => (await import("./redis/redis-store.ts")).openRedisStore(url, deps),
  },
];

/**
 * Opens the store that `VIGIE_STORE` names.
 *
 * @param url `sqlite:./data/vigie.db`, `sqlite::memory:` (lost at exit, for tests), `redis://…` or `rediss://…`
 * @throws Error naming `VIGIE_STORE` for any other address, without a word of it but its scheme: it may hold a password
 */
export async function openStore(url: string, deps: StoreDeps): Promise<Store> {
  const opener = openers.find(({ scheme }) => scheme.test(url));
  if (opener) return opener.open(url, deps);
  const scheme = /^[a-z][a-z0-9+.-]{0,19}:/i.exec(url)?.[0];
  throw new Error(
    `VIGIE_STORE ${scheme ? `begins with "${scheme}" and` : "has no scheme and"} names no store that Vigie knows. ` +
      "Use sqlite:<file>, redis://<host> or rediss://<host>.",
  );
}
