import { allDetectors, secretDetectors, signsOfAny } from "./detectors.ts";
import type { Detector } from "./finding.ts";
import { maskLink } from "./link.ts";
import type { Memory } from "./memory.ts";
import { createMemory } from "./memory.ts";
import { createPlaceholders, isPlaceholder } from "./placeholder.ts";
import { rewrite } from "./rewrite.ts";
import { isSecretByName } from "./secret-names.ts";
import { signsOf } from "./signs.ts";
import { webhooks } from "./tokens.ts";

/** Takes people's data and secrets out of what comes from outside, before it is stored, told or logged. Never throws. */
export type Masker = {
  /** Free text: annotations, names, form texts. */
  text(value: string): string;
  /** A label by its name: safe labels lose only e-mails, tokens and keys; all others are masked like text. */
  label(name: string, value: string): string;
  /** An http(s) link: user info dropped, path, query and fragment masked, host kept; null when it is not one. */
  link(value: string): string | null;
};

/** Who wants to know which addresses became tokens (U-18). */
export type AddressWatch = {
  /** Asked each time; where not, nothing is said and nothing costs more. */
  readonly isWanted: () => boolean;
  /** A token stands for an address in what is being masked now, also where it was masked before. */
  readonly found: (token: string, address: string) => void;
};

/** Labels by which people and routes know a thing; what looks like an address or a number in them is a machine's. */
export const defaultSafeLabels: readonly string[] = [
  "alertname",
  "job",
  "service",
  "model",
  "environment",
  "severity",
  "family",
  "team",
  "namespace",
  "pod",
  "cluster",
  "instance",
];

const defaultMemoryBytes = 16 * 1024 * 1024;

/** Names that say what their value is: it is judged as `name=value`, so that `build_version` is never an address. */
const tellingName =
  /(?:version|release|build|revision|firmware|chart|tag|phone|tel|mobile|portable|gsm|fax|nir|ssn|card|carte|cb|pan|token)$/i;

/** The longest name that is looked at; a label name is an identifier, and a longer one tells nothing. */
const nameMaxChars = 128;

/** A measured value: many alerts carry one, each time another one, and it is nobody's. */
const fraction = /^[+-]?\d+\.\d+(?:e[+-]?\d+)?$/i;

/** A result in which an address may be is made anew where somebody wants to know of it. */
const holdsAddress = (masked: string, addresses: AddressWatch | undefined): boolean =>
  addresses !== undefined && masked.includes("ip:") && addresses.isWanted();

/** A mask that remembers: the same string is not looked through twice, and most are told to be harmless at a glance. */
function remembering(
  signs: number,
  memory: Memory,
  mask: (value: string) => string,
  addresses: AddressWatch | undefined,
): (value: string) => string {
  return (value) => {
    if ((signsOf(value) & signs) === 0 || fraction.test(value)) return value;
    const known = memory.recall(value);
    if (known !== undefined && !holdsAddress(known, addresses)) return known;
    const masked = mask(value);
    memory.remember(value, masked);
    return masked;
  };
}

/**
 * Makes the masker of one key. The same value gives the same placeholder for as long as the key lasts.
 * `safeLabels` replaces the default list; `memoryBytes` (default 16 MiB, 0 for none) bounds what is remembered of
 * strings seen, in this process only. `addresses` is told of each address that becomes a token. Throws on an empty key.
 */
export function createMasker(options: {
  key: string;
  safeLabels?: readonly string[];
  memoryBytes?: number;
  addresses?: AddressWatch;
}): Masker {
  const { addresses } = options;
  const safeLabels = new Set(options.safeLabels ?? defaultSafeLabels);
  const memoryBytes = options.memoryBytes ?? defaultMemoryBytes;
  const placeholderOf = createPlaceholders(options.key, createMemory(memoryBytes / 8));
  const placeholder: typeof placeholderOf = (kind, canonical) => {
    const token = placeholderOf(kind, canonical);
    if (kind === "ip" && addresses?.isWanted()) addresses.found(token, canonical);
    return token;
  };

  const mask = (detectors: readonly Detector[], memoryShare: number) =>
    remembering(
      signsOfAny(detectors),
      createMemory(memoryBytes * memoryShare),
      (value) => rewrite(value, detectors, placeholder),
      addresses,
    );
  const text = mask(allDetectors, 1 / 2);
  const secrets = mask(secretDetectors, 1 / 8);
  const secret = (value: string) => (value === "" || isPlaceholder(value) ? value : placeholder("secret", value));

  const webhook = (value: string) => rewrite(value, [webhooks], placeholder);
  const linkMemory = createMemory(memoryBytes / 4);
  const link = (value: string): string | null => {
    const known = linkMemory.recall(value);
    if (known !== undefined && !holdsAddress(known, addresses)) return known;
    const masked = maskLink(value, { text, webhook, secret });
    if (masked !== null) linkMemory.remember(value, masked);
    return masked;
  };

  const asNamed = (name: string, value: string): string => {
    const masked = text(`${name}=${value}`);
    return masked.startsWith(`${name}=`) ? masked.slice(name.length + 1) : text(value);
  };

  const label = (name: string, value: string): string => {
    if (safeLabels.has(name)) return secrets(value);
    if (name.length <= nameMaxChars && isSecretByName(name, value)) return secret(value);
    return name.length <= nameMaxChars && tellingName.test(name) ? asNamed(name, value) : text(value);
  };

  return { text, label, link };
}
