import type { CardLine } from "../../incident/card.ts";
import type { Locale } from "../../words/locale.ts";
import type { Form, Values } from "../form.ts";
import type { Account, Surface } from "../person.ts";

/** Somebody asked `/vigie oncall credit-scoring`, `@Vigie oncall credit-scoring`, or the same elsewhere. */
export type Asked = {
  /** What stands behind the command's name. */
  readonly words: readonly string[];
  /** Values of a form that the command asked for before. */
  readonly values?: Values;
  readonly account: Account;
  readonly where: Surface;
  readonly locale: Locale;
  /** The destination's id where it was asked in a channel that the policy tells: `slack:#ai-alerts`. */
  readonly destination?: string;
};

/**
 * What a command answers, for the asker alone. `form`: it asks first; its values come back with the same words.
 * Lines are drawn as a card's are: everything from outside in them stays text.
 */
export type Said = {
  readonly lines: readonly CardLine[];
  readonly form?: Form;
  /** The number of the incident that it came to, for a surface that knows its own address. */
  readonly number?: number;
};

/** A command: the same in Slack, Teams and on the command line. */
export type Command = {
  readonly name: string;
  readonly run: (asked: Asked) => Promise<Said>;
};

/** Runs what somebody typed; words that are no command are answered by the help. */
export type Commands = {
  readonly names: readonly string[];
  readonly run: (text: string, asked: Omit<Asked, "words">) => Promise<Said>;
};
