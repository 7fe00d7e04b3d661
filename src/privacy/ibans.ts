import type { Detector, Finding } from "./finding.ts";
import { blank, dash, scan } from "./finding.ts";
import { sign } from "./signs.ts";

/**
 * What follows the country and the two check digits: n digits, a letters, c either.
 * @see https://www.swift.com/standards/data-standards/iban-international-bank-account-number (registry, release 99),
 * and for the last two lines the countries of West and North Africa that use IBAN without being in the registry.
 */
const structures: Readonly<Record<string, string>> = Object.fromEntries(
  `AD n8c12,AE n19,AL n8c16,AT n16,AZ a4c20,BA n16,BE n12,BG a4n6c8,BH a4c14,BI n23,BR n23a1c1,BY c4n4c16,CH n5c12,
  CR n18,CY n8c16,CZ n20,DE n18,DJ n23,DK n14,DO c4n20,EE n16,EG n25,ES n20,FI n14,FK a2n12,FO n14,FR n10c11n2,GB a4n14,
  GE a2n16,GI a4c15,GL n14,GR n7c16,GT c24,HN a4n20,HR n17,HU n24,IE a4n14,IL n19,IQ a4n15,IS n22,IT a1n10c12,
  JO a4n4c18,KW a4c22,KZ n3c13,LB n4c20,LC a4c24,LI n5c12,LT n16,LU n3c13,LV a4c13,LY n21,MC n10c11n2,MD c20,ME n18,
  MK n3c10n2,MN n16,MR n23,MT a4n5c18,MU a4n19a3,NI a4n20,NL a4n10,NO n11,OM n3c16,PK a4c16,PL n24,PS a4c21,PT n21,
  QA a4c21,RO a4c16,RS n18,RU n14c15,SA n2c18,SC a4n20a3,SD n14,SE n20,SI n15,SK n20,SM a1n10c12,SO n19,ST n21,
  SV a4n20,TL n19,TN n20,TR n6c16,UA n6c19,VA n18,VG a4n16,XK n16,YE a4n4c18,
  BF c2n22,BJ c2n22,CG n23,CI c2n22,CM n23,DZ n22,GA n23,
  MA n24,MG n23,ML c2n22,NE c2n22,SN c2n22,TG c2n22`
    .split(/,\s*/)
    .map((line) => line.split(" ")),
);

const charClasses: Readonly<Record<string, string>> = { n: "\\d", a: "[A-Z]", c: "[A-Z\\d]" };

const patterns = new Map(
  Object.entries(structures).map(([country, structure]) => {
    const body = structure.replace(/([nac])(\d+)/g, (_, kind: string, count) => `${charClasses[kind]}{${count}}`);
    return [country, new RegExp(`^${country}\\d\\d${body}$`)];
  }),
);

const lengths = new Map(
  Object.entries(structures).map(([country, structure]) => [
    country,
    4 + [...structure.matchAll(/\d+/g)].reduce((sum, [count]) => sum + Number(count), 0),
  ]),
);

/** In lower case only written together: `no 12 …` and `de 10 …` begin ordinary sentences. */
const heads = new RegExp(`(?<![A-Za-z0-9])(?:([A-Z]{2})[${blank}${dash}.]?|([A-Za-z]{2}))\\d`, "g");
const separator = new RegExp(`[${blank}${dash}./]`);
const alphanumeric = /[A-Za-z0-9]/;

/** Reads `length` letters and digits with at most one separator between two of them; null when something else comes. */
function read(text: string, start: number, length: number): { compact: string; end: number } | null {
  let compact = "";
  let index = start;
  for (; compact.length < length; index++) {
    const char = text.charAt(index);
    if (alphanumeric.test(char)) compact += char.toUpperCase();
    else if (!separator.test(char) || !alphanumeric.test(text.charAt(index + 1))) return null;
  }
  return alphanumeric.test(text.charAt(index)) ? null : { compact, end: index };
}

/** The check of ISO 7064 (mod 97-10) over the number with its first four characters moved to the end. */
function checksOut(iban: string): boolean {
  let remainder = 0;
  for (const char of iban.slice(4) + iban.slice(0, 4)) {
    const value = Number.parseInt(char, 36);
    remainder = (remainder * (value > 9 ? 100 : 10) + value) % 97;
  }
  return remainder === 1;
}

function judge(match: RegExpExecArray, text: string): Finding | null {
  const country = (match[1] ?? match[2] ?? "").toUpperCase();
  const length = lengths.get(country);
  const found = length === undefined ? null : read(text, match.index, length);
  if (!found || !patterns.get(country)?.test(found.compact) || !checksOut(found.compact)) return null;
  return { start: match.index, end: found.end, canonical: found.compact };
}

/** Bank accounts (IBAN): length and structure of their country and the check digits, however they are grouped. */
export const ibans: Detector = { kind: "iban", signs: sign.digits, find: (text) => scan(text, heads, judge) };
