import type { Telling } from "./entry-kinds.ts";
import type { HandlerId, Look } from "./handler-ids.ts";

/**
 * A piece of a line. Text is data: each receiver escapes it for its vendor, so that alert text never becomes markup, a
 * mention or a link target. Times are drawn in the reader's zone where the vendor can.
 */
export type Inline =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "strong"; readonly text: string }
  | { readonly kind: "time"; readonly at: number; readonly style: "time" | "date-time" }
  | { readonly kind: "link"; readonly text: string; readonly url: string }
  /** From the policy only (`mention:`), never from an alert. */
  | { readonly kind: "mention"; readonly mention: string };

export type CardLine = readonly Inline[];

/** What the stripe and the emoji say; never colour alone, the word stands in the first line (cards 2). */
export type Tone = "info" | "warning" | "critical" | "urgent" | "resolved" | "neutral";

/** A button of the card. The id that it sends is `vigie:<handler>`; what it carries is the incident and the version. */
export type CardButton = {
  readonly handler: HandlerId;
  readonly text: string;
  readonly look: Look;
  /** Asked before it acts; absent: the press acts, or opens a form, at once. */
  readonly confirm?: { readonly title: string; readonly text: string; readonly ok: string; readonly cancel: string };
};

/** What every button of a card carries: ids only (DESIGN 4). `version` is the journal that the card shows (protocol 12.5). */
export type CardAbout = { readonly groupId: string; readonly uid: string; readonly version: number };

/**
 * The incident message of `cards.md`, in one language, before any vendor's drawing. Same content and order everywhere.
 * Depends on the state alone, so that the same state gives the same message.
 */
export type Card = {
  readonly tone: Tone;
  /** Rule 1: severity, environment, what, where, how bad, in plain text, at most 300 characters. */
  readonly notification: string;
  /** The first line is the headline; a line with no content is not there. */
  readonly lines: readonly CardLine[];
  /** At most five, the first ones first. */
  readonly buttons: readonly CardButton[];
  /** The overflow menu. */
  readonly menu: readonly CardButton[];
  /** Not part of what tells two cards apart: entries that change nothing to be seen do not edit the message. */
  readonly about: CardAbout;
  /** Text links of the last line, http(s) only. */
  readonly links: readonly { readonly text: string; readonly url: string }[];
  /** `VIG-1042`, last on the last line. */
  readonly id: string;
};

/** One entry of the thread, told once (cards 6). */
export type StoryLine = {
  /** The journal entry that it tells; the trace of the write carries it (protocol 1.2). */
  readonly seq: number;
  readonly line: CardLine;
  /** Plain text of the same. */
  readonly text: string;
  readonly tells: Telling;
  /**
   * Whom it calls, by receiver, in that vendor's own way of mentioning: where it is there, a new message mentions
   * `calls[receiver]` or nobody, instead of the destination's `mention:`. From people's accounts and the policy, never from an alert.
   */
  readonly calls?: Readonly<Record<string, string>>;
};
