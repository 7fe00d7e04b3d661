import { describe, expect, it } from "vitest";
import { noRemedies, usualRollback } from "../../../src/policy/actions/compile-remedies.ts";
import type { CompileOptions } from "../../../src/policy/compile.ts";
import { said, withActions } from "./action-fixture.ts";
import { alertOf, driftOf, policyFrom, shippedText } from "./policy-fixture.ts";
import { presetNames, presetOf, withPresets } from "./preset-fixture.ts";

const minuteMs = 60_000;
const rollback = "{ steps: [{ mlflow: { model: credit } }], serving: { promql: up } }";
const services = `
services:
  credit-scoring:
    model: credit
    aliases: [cs]
    monitors: [{ metric: accuracy, labels_delay: 3d }]
    actions: { rollback: ${rollback}, shadow-mode: { steps: [{ webhook: { url: "https://flags" } }] } }
`;
const remedies = (text: string, alert = driftOf({}), more: Partial<CompileOptions> = {}) =>
  policyFrom(`version: 1\n${text}`, { ...withPresets, ...more }).remediesOf(alert);

describe("what may be done about an alert", () => {
  it("is what its service declares, by each of its names (behaviour 1)", () => {
    for (const labels of [{ service: "credit-scoring" }, { service: "cs" }]) {
      const found = remedies(`route: {}${services}`, alertOf(labels));
      expect([...found.actions.keys()]).toEqual(["rollback", "shadow-mode"]);
      expect(found).toMatchObject({ service: "credit-scoring", names: ["credit-scoring", "cs"], breakGlass: true });
    }
  });

  it("is that of the one service that serves its model, where it names none", () => {
    const found = remedies(`route: {}${services}`, alertOf({ model: "credit" }));
    expect(found.service).toBe("credit-scoring");
    expect(found.actions.size).toBe(2);
    expect(policyFrom(`version: 1\nroute: {}${services}`).serviceOf({ model: "credit" })).toBe("credit-scoring");
  });

  it("is nothing where nothing is declared, and a person decides", () => {
    expect(remedies("route: {}", alertOf({}))).toEqual({ ...noRemedies, suggestPlaces: {} });
    expect(remedies("route: {}", alertOf({ service: "web" }))).toMatchObject({ service: "web", names: ["web"] });
  });

  it("knows how late the labels of its metric come", () => {
    expect(remedies(`route: {}${services}`).labelsDelayMs).toBe(3 * 1440 * minuteMs);
    expect(remedies(`route: {}${services}`, driftOf({ metric: "f1" })).labelsDelayMs).toBe(0);
    expect(remedies(`route: {}${services}`, alertOf({ service: "cs" })).labelsDelayMs).toBe(0);
  });

  it("suggests by severity what the service declares, and nothing else (A000-58)", () => {
    const route = "route: { mitigations: { warning: reinforced-monitoring, critical: shadow-mode, urgent: rollback } }";
    expect(remedies(`${route}${services}`)).toMatchObject({
      suggests: { critical: "shadow-mode", urgent: "rollback" },
      suggestPlaces: { critical: { line: 2 }, urgent: { line: 2 } },
    });
    expect(remedies(`${route}${services}`).suggests.warning).toBeUndefined();
  });
});

