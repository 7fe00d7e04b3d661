import { describe, expect, test } from "vitest";
import { drawCard, lineText } from "../../../src/incident/draw.ts";
import type { Incident } from "../../../src/incident/incident.ts";
import type { Locale } from "../../../src/words/locale.ts";
import { driftView, jira, minute, pagerduty, slack, withIncident } from "./views.ts";

/** The card's lines of the drift with parts of its incident changed, no-break spaces as plain ones. */
function lines(changes: Partial<Incident>, locale: Locale = "en"): string[] {
  const card = drawCard(withIncident(driftView, changes), locale);
  return card.lines.map((line) => lineText(line, locale).replace(/[\u00a0\u202f]/g, " "));
}
const tone = (changes: Partial<Incident>) => drawCard(withIncident(driftView, changes), "en").tone;

const judged = {
  phase: "closed",
  outcome: "false_positive",
  closedAt: minute(6),
  endedByHand: {
    by: "person:ada@corp.example",
    at: minute(6),
    severity: "urgent",
    hold: "until-resolved",
    holdUntil: minute(7 * 24 * 60),
    because: "test-traffic",
  },
} as const satisfies Partial<Incident>;

describe("what people ended by hand (cards.md)", () => {
  test("a false positive says who judged it, why, and how long it is held", () => {
    expect(lines(judged)).toEqual([
      "⚪ FALSE POSITIVE · prod · credit-scoring · accuracy",
      "judged by ada 09:06 UTC: test traffic · held until it resolves · was URGENT · reported 5 times",
    ]);
    expect(lines(judged, "fr")).toEqual([
      "⚪ FAUX POSITIF · prod · credit-scoring · accuracy",
      "jugé par ada (09:06 UTC) : trafic de test · en sourdine jusqu’à sa fin · était URGENT · signalé 5 fois",
    ]);
    expect(tone(judged)).toBe("neutral");
  });

  test.each([
    [{ hold: "24h", holdUntil: minute(24 * 60) }, "held until 21 Nov, 09:00 UTC"],
    [{ hold: "until-next-version" }, "held until the next version"],
  ] as const)("a hold %o", (how, said) => {
    const { hold: _hold, holdUntil: _until, ...rest } = judged.endedByHand;
    expect(lines({ ...judged, endedByHand: { ...rest, ...how } })[1]).toContain(said);
  });

  test("one closed by hand is grey as well: its source may fire on", () => {
    const closed = { ...judged, outcome: "closed_by_hand" } as const;
    expect(lines(closed)[0]).toBe("⚪ CLOSED BY HAND · prod · credit-scoring · accuracy");
    expect(lines(closed)[1]).toMatch(/^closed by ada 09:06/);
    expect(tone(closed)).toBe("neutral");
  });

  test("the third false positive of a rule says that the rule wants mending", () => {
    expect(lines({ ...judged, ruleSuspected: { times: 3 } })[1]).toContain(
      "third false positive in 30 days: the rule wants mending",
    );
  });

  test("resolved in PagerDuty while it fires: said beside the severity, which stays", () => {
    const act = { by: "person:Ada", at: minute(3), where: pagerduty.id };
    const changes = { acknowledged: act, resolvedElsewhere: act };
    expect(lines(changes)[0]).toContain("🔴 URGENT");
    expect(lines(changes).at(-1)).toMatch(/^resolved by Ada in PagerDuty, still firing · Paged 09:01/);
    const earlier = { ...changes, acknowledged: { by: "person:bob", at: minute(2), where: "slack" } };
    expect(lines(earlier).at(-1)).toMatch(/^Acknowledged by bob 09:02 · resolved by Ada in PagerDuty, still firing/);
  });
});

describe("a full lifecycle whose source ended (behaviour 3)", () => {
  const deadlines = [{ kind: "root_cause", dueAt: minute(48 * 60), severity: "urgent" }] as const;
  const recovered = { lifecycle: "full", recoveredAt: minute(71), firing: 0, resolved: 1, deadlines } as const;

  test("is green, keeps its phase, and says that its cause is not recorded and what is due", () => {
    expect(lines(recovered)).toEqual([
      "🟢 RECOVERED after 1 h 11 min · prod · credit-scoring · accuracy [notified]",
      "over 10:11 UTC, says the drift monitor · recovered, cause not recorded · was URGENT · reported 5 times",
      "Paged 09:01 · root cause due 22 Nov, 09:00 UTC",
    ]);
    expect(lines(recovered, "fr")[0]).toBe("🟢 RÉTABLI en 1 h 11 min · prod · credit-scoring · accuracy [notifié]");
    expect(tone(recovered)).toBe("resolved");
  });

  test("does not say NOT PAGED: nobody is to be woken any more", () => {
    const standing = { [pagerduty.id]: { state: "undelivered", reason: "unauthorized" } } as const;
    expect(lines({ ...recovered, standing }).join()).not.toContain("NOT PAGED");
  });
});

describe("in shadow (behaviour 9)", () => {
  test("the card says whose on-call would have been paged", () => {
    const shadow = [slack, { ...pagerduty, team: "ml-ai" }];
    expect(lines({ owed: [], standing: {}, shadow }).join()).toContain("in shadow: would have paged ml-ai");
    expect(lines({ owed: [], standing: {}, shadow }, "fr").join()).toContain("aurait appelé l’astreinte de ml-ai");
  });

  test("without a page, whom it would have told", () => {
    expect(lines({ owed: [], standing: {}, shadow: [slack, jira] }).join()).toContain(
      "in shadow: would have told Slack #ai-alerts and Jira OPS",
    );
  });

  test("a team that the policy does not list is said (behaviour 6)", () => {
    expect(lines({ team: { id: "sre", unknown: true } }).join()).toContain("team sre is not in the policy");
    expect(lines({ team: { id: "ml-ai" } }).join()).not.toContain("ml-ai");
  });
});
