import type { Masker } from "../../privacy/masker.ts";

/** What the providers are reached with; each is there only where its variables are set. Addresses hold no user info. */
export type ProviderAccess = {
  readonly mlflow?: {
    /** http or https, without a slash at the end. */
    readonly url: string;
    /** The whole `Authorization` header. */
    readonly authorization?: string;
  };
  readonly github?: { readonly apiUrl: string; readonly token: string };
  readonly kubernetes?: KubernetesAccess;
};

/** The API server and the token for it: a service account's rotates in its file, so that is read anew for each call. */
export type KubernetesAccess = {
  readonly apiUrl: string;
  readonly token: { readonly kind: "value"; readonly value: string } | { readonly kind: "file"; readonly path: string };
  /** PEM of the authority that the API server's certificate is checked by; absent: those that Node knows. */
  readonly caFile?: string;
};

/** What every provider is made with. */
export type ProviderDeps = {
  readonly fetch: typeof globalThis.fetch;
  /** For what vendors say of their errors, and call their versions. */
  readonly mask: Pick<Masker, "text" | "label" | "link">;
  /** The value of a variable that a step names its secret by. */
  readonly secretOf: (variable: string) => string | undefined;
};
