import { colonAddresses, fourPartAddresses } from "./addresses.ts";
import { assignments } from "./assignments.ts";
import { cards } from "./cards.ts";
import { emails } from "./emails.ts";
import type { Detector } from "./finding.ts";
import { ibans } from "./ibans.ts";
import { nirs } from "./nirs.ts";
import { phones } from "./phones.ts";
import { tokens } from "./tokens.ts";

/** What not even a safe label may hold: e-mails, tokens and keys. Tokens come first, since they may hold anything. */
export const secretDetectors: readonly Detector[] = [...tokens, ...assignments, emails];

/** All that is masked, in this order: what check digits leave no doubt of, then addresses, then phones. */
export const allDetectors: readonly Detector[] = [
  ...secretDetectors,
  ibans,
  nirs,
  colonAddresses,
  fourPartAddresses,
  cards,
  ...phones,
];

/** The signs without which none of these detectors can find anything. */
export const signsOfAny = (detectors: readonly Detector[]): number =>
  detectors.reduce((signs, detector) => signs | detector.signs, 0);
