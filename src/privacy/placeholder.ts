import { createHmac, createSecretKey } from "node:crypto";
import type { Kind } from "./finding.ts";
import { kinds } from "./finding.ts";
import type { Memory } from "./memory.ts";

/**
 * Hex digits of a token. Twelve are 47 bits: with two million values under one key the chance that any two share a
 * token is 2 %, with the usual eight digits it would be certain, and two addresses that look like one mislead people.
 */
const tokenChars = 12;

const prefix = `(?:${kinds.join("|")}):`;
const one = `${prefix}[a-f][0-9a-f]{${tokenChars - 1}}`;

/**
 * The placeholders in a text. The token begins with a letter, so that it never reads as a number (`phone:0612345678` is
 * a phone and not one of ours) and nothing that begins with a digit is found inside it. No character of it means
 * anything in Markdown, mrkdwn, ADF or a URL.
 */
export const placeholders = new RegExp(`(${one}(?=[^0-9A-Za-z]|$|${prefix}))`, "g");

const whole = new RegExp(`^${one}$`);

/** Whether a string is one placeholder and nothing else. */
export const isPlaceholder = (value: string): boolean => whole.test(value);

/**
 * Makes the placeholders of one key: `ip:d3a91c27b04e`. The same kind and canonical value give the same token for as
 * long as the key lasts; without the key a token can neither be turned back nor guessed by trying all values.
 * Throws on an empty key. An address
 * in a hundred alerts is hashed once, as long as `memory` holds it.
 */
export function createPlaceholders(key: string, memory: Memory): (kind: Kind, canonical: string) => string {
  if (key === "") throw new Error("The masking key is empty: give at least one character, better 32 random bytes.");
  const secret = createSecretKey(key, "utf8");
  const make = (kind: Kind, value: string): string => {
    const hex = createHmac("sha256", secret).update(value).digest("hex");
    const first = "abcdef".charAt(Number.parseInt(hex.slice(0, 8), 16) % 6);
    return `${kind}:${first}${hex.slice(8, 8 + tokenChars - 1)}`;
  };
  return (kind, canonical) => {
    const value = `${kind}\0${canonical}`;
    const known = memory.recall(value);
    if (known !== undefined) return known;
    const made = make(kind, value);
    memory.remember(value, made);
    return made;
  };
}
