import type { Alert } from "../alert/alert.ts";
import type { Masker } from "../privacy/masker.ts";

/** What is wrong with a field of a request; `path` is dotted, empty for the whole. */
export type Issue = { readonly path: string; readonly code: string; readonly message: string };

/** A request whose sender is proven and whose body is JSON. */
export type Received = {
  readonly body: unknown;
  /** By lower-case name. */
  readonly header: (name: string) => string | undefined;
};

/** What a source is given instead of asking for it. Masking happens while parsing: no Alert is ever unmasked. */
export type ParseContext = { readonly mask: Masker; readonly now: number };

/** One element of the request: the alerts that it means, or what is wrong with it. */
export type ParsedItem =
  | { readonly index: number; readonly kind: "alerts"; readonly alerts: readonly Alert[] }
  | { readonly index: number; readonly kind: "rejected"; readonly issues: readonly Issue[] };

/** `items` is read lazily, so that a large request can give way between two of them (protocol 8.3). */
export type Parsed =
  | { readonly kind: "batch"; readonly truncated: number; readonly items: Iterable<ParsedItem> }
  | { readonly kind: "unreadable"; readonly issues: readonly Issue[] };

/** A sender: where it posts and what its words mean. One file each; the list is `sources/index.ts` (DESIGN 2). */
export type Source = {
  /** What `source` means in a matcher; the path is `/webhooks/<name>`. */
  readonly name: string;
  /** Media types accepted, without parameters. */
  readonly contentTypes: readonly string[];
  parse(received: Received, context: ParseContext): Parsed;
};
