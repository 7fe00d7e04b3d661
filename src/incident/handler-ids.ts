import { actionIds } from "./actions/action-ids.ts";

/** Every button that an incident can have, by the id in `vigie:<handler>`; `handlers/index.ts` holds what each does. */
export const handlerIds = [
  "acknowledge",
  "take-over",
  "real",
  "false-positive",
  "more-time",
  "severity",
  "assign",
  "escalate",
  "expert",
  "here",
  "commander",
  "note",
  "update",
  "silence",
  "unsilence",
  "mitigated",
  "investigate",
  "cause",
  "remediation",
  "resolve",
  "close",
  "reopen",
  "channel",
  ...actionIds,
  "approve",
  "decline",
  "hold",
  "now",
  "undo",
] as const;
export type HandlerId = (typeof handlerIds)[number];

/** What can be done that is about no single incident. */
export const deskIds = ["report", "acknowledge-service", "silence-service"] as const;
export type DeskId = (typeof deskIds)[number];

/** How a button looks; one at most is primary (cards 4). */
export type Look = "primary" | "plain" | "danger";

/** A button that an incident has now, before it is drawn. `menu`: in the overflow menu. `asks`: what a press opens. */
export type Offer = {
  readonly handler: HandlerId;
  readonly look: Look;
  readonly menu: boolean;
  readonly asks: "nothing" | "form" | "confirmation";
  /** What the policy must permit for it, where that is not the handler's own id. */
  readonly permission?: string;
  /** Who is on call may do it without that, with a reason (behaviour 6). */
  readonly glass?: true;
};
