import { describe, expect, it } from "vitest";
import type { Change } from "../../../src/alert/change.ts";
import { knownChanges } from "../../../src/remediation/known-changes.ts";
import { type ChangeScene, likelyChanges } from "../../../src/remediation/likely-changes.ts";
import { minute } from "../draw/views.ts";

/** Measured from 08:00 to 09:00, which is minute 0. */
const scene: ChangeScene = {
  models: ["credit"],
  modelVersion: "8",
  services: ["credit-scoring", "scoring"],
  window: { from: minute(-60), to: minute(0) },
};

let ids = 0;
const change = (given: Partial<Change> & Pick<Change, "at">): Change => ({
  ...{ id: `c${++ids}`, source: "mlflow", kind: "alias", name: "champion", model: "credit", to: "8" },
  ...given,
});
const deployed = (given: Partial<Change> & Pick<Change, "at">): Change => {
  const { model: _model, ...rest } = change({
    ...{ source: "deployment", kind: "deployment", name: "credit-scoring", service: "credit-scoring", to: "1.42" },
    ...given,
  });
  return rest;
};
const shown = (changes: readonly Change[], given: Partial<ChangeScene> = {}) =>
  likelyChanges(knownChanges(changes, "production"), { ...scene, ...given });

describe("what changed (promise 5, behaviour 7)", () => {
  it("is compared with the measurement's window: before, during, after", () => {
    const found = shown([
      deployed({ at: minute(-70), to: "1" }),
      deployed({ at: minute(-42), to: "2" }),
      deployed({ at: minute(3), to: "3" }),
    ]);
    expect(found.map(({ to, when, earlierMs }) => ({ to, when, min: earlierMs / 60_000 }))).toEqual([
      { to: "2", when: "during", min: 42 },
      { to: "3", when: "after", min: -3 },
      { to: "1", when: "before", min: 70 },
    ]);
  });

  it("knows from what it changed by the change before it, also by what a poller only found", () => {
    const found = shown([
      change({ at: minute(-9_000), kind: "seen", to: "6" }),
      change({ at: minute(-900), to: "7" }),
      change({ at: minute(-42) }),
    ]);
    expect(found.map(({ from, to }) => [from, to])).toEqual([
      ["7", "8"],
      ["6", "7"],
    ]);
  });

  it("is told once where two senders tell of one event, and as Vigie's own where Vigie did it", () => {
    const own = change({ at: minute(-41), source: "vigie", id: "run:0", to: "7" });
    const found = shown([change({ at: minute(-42), to: "7", by: "ada" }), own]);
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject({ id: "run:0", source: "vigie" });
    expect(found[0]).not.toHaveProperty("likely");
  });

  it("keeps a change, its way back and the change anew apart, however soon they follow", () => {
    const found = shown([
      change({ at: minute(-42), to: "8" }),
      change({ at: minute(-41.5), to: "7" }),
      change({ at: minute(-41), to: "8" }),
    ]);
    expect(found.map(({ to }) => to)).toEqual(["8", "7", "8"]);
  });

  it("takes a deployment's end for its start, and an alias that was set to what it was for no change", () => {
    const found = shown([
      deployed({ at: minute(-30), outcome: "started" }),
      deployed({ at: minute(-20), outcome: "failed" }),
      change({ at: minute(-300) }),
      change({ at: minute(-42) }),
    ]);
    expect(found.map(({ kind, outcome, at }) => [kind, outcome, at])).toEqual([
      ["alias", undefined, minute(-300)],
      ["deployment", "failed", minute(-20)],
    ]);
  });

  it.each([
    ["production", "production", true],
    ["prod", "production", true],
    ["Production", "prod", true],
    ["production", "production-eu", true],
    ["production-pr-12", "production", false],
    ["prod-eu", "prod", false],
    ["staging", "production", false],
  ])("what changed in %s is told in %s: %s", (there, here, isTold) => {
    const known = knownChanges([change({ at: minute(-42), environment: there })], here);
    expect(known).toHaveLength(isTold ? 1 : 0);
  });

  it("leaves out other environments, and knows prod by its long name", () => {
    const found = shown([
      change({ at: minute(-42), environment: "staging" }),
      change({ at: minute(-50), environment: "prod", to: "7" }),
    ]);
    expect(found.map(({ to }) => to)).toEqual(["7"]);
  });

  it("shows at most five, none older than seven days", () => {
    const many = Array.from({ length: 9 }, (_, at) => deployed({ at: minute(-at * 10 - 1), to: `1.${at}` }));
    expect(shown(many)).toHaveLength(5);
    expect(shown([change({ at: minute(-7 * 24 * 60 - 1) })])).toEqual([]);
  });
});

describe("the likely cause, with the reason for its rank", () => {
  const likely = (changes: readonly Change[], given: Partial<ChangeScene> = {}) => {
    const [first] = shown(changes, given);
    return first?.likely === undefined ? null : `${first.kind} ${first.to}: ${first.likely}`;
  };

  it.each([
    [
      "the version that the measurement names, before a newer deployment",
      [change({ at: minute(-42) }), deployed({ at: minute(-5) })],
      "alias 8: version-named",
    ],
    [
      "the same model, before the same service",
      [change({ at: minute(-42), to: "9" }), deployed({ at: minute(-5) })],
      "alias 9: same-model",
    ],
    [
      "the same service, by any of its names",
      [deployed({ at: minute(-5), service: "scoring" })],
      "deployment 1.42: same-service",
    ],
    [
      "the alias, not the restart that made it serve",
      [change({ at: minute(-42), to: "9" }), deployed({ at: minute(-40), kind: "restart", to: "9" })],
      "alias 9: same-model",
    ],
    [
      "a restart, where there is nothing else",
      [deployed({ at: minute(-40), kind: "restart" })],
      "restart 1.42: last-before",
    ],
    [
      "the alias, not the version that was only registered",
      [change({ at: minute(-42) }), change({ at: minute(-30), kind: "model-version" })],
      "alias 8: version-named",
    ],
    ["nothing that failed", [deployed({ at: minute(-5), outcome: "failed" })], null],
    ["nothing that came after the window", [change({ at: minute(1) })], null],
    ["nothing that Vigie did", [change({ at: minute(-5), source: "vigie" })], null],
  ])("is %s", (_what, changes, expected) => {
    expect(likely(changes)).toBe(expected);
  });

  it("is not what a whole healthy window lies after", () => {
    const changes = [change({ at: minute(-130) })];
    expect(likely(changes, { healthyTo: minute(-60) })).toBeNull();
    expect(likely(changes, { healthyTo: minute(-120) })).toBe("alias 8: version-named");
  });
});
