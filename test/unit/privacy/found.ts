import { kinds } from "../../../src/privacy/finding.ts";

const placeholder = new RegExp(`(${kinds.join("|")}):[a-f][0-9a-f]{11}`, "g");

/** A masked text with `⟦kind⟧` for each placeholder, to compare with what is expected. */
export const named = (masked: string): string => masked.replace(placeholder, "⟦$1⟧");

/** Letters and digits of a value in runs of at least four: what must not be left of it in a masked text. */
export const remains = (value: string, masked: string): string[] => {
  const rest = masked.replace(placeholder, " ");
  return (value.match(/[\p{L}\p{N}]{4,}/gu) ?? [value]).filter((part) => rest.includes(part));
};
