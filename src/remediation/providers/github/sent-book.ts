import type { Call } from "../../provider.ts";
import { markOf } from "../call-mark.ts";

/** What this process knows of a dispatch. `sent`: it left, and may have arrived; `not-sent`: it surely did not. */
export type Sent =
  | { readonly kind: "sent"; readonly id?: number; readonly link?: string }
  | { readonly kind: "not-sent" };

/** Remembers dispatches by run and step. It is a cache: after a restart a run is looked for in GitHub's own list. */
export type SentBook = {
  readonly read: (call: Pick<Call, "run" | "step">) => Sent | undefined;
  readonly write: (call: Pick<Call, "run" | "step">, sent: Sent) => void;
};

const keptMax = 200;

export function sentBook(): SentBook {
  const kept = new Map<string, Sent>();
  return {
    read: (call) => kept.get(markOf(call)),
    write: (call, sent) => {
      kept.delete(markOf(call));
      kept.set(markOf(call), sent);
      const [oldest] = kept.keys();
      if (kept.size > keptMax && oldest !== undefined) kept.delete(oldest);
    },
  };
}
