import type { Asking } from "./handler.ts";

/** Whoever presses, as a person field takes them: `slack:U012AB` where they are at a vendor, else their e-mail. */
export function referenceOf({ account, person }: Pick<Asking, "account" | "person">): string | undefined {
  return account.vendor === "api" ? person.email : `${account.vendor}:${account.id}`;
}
