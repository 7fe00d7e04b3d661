import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { tokenAuth, tokenIn } from "../../../src/token-auth.ts";

const basic = (text: string) => `Basic ${Buffer.from(text).toString("base64")}`;

describe("the token of a webhook", () => {
  it.each([
    ["Bearer abc", "abc"],
    ["bearer   abc", "abc"],
    ["BEARER abc", "abc"],
    [basic("user:abc"), "abc"],
    [basic(":abc"), "abc"],
    [basic("abc"), "abc"],
    [basic("user:a:b"), "a:b"],
    [basic("user:pässwörd"), "pässwörd"],
    ["Basic !!!", ""],
    ["Digest abc", null],
    ["Bearer", null],
    ["abc", null],
    ["", null],
  ])("in %j is %j", (header, token) => {
    expect(tokenIn(header)).toBe(token);
  });

  it("is not asked for where none is configured", () => {
    expect(tokenAuth([], undefined)).toBe("open");
  });

  it("is good only when it is one of those configured, whatever is sent", () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ minLength: 1 }), { minLength: 1, maxLength: 3 }),
        fc.string(),
        (tokens, given) => {
          const expected = tokens.includes(given) ? "accepted" : "wrong";
          expect(tokenAuth(tokens, basic(`user:${given}`))).toBe(expected);
        },
      ),
    );
  });

  it("is compared without telling by its time how much of it is right: by digests of one length", () => {
    const long = "x".repeat(100_000);
    expect(tokenAuth([long], `Bearer ${long.slice(1)}`)).toBe("wrong");
    expect(tokenAuth([long], `Bearer ${long}`)).toBe("accepted");
    expect(tokenAuth(["a"], `Bearer ${long}`)).toBe("wrong");
  });
});
