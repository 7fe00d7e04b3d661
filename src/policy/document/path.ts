/** The way to a value in the policy: keys and positions. */
export type Path = readonly (string | number)[];

/** A spot in a file; lines and columns count from 1. `file` is there where it is not the locator's own. */
export type Spot = { readonly file?: string; readonly line: number; readonly column: number };

/** Knows where a path leads. */
export type Locator = {
  readonly file: string;
  /** The value at `path`, or its key; the nearest parent where the path leads nowhere. */
  readonly locate: (path: Path, at?: "key" | "value") => Spot;
};

/** Writes a path as people read it: `route.routes[0].tell`. */
export function showPath(path: Path): string {
  return path.map((step, at) => (typeof step === "number" ? `[${step}]` : at === 0 ? step : `.${step}`)).join("");
}