describe("when a model is rolled back", () => {
  it("is the first matching leaf's, each key inherited by itself (behaviour 9)", () => {
    const route = `
route:
  rollback: { mode: approve, max_age: 12h, per_day: 1, criteria: { a: { metric: m, when: "> 1" } } }
  mitigations: { warning: shadow-mode, urgent: rollback }
  routes:
    - match: [service="credit-scoring"]
      rollback: { mode: auto, veto: 60s }
      mitigations: { warning: rollback }
    - match: [environment="production"]
      rollback: { mode: off }
`;
    const found = remedies(`${route}${services}`);
    expect(found.rollback).toMatchObject({ mode: "auto", vetoMs: minuteMs, maxAgeMs: 720 * minuteMs, perDay: 1 });
    expect(found.rollback).toMatchObject({ coolDownMs: usualRollback.coolDownMs, minSample: 1000, at: ["urgent"] });
    expect(found.rollback.place).toEqual({ file: "test.yaml", line: 8 });
    expect(found.rollback.criteria.map(({ name }) => name)).toEqual(["a"]);
    expect(found.suggests).toEqual({ warning: "rollback", urgent: "rollback" });
    expect(remedies(`${route}${services}`, alertOf({ service: "x" })).rollback.mode).toBe("off");
  });

  it("is never done by itself for what is measured where nobody is paged: what serves is production's (behaviour 1)", () => {
    const auto = `route: { rollback: { mode: auto } }${services}`;
    const modeIn = (environment: string, more = "") =>
      remedies(`${auto}${more}`, driftOf({}, { environment })).rollback.mode;
    expect(modeIn("production")).toBe("auto");
    const environments = "\nenvironments: { production: [production], otherwise: { page: never } }";
    expect(modeIn("staging", environments)).toBe("approve");
    expect(modeIn("production", environments)).toBe("auto");
  });

  it("is a person's decision by default, at URGENT, with the figures that are chosen", () => {
    expect(remedies(`route: {}${services}`).rollback).toEqual({
      mode: "approve",
      at: ["urgent"],
      vetoMs: 0,
      dryRun: false,
      maxAgeMs: 1440 * minuteMs,
      minSample: 1000,
      coolDownMs: 60 * minuteMs,
      perDay: 3,
      criteria: [],
    });
  });

  it("a service's preset beats a route's, and both beat the first route", () => {
    const ours = presetOf("ours/p.yaml", "version: 1\nroute: { rollback: { mode: off, per_day: 9 } }");
    const presets = [...(withPresets.presets ?? []), ours];
    const route =
      "route: { rollback: { mode: approve, veto: 5s }, routes: [{ match: [model=credit], preset: ours/p.yaml }] }";
    const byRoute = remedies(`${route}${services}`, driftOf({}), { presets });
    expect(byRoute.rollback).toMatchObject({ mode: "off", perDay: 9, vetoMs: 5000, place: { file: "ours/p.yaml" } });
    const byService = services.replace("model: credit", "model: credit\n    preset: fab-ia");
    const pinned = route.replace("model=credit", "team=x");
    expect(remedies(`${pinned}${byService}`, driftOf({}, { team: "x" }), { presets }).rollback).toMatchObject({
      mode: "auto",
      at: ["urgent"],
      perDay: 3,
      place: { file: "policies/fab-ia.yaml" },
    });
  });

  it("tells for each criterion whether its matchers mean the alert (A004-39)", () => {
    const route = `route: { rollback: { criteria: { a: { match: ['team="security"'] }, b: { metric: m, when: "> 1" } } } }`;
    const matched = (team: string) =>
      remedies(route, alertOf({ team })).rollback.criteria.map(({ name, isMatched }) => [name, isMatched]);
    expect(matched("security")).toEqual([
      ["a", true],
      ["b", true],
    ]);
    expect(matched("web")).toEqual([
      ["a", false],
      ["b", true],
    ]);
  });

  it("only says what it would have done, where the route or the team is in shadow (behaviour 9)", () => {
    const auto = "rollback: { mode: auto }";
    expect(remedies(`mode: shadow\nroute: { ${auto} }${services}`).rollback).toMatchObject({
      mode: "auto",
      dryRun: true,
    });
    expect(remedies(`mode: shadow\nroute: { mode: live, ${auto} }${services}`).rollback.dryRun).toBe(false);
    const team = `teams: { ml: { mode: shadow } }\nroute: { ${auto} }${services}`;
    expect(remedies(team, driftOf({}, { team: "ml" })).rollback.dryRun).toBe(true);
  });

  it("without an approver only where nobody switched that off (behaviour 6)", () => {
    const found = (text: string) => remedies(text, alertOf({ service: "a" })).breakGlass;
    expect(found("break_glass: off\nroute: {}")).toBe(false);
    expect(found("break_glass: off\nroute: { routes: [{ match: [service=a], break_glass: on }] }")).toBe(true);
    expect(found("route: { break_glass: off, routes: [{ match: [service=a] }] }")).toBe(false);
  });
});

describe("which metrics are of performance (behaviour 7)", () => {
  const row = (more: string) => `{ family: f, metrics: [accuracy], ${more} }`;
  it.each([
    ["a relative drop", 'measure: relative-drop, warning: "> 1%"', true],
    ["a relative rise that says what it is about", 'measure: relative-rise, of: input, warning: "> 1%"', false],
    ["a plain value", 'measure: value, warning: "> 0"', false],
    ["a plain value that says so", 'measure: value, of: performance, warning: "> 0"', true],
    ["the quality of data", 'measure: value, of: data-quality, warning: "> 0"', false],
  ])("%s", (_, more, isPerformance) => {
    const text = `severity: { thresholds: [${row(more)}] }\nroute: {}`;
    expect(remedies(text, driftOf({ value: 0.9, baseline: 1 })).isPerformance).toBe(isPerformance);
  });

  it("a p-value never is by default, nor what no row covers, nor an alert without a measurement", () => {
    const text =
      'severity: { thresholds: [{ family: f, metrics: [p_value], measure: relative-drop, warning: "> 1%" }] }\nroute: {}';
    const measured = { value: 0.01, baseline: 1 };
    expect(remedies(text, driftOf({ ...measured, metric: "p_value" })).isPerformance).toBe(false);
    expect(remedies(text, driftOf(measured)).isPerformance).toBe(false);
    expect(remedies(text, alertOf({ service: "x" })).isPerformance).toBe(false);
  });
});

