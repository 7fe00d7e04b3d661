import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { allDetectors, secretDetectors } from "../../../src/privacy/detectors.ts";
import type { Detector } from "../../../src/privacy/finding.ts";
import { createMasker, defaultSafeLabels } from "../../../src/privacy/masker.ts";
import { placeholders } from "../../../src/privacy/placeholder.ts";
import { signsOf } from "../../../src/privacy/signs.ts";
import { sentences } from "./texts.ts";

const masker = createMasker({ key: "test key" });

/** What a long text is made of when it wants to keep a pattern busy: heads without ends, nests, near misses. */
const units: readonly string[] = [
  ..."a 1 0 @ + : = - ' \" / % . é 😀 \0 \ud800".split(" "),
  ...["a@", "a@b.", "a@a.a", "é@", "a%40", "d'", "bob@example.fr "],
  ...["+1", "+1 ", "00", "0 ", "06 ", "06 12 34 56 ", "(0", "0/", "415-555-", "(415) 555-", "+33 6 12 34 56 78 "],
  ...["tel ", "tel 1", "tel: 1 2 3 4 5 6 7 8 ", "phone: 0"],
  ...["1.", "1.1.1.1.", "10.0.0.1 ", "10.0.0.1/24", "::", "a:", "f:", "1::", "a:b@c:", "f:f:f:f:f:f:f:"],
  ...["FR", "FR76", "FR 76 ", "NO 12 ", "FR7630006000011234567890189 ", "1 85 05 78 006 084 "],
  ...["4111 ", "4111111111111111 ", "4242 4242 4242 4243 "],
  ...["password=", "password:{{", "token:", "token=a1", "token: {", "mot de passe est ", "clé d'api: ", "--password "],
  ...["eyJ", "eyJa", "eyJaaaaaaaaaaaa.", "xoxb-", "sk-", "sk-a1", "a1-", "AKIA", "Basic ", "bearer a", "-u a:"],
  ...["-----BEGIN ", "-----BEGIN PRIVATE KEY-----", "://", "://a", "://a:b@", "hooks.slack.com/services/"],
  ...["ip:", "ip:e3a91c27b04d", "ip:e3a91c27b04d1", "https://x/?a=", "&a="],
];

const long = (unit: string, chars: number): string => unit.repeat(Math.ceil(chars / unit.length)).slice(0, chars);

/** The least processor time of a few runs, in microseconds: what other processes do does not count. */
function costUs(run: () => void, runs: number): number {
  const costs = Array.from({ length: runs }, () => {
    const before = process.cpuUsage();
    run();
    const { user, system } = process.cpuUsage(before);
    return user + system;
  });
  return Math.min(...costs);
}

/** Four times the text costs four times as much when linear, sixteen times when quadratic. */
const maxGrowth = 8;

/** A cost below this is all noise. */
const leastUs = 300;

/** The least growth from 10,000 to 40,000 characters in a few attempts: a quadratic pattern is slow in each of them. */
function growth(unit: string, mask: (text: string) => void): number {
  let least = Number.POSITIVE_INFINITY;
  for (let attempt = 0; attempt < 6 && least >= maxGrowth; attempt++) {
    const short = costUs(() => mask(long(unit, 10_000)), 2);
    least = Math.min(least, costUs(() => mask(long(unit, 40_000)), 2) / Math.max(short, leastUs));
  }
  return least;
}

describe("Masking of hostile texts", () => {
  const cold = createMasker({ key: "test key", memoryBytes: 0 });

  it.each(units)("grows linearly with a text and a link of %j", (unit) => {
    expect(growth(unit, cold.text)).toBeLessThan(maxGrowth);
    expect(growth(unit, (text) => cold.link(`https://x.fr/${text}?${text}`))).toBeLessThan(maxGrowth);
  });

  it("survives a megabyte of anything", () => {
    for (const unit of ["1 ", "a@a.a", "password=a ", "\ud800", "::1 "]) {
      expect(typeof cold.text(long(unit, 1_000_000))).toBe("string");
    }
  });
});

/** Texts that are likely to hold something: pieces of the composed sentences, of the hostile units, and any strings. */
const text = fc
  .array(
    fc.oneof(
      fc.constantFrom(...sentences.flatMap(({ sensitive }) => [...sensitive])),
      fc.constantFrom(...sentences.map((sentence) => sentence.text)),
      fc.constantFrom(...units),
      fc.string({ unit: "binary", maxLength: 12 }),
      fc.string({ unit: fc.constantFrom(..."0123456789abcdef.:-+/@ ()_=") }),
    ),
    { maxLength: 8 },
  )
  .chain((parts) => fc.constantFrom("", " ", ":", ".", "-", "=", ", ").map((joint) => parts.join(joint)));

/** What the detectors still find in a masked text outside of its placeholders. */
const leftIn = (masked: string, detectors: readonly Detector[]): string[] =>
  masked
    .split(placeholders)
    .filter((_, index) => index % 2 === 0)
    .flatMap((piece) =>
      detectors
        .filter((detector) => (detector.signs & signsOf(piece)) !== 0)
        .flatMap((detector) => detector.find(piece).map(({ canonical }) => `${detector.kind} ${canonical}`)),
    );

const runs = { numRuns: 3000 };

describe("Masking of any string", () => {
  it("leaves nothing that its own detectors find", () => {
    fc.assert(
      fc.property(text, (value) => {
        expect(leftIn(masker.text(value), allDetectors)).toEqual([]);
        expect(leftIn(masker.label("pod", value), secretDetectors)).toEqual([]);
      }),
      runs,
    );
  });

  it("changes nothing when it is done again", () => {
    fc.assert(
      fc.property(
        text,
        fc.constantFrom("phone", "app_version", "api_key", "note", ...defaultSafeLabels),
        (value, name) => {
          const masked = masker.text(value);
          expect(masker.text(masked)).toBe(masked);
          const label = masker.label(name, value);
          expect(masker.label(name, label)).toBe(label);
        },
      ),
      runs,
    );
  });

  it("gives a link that is one, with its host, and that masking again leaves as it is", () => {
    fc.assert(
      fc.property(text, text, fc.boolean(), (path, query, isEncoded) => {
        const encode = (part: string) => (isEncoded ? encodeURIComponent(part.toWellFormed()) : part);
        const masked = masker.link(
          `https://grafana.example.fr:3000/${encode(path)}?a=${encode(query)}#b=${encode(path)}`,
        );
        expect(masked).toMatch(/^https:\/\/grafana\.example\.fr:3000\//);
        expect(masker.link(masked ?? "")).toBe(masked);
      }),
      runs,
    );
  });

  it("does not depend on what was masked before", () => {
    fc.assert(
      fc.property(text, (value) => {
        expect(createMasker({ key: "test key", memoryBytes: 0 }).text(value)).toBe(masker.text(value));
      }),
      { numRuns: 300 },
    );
  });
});
