import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import draft04 from "ajv-draft-04";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { drawStory } from "../../../src/incident/draw.ts";
import { adfDoc, adfParagraph, adfText, textOfAdf } from "../../../src/receivers/jira/adf.ts";
import {
  drawComment,
  drawIssue,
  drawnFor,
  drawPlainIssue,
  drawStoryComment,
} from "../../../src/receivers/jira/draw-issue.ts";
import { issueLimits } from "../../../src/receivers/jira/limits.ts";
import { adfFault } from "../../../src/sandbox/jira/adf-rules.ts";
import { hostileText, hostileView } from "../pagerduty/hostile.ts";
import { nine, sampleIncident, sampleView } from "../pagerduty/sample-view.ts";
import { ops } from "./site.ts";

const schemaFile = resolve(process.env.VIGIE_REFEREES ?? "../shared/referees", "jira/adf/full.json");
const missing = existsSync(schemaFile) ? null : `missing ${schemaFile} (set VIGIE_REFEREES)`;
if (missing !== null && process.env.CI === "true") throw new Error(missing);

describe("an incident as an issue", () => {
  it("has the notification line as its summary and the card as its description", () => {
    const { summary, description, labels, priority } = drawIssue(sampleView(), ops);
    expect(summary).toContain("URGENT prod credit-scoring");
    expect(textOfAdf(description)).toContain("0.846");
    expect(textOfAdf(description)).toContain("VIG-1042 · as of 20 Nov, 09:00 UTC");
    expect(description.content[0]).toMatchObject({ type: "panel", attrs: { panelType: "error" } });
    expect(labels).toEqual([
      "vigie",
      "vigie-0123456789abcdef0123456789abcdef",
      "vigie-group-a1b2c3d4e5f60718293a4b5c6d7e8f90",
    ]);
    expect(priority).toBe("Highest");
  });

  it("names date and zone of times once, where they are needed", () => {
    const { lead, openedAt } = sampleIncident();
    const [from, to] = [openedAt - 3_600_000, openedAt];
    const measurement = { metric: "accuracy", value: 0.9, sampleSize: 5, windowFrom: from, windowTo: to };
    const { description } = drawIssue(sampleView({ lead: { ...lead, measurement } }), ops);
    expect(textOfAdf(description)).toContain("(sample 5, 08:00–09:00 UTC)");
  });

  it("names no priority where the policy names none", () => {
    expect(drawIssue(sampleView({ severity: "warning" }), ops)).not.toHaveProperty("priority");
  });

  it("links to http(s) only", () => {
    const lead = { ...sampleIncident().lead, links: [{ kind: "runbook" as const, url: "javascript:alert(1)" }] };
    expect(JSON.stringify(drawIssue(sampleView({ lead }), ops))).not.toContain("javascript:");
  });

  it("is drawn anew for phase and severity, not for counters (behaviour 8)", () => {
    const drawn = drawnFor(sampleIncident());
    expect(drawnFor(sampleIncident({ firing: 7, resolved: 3 }))).toBe(drawn);
    expect(drawnFor(sampleIncident({ severity: "critical" }))).not.toBe(drawn);
    expect(drawnFor(sampleIncident({ phase: "resolved" }))).not.toBe(drawn);
    expect(drawnFor(sampleIncident({ reopened: 1 }))).not.toBe(drawn);
    expect(drawnFor(sampleIncident({ phase: "closed" }))).toBe(drawnFor(sampleIncident({ phase: "resolved" })));
  });

  it("still says what it is when drawing fails (protocol 9)", () => {
    expect(drawPlainIssue(sampleView(), ops).summary).toBe("URGENT prod accuracy VIG-1042");
  });
});

describe.skipIf(missing)(`documents, judged by Atlassian's own schema ${missing ?? ""}`, () => {
  const ajv = new draft04.default({ strict: false });
  const valid = missing === null ? ajv.compile(JSON.parse(readFileSync(schemaFile, "utf8"))) : () => false;
  const expectGood = (doc: object) => {
    expect(valid(doc), "errors" in valid ? ajv.errorsText(valid.errors) : "").toBe(true);
    expect(adfFault(doc)).toBeNull();
    const json = JSON.stringify(doc);
    expect(json.length).toBeLessThanOrEqual(issueLimits.documentMaxUnits);
    expect(json).not.toMatch(/\\u(d[89a-f]|00[01])/i);
  };

  it("accepts the usual description and a comment", () => {
    expectGood(drawIssue(sampleView(), ops).description);
    expectGood(drawComment("what happened", "move-0"));
  });

  it("accepts whatever the alert says, within every limit", () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        const view = hostileView(text, {
          story: [
            {
              seq: 2,
              at: nine,
              actor: text,
              kind: "severity",
              data: {
                from: "warning",
                to: "urgent",
                reason: { kind: "label", label: text, value: text },
                fingerprint: text,
              },
              prevHash: "",
              hash: "",
            },
          ],
        });
        const issue = drawIssue(view, ops);
        expect(issue.summary.length).toBeLessThanOrEqual(issueLimits.summaryMaxUnits);
        expect(issue.summary).not.toMatch(/[\r\n]/);
        expect(issue.summary).not.toBe("");
        for (const label of issue.labels) expect(label).toMatch(/^\S{1,255}$/);
        expectGood(issue.description);
        expectGood(drawPlainIssue(view, ops).description);
        for (const line of drawStory(view, 0, "fr")) expectGood(drawStoryComment(line, String(line.seq), "fr"));
      }),
      { numRuns: 150 },
    );
  });

  it("would refuse an empty text (the judge is awake)", () => {
    const bad = adfDoc([adfParagraph([{ type: "text", text: "" }])]);
    expect(valid(bad)).toBe(false);
    expect(adfFault(bad)).toBe("doc.content[0].content[0]");
    expect(adfText("")).toEqual([]);
  });
});
