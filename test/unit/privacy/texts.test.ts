import { describe, expect, it } from "vitest";
import { createMasker } from "../../../src/privacy/masker.ts";
import { named, remains } from "./found.ts";
import { sentences } from "./texts.ts";

const masker = createMasker({ key: "test key" });

describe("Masking of French and English alert prose (done-line 6)", () => {
  it("has at least 60 sentences", () => {
    expect(sentences.length).toBeGreaterThanOrEqual(60);
  });

  it.each(sentences)("masks what is sensitive and nothing else in: $expected", ({ text, sensitive, expected }) => {
    const masked = masker.text(text);
    expect(named(masked)).toBe(expected);
    expect(sensitive.flatMap((value) => remains(value, masked))).toEqual([]);
  });
});
