import type { Draft } from "../draft.ts";
import { isOpen } from "../incident.ts";

/** What waits for an approver, or for the end of its veto window, ends with its incident: nothing is done about what is over. */
export function endWhatWaits(draft: Draft): void {
  const { incident } = draft;
  const run = incident?.runs?.find(({ state }) => state === "asked" || state === "veto");
  if (!incident || !run || isOpen(incident)) return;
  draft.write("action-held", { run: run.id, by: draft.actor, where: "vigie" });
  draft.show();
}
