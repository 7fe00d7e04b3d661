/** What a form holds when it is sent: text by field, a toggle as `true` or `false`. Everything in it is data. */
export type Values = Readonly<Record<string, string>>;

/** One field, in the reader's language. Bounds are UTF-16 units. */
export type Field = {
  readonly id: string;
  readonly label: string;
  readonly hint?: string;
  readonly required: boolean;
} & (
  | { readonly kind: "text"; readonly multiline: boolean; readonly maxUnits: number; readonly initial?: string }
  | {
      readonly kind: "choice";
      /** At most 100. */
      readonly options: readonly { readonly value: string; readonly text: string }[];
      readonly initial?: string;
    }
  /** Somebody: each surface lets people choose as it can (`users_select` in Slack); the value is `<vendor>:<id>` or an e-mail. */
  | { readonly kind: "person"; readonly initial?: string }
  | { readonly kind: "toggle"; readonly initial: boolean }
);

/** A form as each surface draws it: a modal in Slack, the card itself in Teams, a page of the dashboard. */
export type Form = {
  readonly title: string;
  /** A sentence above the fields. */
  readonly note?: string;
  readonly fields: readonly Field[];
  readonly submit: string;
  readonly cancel: string;
};

/** What is wrong with which field, in the reader's language. */
export type FormFault = {
  readonly field: string;
  readonly message: string;
  /** The values that a choice would take: for programs, which see no list. */
  readonly choices?: readonly string[];
};
