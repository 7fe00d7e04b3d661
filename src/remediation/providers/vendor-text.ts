import type { ProviderDeps } from "./provider-access.ts";

const maxUnits = 300;
/** More is not looked at: a megabyte would hold everybody else up for as long as it takes to mask it. */
const readUnits = 8 * maxUnits;
const hiddenMark = "***";

/**
 * What a vendor says of its error, as people may read it: on one line, at most 300 units, people's data masked, and whatever
 * of the given secrets it repeats hidden.
 */
export function vendorText(text: string, secrets: readonly string[], mask: Pick<ProviderDeps["mask"], "text">): string {
  const longestFirst = secrets.filter((secret) => secret !== "").toSorted((a, b) => b.length - a.length);
  const read = text.slice(0, readUnits);
  const hidden = longestFirst.reduce((rest, secret) => rest.replaceAll(secret, hiddenMark), read);
  const said = mask.text(hidden.replaceAll(/[\p{C}\s]+/gu, " ").trim());
  // What is cut may be half a secret, which is none that is known: nobody sees where it was cut.
  const line =
    text.length <= readUnits ? said : `${said.slice(0, Math.max(0, said.length - maxUnits)).toWellFormed()}…`;
  return line.length <= maxUnits ? line : `${line.slice(0, maxUnits - 1).toWellFormed()}…`;
}
