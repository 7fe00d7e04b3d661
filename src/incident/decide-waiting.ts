import type { Draft } from "./draft.ts";
import type { Fact } from "./fact.ts";

type About<K extends Fact["kind"]> = Extract<Fact, { kind: K }>;

export function decideDeadlineDue(_draft: Draft, _fact: About<"deadline-due">): void {}

export function decideEscalationDue(_draft: Draft, _fact: About<"escalation-due">): void {}

export function decideRemindDue(_draft: Draft, _fact: About<"remind-due">): void {}

export function decideUpdateDue(_draft: Draft, _fact: About<"update-due">): void {}

export function decideSilenceOver(_draft: Draft, _fact: About<"silence-over">): void {}

export function decideUnheard(_draft: Draft, _fact: About<"unheard">): void {}

export function decideChannelOpen(_draft: Draft, _fact: About<"channel-open">): void {}
