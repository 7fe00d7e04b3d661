/** A text with its `${…}` replaced; `missing` names the variables without value or default, left as written. */
export type Substituted = {
  readonly text: string;
  readonly variables: readonly string[];
  readonly missing: readonly string[];
  /** A `${` that is no variable, as written. */
  readonly malformed?: string;
};

const reference = /\$\$\{|\$\{([A-Za-z_]\w*)(?::-([^}]*))?\}|\$\{[^}]*\}?/g;

/**
 * Replaces `${NAME}` and `${NAME:-default}`; `$${` stands for a plain `${`. A variable that is set to nothing is not set.
 *
 * @param lookUp the variable's value, `undefined` when not set
 */
export function substitute(text: string, lookUp: (name: string) => string | undefined): Substituted {
  const variables: string[] = [];
  const missing: string[] = [];
  let malformed: string | undefined;
  const replaced = text.replace(reference, (found, name?: string, otherwise?: string) => {
    if (found === "$${") return "${";
    if (name === undefined) {
      malformed = found;
      return found;
    }
    variables.push(name);
    const value = lookUp(name) || otherwise;
    if (value === undefined) missing.push(name);
    return value ?? found;
  });
  return { text: replaced, variables, missing, ...(malformed === undefined ? {} : { malformed }) };
}
