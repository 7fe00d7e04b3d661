import { afterAll, beforeAll, describe, it } from "vitest";
import { type ReusedStore, reusedStore } from "../support/reused-store.ts";
import { type StoreKind, storeKinds, storeMissing } from "./stores.ts";

/**
 * Journeys that must read the same on both stores; skipped, with a reason, where one cannot be had.
 *
 * @param journeys are given what empties the store and answers its address
 */
export function onEachStore(about: string, journeys: (fresh: () => Promise<string>, kind: StoreKind) => void): void {
  describe.each(storeKinds)(`${about}, on %s`, (kind) => {
    const missing = storeMissing(kind);
    if (missing) {
      it.skip(missing, () => {});
      return;
    }
    let store: ReusedStore;
    beforeAll(async () => {
      store = await reusedStore(kind);
    });
    afterAll(() => store.stop());
    journeys(() => store.fresh(), kind);
  });
}
