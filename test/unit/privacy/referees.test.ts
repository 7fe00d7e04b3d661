import { describe, expect, it } from "vitest";
import { z } from "zod";
import { createMasker } from "../../../src/privacy/masker.ts";
import { named, remains } from "./found.ts";
import { hasReferees, referee } from "./referees.ts";

const masker = createMasker({ key: "test key" });

const span = z.tuple([z.number(), z.number()]);
const item = z.union([
  z.object({ text: z.string(), expected_positions: z.array(span), expected_len: z.number() }),
  z
    .object({ text: z.string(), expected_res: z.array(span), expected_len: z.number() })
    .transform(({ expected_res, ...rest }) => ({ ...rest, expected_positions: expected_res })),
  z
    .object({ iban: z.string(), expected_res: z.array(span), expected_len: z.number() })
    .transform(({ iban, expected_res, expected_len }) => ({
      text: iban,
      expected_positions: expected_res,
      expected_len,
    })),
]);
const items = (file: string) => z.array(item).parse(JSON.parse(referee(`pii/${file}`)));

/** Texts that the referee calls invalid and that we mask all the same, each with the reason. */
const maskedAllTheSame: Readonly<Record<string, string>> = {
  "LV80 bANK 0000 4351 9500 1": "its check digits are right; a lower-case letter is a slip of the pen",
  "NL91 1BNA 0417 1643 00": "what is left of it reads as a Dutch phone number",
  "Slash as iban separator: AL47/2121/1009/0000/0002/3569/8741": "people write slashes too",
  "text2001:db8::1": "what stands behind the word is an address",
  "My US number is (415) 555-0132, and my international one is +91 4155 550132": "an existing number, oddly grouped",
};

/** Numbers of the phone list that the referee leaves to the strictness of the reader; their last digits repeat. */
const notClaimed = /is(?: 91-)?415-555-0132/;

describe.skipIf(!hasReferees)("Masking against the referees (done-line 6)", () => {
  for (const [file, kind] of [
    ["credit_card.json", "card"],
    ["iban.json", "iban"],
    ["email.json", "email"],
    ["ip.json", "ip"],
    ["phone.json", "phone"],
  ] as const) {
    it(`masks every valid item of ${file}, and nothing of it remains`, () => {
      let masked = 0;
      for (const { text, expected_positions: spans, expected_len: count } of items(file)) {
        const found = masker.text(text);
        for (const [start, end] of spans) {
          const value = text.slice(start, end);
          expect(found, text).not.toContain(value);
          if (spans.length === count) expect(remains(value, found.replace(notClaimed, "")), text).toEqual([]);
          masked++;
        }
        expect(found.split(`${kind}:`).length - 1, `${text} gave ${found}`).toBeGreaterThanOrEqual(count);
      }
      expect(masked).toBeGreaterThan(3);
    });

    it(`leaves every item of ${file} alone that is not valid`, () => {
      const changed = items(file)
        .filter(({ text, expected_len: count }) => {
          const spoken = named(masker.text(text)).split("⟦").length - 1;
          return spoken > count;
        })
        .map(({ text }) => text);
      expect(changed.filter((text) => maskedAllTheSame[text] === undefined)).toEqual([]);
    });
  }

  it("masks every French NIR and leaves the two with a wrong length or key", () => {
    const shape = z.object({
      nir: z.object({ valid: z.array(z.string()), invalid: z.array(z.object({ value: z.string() })) }),
    });
    const { nir } = shape.parse(JSON.parse(referee("pii/fr/stdnum-fr.json")));
    expect(nir.valid.map((value) => named(masker.text(`NIR ${value}.`)))).toEqual(nir.valid.map(() => "NIR ⟦nir⟧."));
    expect(nir.invalid.map(({ value }) => masker.text(value))).toEqual(nir.invalid.map(({ value }) => value));
  });

  it("masks every IBAN of the python-stdnum list, however it is grouped", () => {
    const all = z.record(z.string(), z.unknown()).parse(JSON.parse(referee("pii/fr/stdnum-fr.json")));
    const key = Object.keys(all).find((name) => name.startsWith("iban_valid")) ?? "";
    const ibans = z.array(z.string()).parse(all[key]);
    expect(ibans.length).toBeGreaterThan(150);
    expect(ibans.map((value) => named(masker.text(value)))).toEqual(ibans.map(() => "⟦iban⟧"));
  });
});
