import { describe, expect, it } from "vitest";
import type { Tick, TickId } from "../../../src/incident/actions/tick.ts";
import { tickIds } from "../../../src/incident/actions/tick.ts";
import { type Guarded, ticksOf } from "../../../src/remediation/guards.ts";
import { minute } from "../draw/views.ts";
import { everythingHolds, judged, measured, moved, wayBack } from "./guarded.ts";

type Given = { [K in keyof Guarded]?: Guarded[K] | undefined };

function ticks(given: Given): readonly Tick[] {
  const about = Object.entries({ ...everythingHolds, ...given }).filter(([, value]) => value !== undefined);
  return ticksOf(Object.fromEntries(about) as Guarded);
}
const failing = (given: Given) => ticks(given).filter(({ ok }) => !ok);
const tick = (id: TickId, given: Given) => ticks(given).find((one) => one.id === id);
const hourMs = 60 * 60_000;

describe("the ticks of behaviour 7", () => {
  it("are all there, in the order in which people read them, and hold for the usual story", () => {
    expect(ticks({}).map(({ id }) => id)).toEqual(tickIds);
    expect(failing({})).toEqual([]);
  });

  it.each<[string, Given, Partial<Tick> & { id: TickId }]>([
    [
      "automation was switched off, by whom and when (U-06)",
      { automationOff: { by: { id: "person:ada@corp.example", name: "Ada" }, at: minute(-5) } },
      { id: "automation-on", by: "Ada", at: minute(-5) },
    ],
    ["it is an exercise", { isExercise: true }, { id: "not-exercise" }],
    [
      "it is silenced, until when",
      { silenced: { by: "Ada", until: minute(60) } },
      { id: "not-silenced", by: "Ada", at: minute(60) },
    ],
    ["the event is about a challenger", { role: "challenger" }, { id: "champion", role: "challenger", version: "8" }],
    [
      "another model was measured, though its version has the same number",
      { otherModel: "fraud" },
      { id: "champion", role: "champion", version: "8", model: "fraud" },
    ],
    [
      "another version serves",
      { plan: { ...wayBack, serving: [{ version: "7", count: 8 }] } },
      { id: "version-serving", version: "8", serving: "7" },
    ],
    [
      "another version serves as well",
      { plan: { ...wayBack, serving: [...(wayBack.serving ?? []), { version: "7", count: 3 }] } },
      { id: "version-serving", version: "8", serving: "7" },
    ],
    ["nothing serves", { plan: { ...wayBack, serving: [] } }, { id: "version-serving", version: "8" }],
    [
      "the metric is none of performance",
      { isPerformance: false, metric: "psi" },
      { id: "performance", metric: "psi" },
    ],
    [
      "the target is not tested (A004-31, U-05)",
      { plan: { ...wayBack, tested: false } },
      { id: "tested", version: "7" },
    ],
    [
      "the window is older than max_age",
      { now: minute(24 * 60) },
      { id: "fresh", at: minute(0), value: 24 * hourMs, limit: 24 * hourMs },
    ],
    ["the sample is small", { sample: 999 }, { id: "sample", value: 999, limit: 1_000 }],
    ["the sample is not known", { sample: undefined }, { id: "sample", limit: 1_000 }],
    ["the cool-down lasts", { coolDownUntil: minute(30) }, { id: "cool-down", at: minute(30) }],
    ["the day has had its share", { today: 3 }, { id: "per-day", value: 3, limit: 3 }],
  ])("one alone fails where %s", (_what, given, expected) => {
    expect(failing(given)).toEqual([{ ok: false, ...expected }]);
  });

  it("unknown serving fails version-serving, and no event without a version passes", () => {
    const { serving: _serving, ...unseen } = wayBack;
    expect(tick("version-serving", { plan: unseen })).toEqual({ id: "version-serving", ok: false, version: "8" });
    expect(failing({ version: undefined }).map(({ id }) => id)).toEqual(["version-serving"]);
  });

  it("a role that is not named is champion only where the registry's alias names the event's version", () => {
    expect(tick("champion", { role: undefined })).toMatchObject({ ok: true });
    expect(tick("champion", { role: undefined, version: "9" })).toMatchObject({ ok: false, version: "9" });
    expect(tick("champion", { role: undefined, version: undefined })).toMatchObject({ ok: false });
  });

  it("takes v8 and 8 for one version", () => {
    expect(failing({ version: "v8" })).toEqual([]);
  });
});

