import type { Change } from "../../alert/change.ts";
import type { Issue, ParseContext, Received } from "../source.ts";

/** How a request proves that it comes from its sender. */
export type SignatureCheck = "signed" | "unsigned" | "wrong-signature" | "stale";

/** A request as it came, before its body is read as anything. */
export type Signed = {
  readonly body: Uint8Array;
  /** By lower-case name. */
  readonly header: Received["header"];
  readonly now: number;
};

/** How a sender signs. Where no secret is configured a token of `VIGIE_WEBHOOK_TOKEN` stands for it, else this machine alone. */
export type Signing = {
  /** Whether the headers hold what a signature needs: asked before the body is read. */
  readonly isOffered: (header: Received["header"]) => boolean;
  /** Whether any of the secrets signed it; all are compared, each in constant time. */
  readonly check: (signed: Signed, secrets: readonly string[]) => SignatureCheck;
};

/** One element of a request: the changes that it means (none: nothing that Vigie keeps), or what is wrong with it. */
export type ParsedChange =
  | { readonly index: number; readonly kind: "changes"; readonly changes: readonly Change[] }
  | { readonly index: number; readonly kind: "rejected"; readonly issues: readonly Issue[] };

export type ChangeContext = ParseContext & {
  /** Whether the policy takes a version's tag of this name for the mark that it was tested. */
  readonly isTestedTag: (name: string) => boolean;
};

/** A sender of what changed: where it posts and what its words mean. One file each; the list is `changes/index.ts`. */
export type ChangeSource = {
  /** The path is `/webhooks/<name>`; also the `source` of its changes. */
  readonly name: "mlflow" | "github" | "deployment";
  /** Media types accepted, without parameters. */
  readonly contentTypes: readonly string[];
  /** Absent: it signs nothing. */
  readonly signing?: Signing;
  parse(received: Received, context: ChangeContext): readonly ParsedChange[];
};
