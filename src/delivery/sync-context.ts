import type { Receiver } from "../receivers/receiver.ts";
import type { DeliveryDeps } from "./delivery-deps.ts";
import type { Assignment, Ledger } from "./ledger.ts";
import type { Turns } from "./turns.ts";

/** What all syncs of a process have in common. */
export type SyncDeps = DeliveryDeps & { readonly turns: Turns };

/** What one sync works with, from its first look to its last. */
export type SyncContext = {
  readonly assignment: Assignment;
  readonly ledger: Ledger;
  readonly receiver: Receiver;
  readonly deps: SyncDeps;
};
