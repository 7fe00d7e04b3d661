import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { drawPlainTrigger, drawResolve, drawTrigger } from "../../../src/receivers/pagerduty/draw-event.ts";
import { eventLimits } from "../../../src/receivers/pagerduty/limits.ts";
import { hostileText, hostileView } from "./hostile.ts";
import { sampleDestination as destination } from "./sample-destination.ts";
import { sampleIncident, sampleView } from "./sample-view.ts";

/** https://developer.pagerduty.com/docs/events-api-v2/overview/ (read 2026-11-20): an event is at most 512 KB. */
const bodyMaxBytes = 512_000;

describe("the event that pages", () => {
  it("says who, what, where and how bad in PagerDuty's own fields", () => {
    const event = drawTrigger({ view: sampleView(), destination });
    expect(event).toMatchObject({
      routing_key: destination.routingKey,
      dedup_key: "vigie:a1b2c3d4e5f60718293a4b5c6d7e8f90",
      event_action: "trigger",
      client: "Vigie",
      payload: {
        source: "credit-scoring",
        component: "credit-scoring",
        group: "prod",
        class: "model-quality",
        severity: "critical",
        timestamp: "2026-11-20T09:00:00.000Z",
        custom_details: {
          incident: "VIG-1042",
          severity: "URGENT",
          policy: "policies/default.yaml:31",
          model: "credit 8",
          meaning: "The model answers worse.",
          first: "Compare v7 and v8.",
          firing: 1,
          resolved: 0,
        },
      },
    });
    expect(event.payload?.custom_details.reason).toContain("accuracy");
    expect(event.payload?.custom_details.figure).toContain("0.846");
    expect(event.links).toContainEqual(expect.objectContaining({ href: "https://grafana.example/d/1" }));
  });

  it("links to the dashboard only when there is one", () => {
    expect(drawTrigger({ view: sampleView(), destination })).not.toHaveProperty("client_url");
    const view = sampleView({}, { dashboard: "https://vigie.example/incidents/1042" });
    expect(drawTrigger({ view, destination })).toHaveProperty("client_url", "https://vigie.example/incidents/1042");
  });

  it("tells a link into one's own network as text, so that no page is refused for it", () => {
    const view = sampleView({
      lead: { ...sampleIncident().lead, links: [{ kind: "query", url: "http://prometheus:9090/graph" }] },
    });
    const event = drawTrigger({ view, destination });
    expect(event).not.toHaveProperty("links");
    expect(event.payload?.custom_details.links).toBe("Query: http://prometheus:9090/graph");
  });

  it("never links to anything but http(s)", () => {
    const view = sampleView({
      lead: { ...sampleIncident().lead, links: [{ kind: "runbook", url: "javascript:alert(1)" }] },
    });
    expect(JSON.stringify(drawTrigger({ view, destination }))).not.toContain("javascript:");
  });

  it.each([
    { severity: "urgent", word: "critical" },
    { severity: "critical", word: "critical" },
    { severity: "warning", word: "warning" },
    { severity: "info", word: "info" },
  ] as const)("calls $severity $word (behaviour 8)", ({ severity, word }) => {
    expect(drawTrigger({ view: sampleView({ severity }), destination }).payload?.severity).toBe(word);
  });

  it("takes the destination's own word for a severity", () => {
    const event = drawTrigger({ view: sampleView(), destination: { ...destination, severity: { urgent: "error" } } });
    expect(event.payload?.severity).toBe("error");
  });

  it("speaks the destination's language", () => {
    const event = drawTrigger({ view: sampleView(), destination: { ...destination, locale: "fr" } });
    expect(event.payload?.custom_details.meaning).toBe("Le modèle répond moins bien.");
  });

  it("keeps every limit and stays well-formed whatever the alert says", () => {
    fc.assert(
      fc.property(hostileText, fc.constantFrom("en" as const, "fr" as const), (text, locale) => {
        const event = drawTrigger({ view: hostileView(text), destination: { ...destination, locale } });
        const body = JSON.stringify(event);
        expect(Buffer.byteLength(body)).toBeLessThanOrEqual(bodyMaxBytes);
        expect(event.dedup_key.length).toBeLessThanOrEqual(eventLimits.dedupKeyMaxUnits);
        expect(event.payload?.summary.length).toBeLessThanOrEqual(eventLimits.summaryMaxUnits);
        expect(event.payload?.summary).not.toBe("");
        expect(event.payload?.source).not.toBe("");
        expect(body.isWellFormed()).toBe(true);
        expect(body).not.toMatch(/\\u(d[89a-f]|00[01])/i);
        for (const value of Object.values(event.payload?.custom_details ?? {})) {
          expect(["string", "number"]).toContain(typeof value);
        }
      }),
      { numRuns: 200 },
    );
  });
});

describe("the plain event", () => {
  it("still names severity, environment, alert and incident (protocol 9)", () => {
    const event = drawPlainTrigger({ view: sampleView(), destination });
    expect(event.payload?.summary).toBe("URGENT prod accuracy VIG-1042");
    expect(event.dedup_key).toBe("vigie:a1b2c3d4e5f60718293a4b5c6d7e8f90");
  });
});

describe("the event that resolves", () => {
  it("carries the key and nothing of the alert", () => {
    expect(drawResolve({ view: sampleView(), destination })).toEqual({
      routing_key: destination.routingKey,
      dedup_key: "vigie:a1b2c3d4e5f60718293a4b5c6d7e8f90",
      event_action: "resolve",
    });
  });
});
