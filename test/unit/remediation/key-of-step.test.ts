import { describe, expect, it } from "vitest";
import type { Step } from "../../../src/policy/actions/step.ts";
import { keyOfStep } from "../../../src/remediation/key-of-step.ts";

const step: Step = {
  ...{ provider: "webhook", url: "https://flags.corp.example", method: "POST", secret: "FLAGS_KEY" },
  body: { version: "{to}", list: ["a", "b"] },
};

describe("the key of a step", () => {
  it("is the same however the policy orders its keys, and tells nothing of it", () => {
    const { provider, url, ...rest } = step;
    const turned: Step = { ...rest, body: { list: ["a", "b"], version: "{to}" }, url, provider };
    expect(keyOfStep(turned)).toBe(keyOfStep(step));
    expect(keyOfStep(step)).toMatch(/^[0-9a-f]{12}$/);
  });

  it.each([
    ["its address", { url: "https://other.corp.example" }],
    ["a value deep in its body", { body: { version: "{from}", list: ["a", "b"] } }],
    ["the order of a list", { body: { version: "{to}", list: ["b", "a"] } }],
    ["the name of its key", { secret: "OTHER_KEY" }],
  ])("is another where %s is another", (_, more) => {
    expect(keyOfStep({ ...step, ...more })).not.toBe(keyOfStep(step));
  });
});
