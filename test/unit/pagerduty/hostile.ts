import fc from "fast-check";
import type { IncidentView } from "../../../src/incident/view.ts";
import { nine, sampleIncident, sampleView } from "./sample-view.ts";

const pieces = [
  "<!channel>",
  "@everyone",
  "*bold* _it_ `code` ~no~",
  "h1. wiki {panel} [link|http://x]",
  "<script>alert(1)</script>",
  "</p>&amp;&#0;",
  "🔴👩‍👩‍👧‍👦🇫🇷",
  "עברית العربية",
  "\u202edesrever\u202c",
  "\u0000\u0007\u001b[31m",
  "\ud800",
  "\udfff x",
  "line\r\nline\u2028line",
  '"\\"\\\\',
  "javascript:alert(1)",
  `{{7*7}} \${7*7} #{7*7}`,
  "e\u0301".repeat(50),
  " ",
  "",
];

/** Text that people and machines have been hurt by, up to 10,000 characters. */
export const hostileText: fc.Arbitrary<string> = fc.oneof(
  fc
    .array(fc.oneof(fc.constantFrom(...pieces), fc.string({ unit: "binary", maxLength: 40 })), { maxLength: 60 })
    .map((all) => all.join(" ").slice(0, 10_000)),
  fc
    .constantFrom(...pieces)
    .map((piece) => (piece || "x").repeat(Math.ceil(10_000 / (piece.length || 1))).slice(0, 10_000)),
);

/** An incident that says this text wherever an alert can put text. */
export function hostileView(text: string, view: Partial<IncidentView> = {}): IncidentView {
  const { lead, identity } = sampleIncident();
  return sampleView(
    {
      identity: { ...identity, environment: text, service: text, model: text, family: text },
      severityReason: { kind: "label", label: text, value: text, place: { file: text, line: 1 } },
      lead: {
        fingerprint: text,
        name: text,
        summary: text,
        modelVersion: text,
        runbook: { id: text, meaning: { en: text, fr: text }, first: { en: text, fr: text } },
        links: [
          { kind: "runbook", url: text },
          { kind: "dashboard", url: `https://grafana.example/?q=${encodeURIComponent(text.toWellFormed())}` },
          { kind: "query", url: `https://prometheus.example/${text}` },
        ],
        ...(lead.figure ? { figure: lead.figure } : {}),
      },
      firing: 20,
    },
    {
      alerts: Array.from({ length: 20 }, (_, at) => ({
        fingerprint: `${text}${at}`,
        status: "firing" as const,
        severity: "urgent" as const,
        tag: text,
        firstSeenAt: nine,
        lastChangedAt: nine,
        alert: {
          source: text,
          fingerprint: `${text}${at}`,
          status: "firing" as const,
          name: text,
          labels: { instance: `${text}${at}`, [text]: text },
          annotations: { summary: text, description: text },
          startsAt: nine,
          links: [],
        },
      })),
      ...view,
    },
  );
}