describe("criteria (A004-36 to 40, C-33)", () => {
  const blank =
    "a criterion is still blank: nobody would know when to roll back (C-33) -> " +
    'write its figure: `{ metric: error_ratio, when: "> 0.1", for: 5m }`, or take the criterion out';
  it.each([
    ["{ error-ratio: }", blank],
    ["{ error-ratio: { metric: error_ratio, when: } }", blank],
    ["{ error-ratio: { metric: error_ratio, when: [X] } }", blank],
    ["{ error-ratio: { metric: error_ratio, when: '> [X] %' } }", blank],
    ["", blank],
    [
      "{ e: {} }",
      'this criterion says neither what is measured nor which alerts it means -> write `metric:` with `when:`, or `match: [team="security"]`',
    ],
    ["{ e: { metric: m } }", "`metric` says nothing without `when` -> add `when:`, or take it out"],
    ["{ e: { when: '> 1' } }", "`when` says nothing without `metric` -> add `metric:`, or take it out"],
    ["{ e: { metric: m, when: high } }", '`high` is not a level -> write a comparison: ">= 5%", "> 0.1", "< 0.05"'],
    [
      "{ e: { metric: m, when: '> 1', for: long } }",
      "`long` is not a duration -> write it as Alertmanager does: `15m`, `1h30m`, `2d`",
    ],
    [
      "{ e: { match: ['x'] } }",
      '`x` is not a matcher -> write label, operator, value: `team="security"`, `job=~"api.*"`',
    ],
  ])("%s is refused", (criteria, message) => {
    expect(said(`version: 1\nroute:\n  rollback:\n    criteria: ${criteria}\n`)).toEqual([message]);
  });
});

describe("what `rollback:` does not hold", () => {
  it.each([
    [
      "otherwise: disable",
      "`otherwise` is overtaken: what must not happen by itself falls to `approve`, never to `disable` -> take it out; a service may declare `disable` as an action of its own",
    ],
    ["undo_button: true", "`undo_button` is overtaken: what was changed can always be taken back -> take it out"],
    [
      "authority: [po]",
      "who has the authority is the service's own -> write `authority:` in `services.<id>.actions.rollback`",
    ],
    [
      "ideal_duration: 30m",
      "how long it should take is the service's own -> write `ideal: 30m` in `services.<id>.actions.rollback`",
    ],
    ["modus: auto", "unknown key `modus` -> did you mean `mode`?"],
    ["veto: 60", "this is a number -> write text"],
    ["cool_down: a while", "`a while` is not a duration -> write it as Alertmanager does: `15m`, `1h30m`, `2d`"],
  ])("%s", (written, message) => {
    expect(said(`version: 1\nroute: { rollback: { ${written} } }`)).toEqual([message]);
    expect(said(`version: 1\nroute: { routes: [{ match: [a=b], rollback: { ${written} } }] }`)).toEqual([message]);
  });
});

describe("`mode: auto` without `serving` (behaviour 7)", () => {
  const blind = "rollback: { steps: [{ mlflow: { model: credit } }] }";
  const refused = (place: string) => [
    `\`mode: auto\` (${place}) would roll \`credit-scoring\` back without seeing what serves -> add \`serving:\` here, or write \`mode: approve\` for this service`,
  ];

  it.each([
    ["on the first route", "route: { rollback: { mode: auto } }", "test.yaml:2"],
    [
      "on a route for the service",
      "route: { routes: [{ match: [service=~credit.*], rollback: { mode: auto } }] }",
      "test.yaml:2",
    ],
    [
      "on a route that its alerts may reach",
      "route: { routes: [{ match: [team=x], rollback: { mode: auto } }] }",
      "test.yaml:2",
    ],
    ["by a route's preset", "route: { preset: fab-ia }", "policies/fab-ia.yaml:57"],
  ])("is refused %s", (_, route, place) => {
    expect(said(withActions(blind, route), withPresets)).toEqual(refused(place));
  });

  it("is refused by the service's preset", () => {
    const text = withActions(blind).replace("model: credit\n", "model: credit\n    preset: fab-ia\n");
    expect(said(text, withPresets)).toEqual(refused("policies/fab-ia.yaml:57"));
  });

  it.each([
    ["on another service's route", "route: { routes: [{ match: [service=web], rollback: { mode: auto } }] }"],
    [
      "where a route below decides otherwise",
      "route: { rollback: { mode: auto }, routes: [{ match: [service=credit-scoring], rollback: { mode: approve } }] }",
    ],
    [
      "behind a route that takes all its alerts",
      "route: { routes: [{ match: [service=credit-scoring] }, { match: [team=x], rollback: { mode: auto } }] }",
    ],
  ])("is right %s", (_, route) => {
    expect(policyFrom(withActions(blind, route)).declared).toHaveLength(1);
  });
});

