/** Structured log. `fields` hold ids and words of closed lists, never a secret and never an alert's text. */
export type Log = {
  info(fields: Readonly<Record<string, unknown>>, message: string): void;
  warn(fields: Readonly<Record<string, unknown>>, message: string): void;
  error(fields: Readonly<Record<string, unknown>>, message: string): void;
};

export const noLog: Log = { info: () => {}, warn: () => {}, error: () => {} };