describe("the target", () => {
  it.each<[string, Given, string | undefined]>([
    [
      "there is no earlier version",
      { plan: { ...wayBack, to: undefined, problem: "no-earlier-version" } as never },
      undefined,
    ],
    ["it is so already", { plan: { ...wayBack, steps: wayBack.steps.map((step) => ({ ...step, noop: true })) } }, "7"],
    ["it leads to the very version that is worse", { plan: { ...wayBack, to: "8", from: "9" } }, "8"],
  ])("is none where %s", (_what, given, version) => {
    expect(tick("target", given)).toEqual({ id: "target", ok: false, ...(version ? { version } : {}) });
  });
});

describe("changed before (after the last healthy window, else within 7 d before the window's end)", () => {
  const changed = (given: Given) => tick("changed-before", given);

  it("says which change", () => {
    expect(changed({})).toEqual({ id: "changed-before", ok: true, at: moved.at, version: "8", metric: "accuracy" });
  });

  it.each<[string, Given, boolean]>([
    ["before the last healthy window's end", { changes: [{ ...moved, at: minute(-61) }] }, false],
    ["at the last healthy window's end", { changes: [{ ...moved, at: minute(-60) }] }, true],
    [
      "days before, nothing healthy known",
      { changes: [{ ...moved, at: minute(-6 * 24 * 60) }], healthyTo: undefined },
      true,
    ],
    ["more than 7 d before", { changes: [{ ...moved, at: minute(-7 * 24 * 60 - 1) }], healthyTo: undefined }, false],
    ["days before a healthy window that is old", { changes: [moved], healthyTo: minute(-9 * 24 * 60) }, true],
    ["after the window, though it arrived later", { changes: [{ ...moved, at: minute(2) }], now: minute(90) }, false],
    ["seen by a poller, perhaps before", { changes: [{ ...moved, since: minute(-70) }] }, false],
    ["failed", { changes: [{ ...moved, kind: "deployment", outcome: "failed" }] }, false],
    ["only begun", { changes: [{ ...moved, kind: "deployment", outcome: "started" }] }, false],
    ["Vigie's own", { changes: [{ ...moved, source: "vigie" }] }, false],
    ["only registered", { changes: [{ ...moved, kind: "model-version" }] }, false],
    ["to another version than the event's", { changes: [{ ...moved, to: "9" }] }, false],
    ["of another model", { changes: [{ ...moved, model: "fraud", service: "credit-scoring" }] }, false],
    [
      "a deployment of the service",
      {
        changes: [
          { id: "d", source: "github", kind: "deployment", name: "x", service: "credit-scoring", at: minute(-9) },
        ],
      },
      true,
    ],
    [
      "the configuration of the service alone",
      {
        changes: [
          { id: "d", source: "deployment", kind: "config", name: "x", service: "credit-scoring", at: minute(-9) },
        ],
      },
      false,
    ],
  ])("judges a change that was %s", (_what, given, ok) => {
    expect(changed(given)?.ok).toBe(ok);
  });

  it("without one it says where to look: the worst input of the same model", () => {
    const nulls = { ...measured("null_ratio", { value: 0.4 }), startsAt: minute(-410) };
    const psi = { ...measured("psi", { value: 0.12 }), startsAt: minute(-500) };
    const besides = [
      judged(psi, { family: "input-drift", verdict: { kind: "severity", severity: "warning" } }),
      judged(nulls, { family: "data-quality", verdict: { kind: "severity", severity: "critical" } }),
      judged(measured("f1", { value: 0.1 })),
    ];
    expect(changed({ changes: [], besides })).toEqual({
      ...{ id: "changed-before", ok: false, at: minute(-60), metric: "accuracy" },
      look: { metric: "null_ratio", value: 0.4, since: minute(-410) },
    });
    expect(
      changed({ changes: [], besides: [judged({ ...nulls, status: "resolved" }, { family: "data-quality" })] }),
    ).not.toHaveProperty("look");
  });
});
