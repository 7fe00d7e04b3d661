import type { ProviderDeps } from "./provider-access.ts";

/** The key that a step signs with. `variable`: it names one that is not set. */
export type SigningKey =
  | { readonly kind: "none" }
  | { readonly kind: "key"; readonly value: string }
  | { readonly kind: "missing"; readonly variable: string };

/** Looks the key up by the variable's name, when the call leaves: no step ever holds it. */
export function signingKey(variable: string | undefined, secretOf: ProviderDeps["secretOf"]): SigningKey {
  if (variable === undefined) return { kind: "none" };
  const value = secretOf(variable);
  return value ? { kind: "key", value } : { kind: "missing", variable };
}
