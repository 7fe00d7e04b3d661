import { describe, expect, it } from "vitest";
import type { Hours, Owed } from "../../../src/incident/judgement.ts";
import { newlyOwed, owedWith } from "../../../src/incident/newly-owed.ts";

const day: Hours = { during: "day" };
const night: Hours = { during: "night" };
const owed = (id: string, more: Partial<Owed> = {}): Owed => ({
  id,
  receiver: "slack",
  told: "chat",
  at: "warning",
  ...more,
});

describe("what a judgement owes beyond what is owed already (protocol 10.2)", () => {
  it("is what nobody owed", () => {
    expect(newlyOwed([owed("a")], [owed("a"), owed("b")])).toEqual([owed("b")]);
    expect(newlyOwed([], [owed("a", { hours: [day] })])).toEqual([owed("a", { hours: [day] })]);
  });

  it("is further hours: all of them together, so that nothing is lost", () => {
    expect(newlyOwed([owed("a", { hours: [day] })], [owed("a", { hours: [night, day] })])).toEqual([
      owed("a", { hours: [day, night] }),
    ]);
    expect(newlyOwed([owed("a", { hours: [day] })], [owed("a", { hours: [day] })])).toEqual([]);
  });

  it("without hours, one may ring always, and that is not taken back", () => {
    expect(newlyOwed([owed("a", { hours: [day] })], [owed("a")])).toEqual([owed("a")]);
    expect(newlyOwed([owed("a")], [owed("a", { hours: [day] })])).toEqual([]);
  });

  it("is not the same place by another name (protocol 1.5)", () => {
    const byName = owed("slack:#ai", { canonical: "slack:C1" });
    expect(newlyOwed([byName], [owed("slack:C1")])).toEqual([]);
    expect(newlyOwed([owed("slack:C1")], [byName])).toEqual([]);
    expect(newlyOwed([byName], [owed("slack:#renamed", { canonical: "slack:C1" })])).toEqual([]);
    expect(newlyOwed([byName], [owed("slack:C2")])).toEqual([owed("slack:C2")]);
  });

  it("takes the place of what it widens, and stands last where it is new", () => {
    const before = [owed("a", { hours: [day] }), owed("b")];
    expect(owedWith(before, [owed("a"), owed("c")])).toEqual([owed("a"), owed("b"), owed("c")]);
  });
});
