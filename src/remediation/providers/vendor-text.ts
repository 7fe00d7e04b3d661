import type { ProviderDeps } from "./provider-access.ts";

const maxUnits = 300;
const hiddenMark = "***";

/**
 * What a vendor says of its error, as people may read it: on one line, at most 300 units, people's data masked, and whatever
 * of the given secrets it repeats hidden.
 */
export function vendorText(text: string, secrets: readonly string[], mask: Pick<ProviderDeps["mask"], "text">): string {
  const longestFirst = secrets.filter((secret) => secret !== "").toSorted((a, b) => b.length - a.length);
  const hidden = longestFirst.reduce((rest, secret) => rest.replaceAll(secret, hiddenMark), text);
  const line = mask.text(hidden.replaceAll(/[\p{C}\s]+/gu, " ").trim());
  return line.length <= maxUnits ? line : `${line.slice(0, maxUnits - 1).toWellFormed()}…`;
}
