import type { Store } from "../port.ts";

/** One process has the file, so what is said stays in it: in memory, until it is said no longer. */
export function createAnnounce(now: () => number): Store["announce"] {
  const said = new Map<string, { readonly what: string; readonly until: number }>();
  return async (process, what, forMs) => {
    said.set(process, { what, until: now() + forMs });
    for (const [name, { until }] of said) if (until <= now()) said.delete(name);
    return new Map([...said].map(([name, one]) => [name, one.what]));
  };
}
