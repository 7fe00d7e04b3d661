import type { Draft } from "../draft.ts";
import type { Fact } from "../fact.ts";

/** The channel of its own is there: the card links to it. */
export function decideChannelOpen(draft: Draft, fact: Extract<Fact, { kind: "channel-open" }>): void {
  const { incident } = draft;
  const { link, label } = fact;
  if (incident?.uid !== fact.uid || incident.channel?.state === "open") return;
  draft.write("channel-open", { link, label });
  draft.visible = "yes";
}
