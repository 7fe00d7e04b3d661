import { describe, expect, it } from "vitest";
import { alertOf, faultsOf, policyFrom } from "./policy-fixture.ts";

const head = `version: 1
destinations: { chat: [{ slack: "#chat" }], on-call: [{ slack: "#on-call" }] }
time_intervals:
  - { name: office, time_intervals: [{ weekdays: ["monday:friday"], times: [{ start_time: "09:00", end_time: "17:00" }] }] }
  - { name: weekend, time_intervals: [{ weekdays: [saturday, sunday] }] }
`;
const hours = (route: string, labels: Readonly<Record<string, string>> = { severity: "critical" }) =>
  Object.fromEntries(
    policyFrom(head + route)
      .judge(alertOf(labels))
      .owed.map(({ id, hours }) => [id, hours]),
  );

describe("when a destination may ring (behaviour 9)", () => {
  it("`during:` is one name's own", () => {
    const route = "route: { tell: { warning: [chat], critical: [{ to: on-call, during: office }] } }";
    expect(hours(route)).toEqual({ "slack:#chat": undefined, "slack:#on-call": [{ during: "office" }] });
  });

  it("`active_time_intervals` and `mute_time_intervals` hold for all that the route tells, with `during`", () => {
    const route = `route:
  active_time_intervals: [office, weekend]
  mute_time_intervals: [weekend]
  tell: { critical: [{ to: on-call, during: office }] }`;
    const all = { active: ["office", "weekend"], mute: ["weekend"], during: "office" };
    expect(hours(route)).toEqual({ "slack:#on-call": [all] });
  });

  it("they are inherited like any key, and an empty list takes them away", () => {
    const route = (child: string) =>
      `route: { mute_time_intervals: [weekend], tell: { critical: [chat] }, routes: [{ match: [severity!=""]${child} }] }`;
    expect(hours(route(""))).toEqual({ "slack:#chat": [{ mute: ["weekend"] }] });
    expect(hours(route(", mute_time_intervals: []"))).toEqual({ "slack:#chat": undefined });
  });

  it("two ways to one destination are alternatives; one without hours is always", () => {
    const route = (second: string) => `route:
  tell: { warning: [{ to: chat, during: office }], critical: [{ to: chat, during: office }, ${second}] }`;
    expect(hours(route("{ to: chat, during: weekend }"))).toEqual({
      "slack:#chat": [{ during: "office" }, { during: "weekend" }],
    });
    expect(hours(route("chat"))).toEqual({ "slack:#chat": undefined });
  });

  it("the policy says when it opens; a name that it no longer knows holds nothing back", () => {
    const policy = policyFrom(`${head}route: {}`);
    const at = (text: string) => Date.parse(text);
    expect(policy.opensAt([{ during: "office" }], at("2026-11-20T10:00Z"))).toBeNull();
    expect(policy.opensAt([{ during: "office" }], at("2026-11-20T18:00Z"))).toBe(at("2026-11-23T09:00Z"));
    expect(policy.opensAt([{ during: "gone" }], at("2026-11-20T18:00Z"))).toBeNull();
    expect(policy.opensAt(undefined, 0)).toBeNull();
  });

  it.each([
    ["tell: { critical: [{ to: chat, during: offce }] }", "route.tell.critical[0].during"],
    ["mute_time_intervals: [offce]", "route.mute_time_intervals[0]"],
    ["active_time_intervals: [offce]", "route.active_time_intervals[0]"],
  ])("an interval that is not there is a fault with a suggestion: %s", (line, path) => {
    expect(faultsOf(`${head}route:\n  ${line}`)).toMatchObject([
      { path, message: "`offce` is not in `time_intervals:`", hint: "did you mean `office`?" },
    ]);
  });

  it.each([
    ["{ to: chat }", "`during` is missing"],
    ["{ to: chat, durring: office }", "unknown key `durring`"],
    ["3", "this is a number"],
    ["[chat]", "this is a list: [one, two]"],
  ])("%s in `tell` is a fault that says what is wrong with it", (told, message) => {
    expect(faultsOf(`${head}route: { tell: { critical: [${told}] } }`).map((fault) => fault.message)).toContain(
      message,
    );
  });
});
