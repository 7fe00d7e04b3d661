import { describe, expect, it } from "vitest";
import { drawCard, titleOf } from "../../../src/incident/draw.ts";
import { leadNow } from "../../../src/incident/lead.ts";
import { ended, firing, type Ledger, measured, minuteMs, opened } from "./ledger.ts";

const runbook = { id: "down", first: { en: "Restart it", fr: "Le redémarrer" } };
const first = firing("critical", { judgement: { runbook } });
const other = firing("critical", { fingerprint: "f2", name: "DatabaseDown" });

/** An incident of two alerts, of which the one that led has ended. */
function ledByNobody(): Ledger {
  const ledger = opened(first, other).after(minuteMs);
  ledger.alerts([ended(first)]);
  return ledger;
}

const now = (ledger: Ledger) => leadNow(ledger.open, [...ledger.rows.values()]);

describe("an alert without a measurement", () => {
  it.each([
    ["its summary", { summary: "it is down", description: "longer" }, "it is down"],
    ["its description where it has no summary", { description: "longer" }, "longer"],
    ["its description where its summary is empty", { summary: "", description: "longer" }, "longer"],
    ["nothing where it has neither", {}, undefined],
  ])("is told by %s (behaviour 1)", (_, annotations, told) => {
    expect(opened(firing("critical", { annotations })).open.lead.summary).toBe(told);
  });
});

describe("an alert that leads its incident and ends while others fire", () => {
  it("is not spoken of any more: the list says the family, the card the worst of those that fire", () => {
    const ledger = ledByNobody();
    expect(titleOf(ledger.open, "en")).toBe("credit-scoring · down");
    const incident = { ...ledger.open, lead: now(ledger) };
    const view = {
      incident,
      number: 1,
      received: 3,
      lastReceivedAt: 0,
      alerts: [],
      story: [],
      offers: [],
      sandbox: false,
    };
    expect(drawCard(view, "en").notification).toBe(
      "CRITICAL production credit-scoring: DatabaseDown: it does not answer",
    );
  });

  it("takes its runbook along, unless the next is the same trouble elsewhere", () => {
    expect(now(ledByNobody()).runbook).toBeUndefined();
    const ledger = opened(first, firing("critical", { fingerprint: "f2" }));
    ledger.alerts([ended(first)]);
    expect(now(ledger)).toMatchObject({ fingerprint: "f2", runbook });
  });

  it("leaves the next one's own figure to be told", () => {
    const f1 = { fingerprint: "f1", name: "f1", measurement: { metric: "f1", value: 0.5, baseline: 1, windowTo: 1 } };
    const figure = { measure: "relative-drop", degradation: 0.5 } as const;
    const accuracy = measured("critical", 1);
    const ledger = opened(accuracy, measured("critical", 1, { ...f1, judgement: { figure } }));
    ledger.alerts([measured("healthy", 2)]);
    expect(now(ledger)).toMatchObject({ name: "f1", figure });
  });

  it.each([
    ["as bad as the incident", "critical", "DatabaseSlow"],
    ["milder", "warning", "ServiceDown"],
  ] as const)("gives way in the record to the next that fires, when that is %s", (_name, level, name) => {
    const ledger = ledByNobody();
    ledger.alerts([firing(level, { fingerprint: "f3", name: "DatabaseSlow" })]);
    expect(ledger.open.lead.name).toBe(name);
    expect(ledger.open.lead.over).toBe(name === "ServiceDown" ? true : undefined);
  });

  it("names the incident again once all is over", () => {
    const ledger = ledByNobody();
    ledger.alerts([ended(other)]);
    expect(titleOf(ledger.open, "en")).toBe("credit-scoring · ServiceDown");
  });
});
