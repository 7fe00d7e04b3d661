import type { ActEntryKind } from "../apply-acts.ts";
import type { Teller } from "./teller.ts";

const untold: Teller = () => null;

/** Entries that people, and the waiting for people, write, as sentences. */
export const actTellers: { readonly [K in ActEntryKind]: Teller } = {
  acknowledged: untold,
  unacknowledged: untold,
  judged: untold,
  "severity-by-hand": untold,
  assigned: untold,
  escalated: untold,
  "expert-called": untold,
  "expert-joined": untold,
  "commander-asked": untold,
  commander: untold,
  noted: untold,
  update: untold,
  "update-due": untold,
  silenced: untold,
  unsilenced: untold,
  "silence-over": untold,
  mitigated: untold,
  investigating: untold,
  cause: untold,
  remediated: untold,
  "resolved-by-hand": untold,
  "reopened-by-hand": untold,
  "channel-asked": untold,
  "channel-open": untold,
  deadline: untold,
  reminded: untold,
  unheard: untold,
  refused: untold,
};
