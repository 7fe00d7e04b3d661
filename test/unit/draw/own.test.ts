import { expect, test } from "vitest";
import { reportAlert } from "../../../src/chat/commands/report-alert.ts";
import { drawCard, lineText, titleOf } from "../../../src/incident/draw.ts";
import { leadOf } from "../../../src/incident/lead.ts";
import { ownAlert } from "../../../src/incident/own-alert.ts";
import type { Locale } from "../../../src/words/locale.ts";
import { nine, podsView, rowOf, withIncident } from "./views.ts";

const alert = ownAlert({
  reason: "page-undelivered",
  incident: "VIG-11",
  destination: "pagerduty:69ea5fe9",
  because: "bad-request",
  subject: "uid:pagerduty:69ea5fe9",
  status: "firing",
  now: nine,
});
const view = withIncident(
  { ...podsView, alerts: [rowOf(alert)] },
  {
    identity: { environment: "production", environmentAssumed: false, service: "vigie", family: "page-undelivered" },
    sources: ["vigie"],
    severity: "warning",
    firing: 1,
    resolved: 0,
    lead: leadOf(alert, {}),
  },
);
const plain = (text = "") => text.replaceAll("\u00a0", " ");

test.each<[Locale, string, string]>([
  [
    "en",
    "vigie · a page was not delivered",
    "Nobody was paged for VIG-11 (PagerDuty: it refuses the message). Call whoever is on call yourself, then put the destination right.",
  ],
  [
    "fr",
    "vigie · un appel d’astreinte n’est pas parti",
    "Personne n’a été appelé pour VIG-11 (PagerDuty : refuse le message). Appelez vous-même l’astreinte, puis corrigez la destination.",
  ],
])(
  "Vigie's own trouble says in %s what happened, of which incident, where and what to do (protocol 3.5)",
  (locale, title, summary) => {
    const card = drawCard(view, locale);
    expect(titleOf(view.incident, locale)).toBe(title);
    expect(plain(lineText(card.lines[1] ?? [], locale))).toBe(summary);
    expect(plain(card.notification)).toContain(summary);
  },
);

test.each<[Locale, string]>([
  ["en", "search · reported by hand"],
  ["fr", "search · signalé à la main"],
])("a person's report is called so, in the reader's language: %s (U-44)", (locale, title) => {
  const report = reportAlert({
    ...{ service: "search", environment: "production", severity: "critical", what: "No results", at: nine },
  });
  const { incident } = withIncident(view, {
    identity: { environment: "production", environmentAssumed: false, service: "search", family: "ReportedByHand" },
    sources: ["report"],
    lead: leadOf(report, {}),
  });
  expect(titleOf(incident, locale)).toBe(title);
  expect(titleOf({ ...incident, sources: ["alertmanager"] }, locale)).toBe("search · ReportedByHand");
});