describe("who may act on a service (A004-35, behaviour 6)", () => {
  const people = (action: string) =>
    policyFrom(
      `${withActions(action)}contacts: [{ name: Ada, email: Ada@corp.io }]\nroles: { mle: [b@corp.io], po: [p@corp.io] }`,
    ).people;
  const steps = "steps: [{ mlflow: { model: m } }]";

  it("whom it names as the authority, by e-mail, contact or role, and nobody else", () => {
    const { may, named } = people(`rollback: { ${steps}, authority: [Ada, o@corp.io, mle] }`);
    const authority = { everybody: false, people: ["ada@corp.io", "o@corp.io"], roles: ["mle"] };
    expect(may("rollback", undefined, "credit-scoring")).toEqual(authority);
    expect(may("rollback", undefined, "web")).toEqual({ everybody: false, roles: ["mle", "admin"] });
    expect(may("disable", undefined, "credit-scoring").people).toBeUndefined();
    expect([...named]).toEqual(expect.arrayContaining(["ada@corp.io", "o@corp.io"]));
  });

  it("its approvers approve in the place of the matrix", () => {
    const { may } = people(`rollback: { ${steps}, approvers: [po] }`);
    expect(may("approve-rollback", undefined, "credit-scoring").roles).toEqual(["po", "admin"]);
    expect(may("approve-rollback", undefined, "web").roles).toEqual(["mle", "admin"]);
    expect(may("approve-withdrawal", undefined, "credit-scoring").roles).toEqual(["po"]);
  });
});

describe("the shipped presets", () => {
  const found = (preset: string) =>
    remedies(`route: { tell: {} }\nservices: { s: { preset: ${preset} } }`, alertOf({ service: "s" })).rollback;
  it.each(presetNames)("%s rolls back by itself only where its source says so (C-08)", (preset) => {
    expect(found(preset)).toMatchObject(
      preset === "fab-ia" ? { mode: "auto", at: ["urgent"] } : { mode: "approve", dryRun: false },
    );
  });

  it("preprod-checklist fills the blanks of its source (A004-36 to 40, U-43)", () => {
    const criteria = found("preprod-checklist").criteria.map(({ place: _place, isMatched: _is, ...one }) => one);
    expect(criteria).toEqual([
      { name: "error-ratio", metric: "error_ratio", when: "> 0.1", minSample: 0, forMs: 0 },
      { name: "response-time", metric: "response_time", when: "> 10", minSample: 0, forMs: 5 * minuteMs },
      { name: "precision", metric: "precision", when: "< 0.9", minSample: 0, forMs: 0 },
      { name: "security-incident", matches: ['team="security"'], minSample: 0, forMs: 0 },
      { name: "negative-feedback", metric: "negative_feedback_share", when: "> 0.5", minSample: 20, forMs: 0 },
    ]);
  });

  it("suggest by gravity (A000-58), as the default policy does", () => {
    const all = ["rollback", "shadow-mode", "reinforced-monitoring"]
      .map((id) => `${id}: { steps: [{ webhook: { url: "https://x" } }], serving: { promql: up } }`)
      .join(", ");
    const ofService = (more: string) => `services: { s: { actions: { ${all} }${more} } }`;
    const byDefault = policyFrom(`${shippedText("default.yaml")}\n${ofService("")}`);
    const byPreset = policyFrom(`version: 1\nroute: { tell: {} }\n${ofService(", preset: fab-ia")}`, withPresets);
    for (const policy of [byDefault, byPreset]) {
      expect(policy.remediesOf(alertOf({ service: "s" })).suggests).toEqual({
        warning: "reinforced-monitoring",
        critical: "shadow-mode",
        urgent: "rollback",
      });
    }
  });
});
