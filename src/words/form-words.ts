/** A field: what it is called, what helps to fill it, and its choices where the list is closed. */
export type FieldWords = {
  readonly label: string;
  readonly hint?: string;
  readonly options?: Readonly<Record<string, string>>;
};

/** A form, before it is drawn. */
export type FormWords = {
  readonly title: string;
  readonly note?: string;
  readonly submit: string;
  readonly fields: Readonly<Record<string, FieldWords>>;
};
