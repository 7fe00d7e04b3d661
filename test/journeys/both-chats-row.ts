import type { HandlerId } from "../../src/incident/handler-ids.ts";
import type { FieldSeen, Values } from "../support/chats.ts";

/** One press, as it must be in Slack and in Teams alike. */
export type Row = {
  readonly handler: HandlerId;
  /** What Ada did before; Bo, where it must not be hers. */
  readonly given?: readonly (readonly [handler: HandlerId, values?: Readonly<Record<string, string>>])[];
  readonly givenBy?: "Bo";
  /** What has passed since the last of it, in ms. */
  readonly after?: number;
  /** What opens it: an alert by default, a person (then no source ends it), or a measurement of the champion. */
  readonly from?: "person" | "measurement";
  /** Its service begins so: one of those that declare actions. */
  readonly at?: "acting-" | "stuck-";
  /** What its form is filled with, as its fields are read; `{}` for a question. */
  readonly values?: Values | ((fields: readonly FieldSeen[]) => Values);
  /** What Bo hears who presses the same card a moment later: words, a form, or the card itself. */
  readonly again: RegExp | "form" | "card";
  /** What all four vendors say of it within 5 s. */
  readonly says: RegExp;
  /** How its pages stand, the newest last, and how far up the ladder that is. */
  readonly pages: readonly string[];
  readonly level?: number;
  readonly issue?: "Done" | "In Progress";
  readonly assignee?: string;
};

/** What Bo hears of what Ada did a moment before. */
export const byAda = (did: string) =>
  new RegExp(`^Ada Sandbox \\(mle\\) ${did} at \\d\\d:\\d\\d UTC\\. Nothing was done`);
