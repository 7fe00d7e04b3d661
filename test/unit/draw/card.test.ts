import { describe, expect, test } from "vitest";
import { drawCard, drawStory, lineText } from "../../../src/incident/draw.ts";
import type { IncidentView } from "../../../src/incident/view.ts";
import type { Locale } from "../../../src/words/locale.ts";
import {
  driftView,
  jira,
  minute,
  pagerduty,
  podAlert,
  podsView,
  rowOf,
  slack,
  storyOf,
  withIncident,
} from "./views.ts";

/** The card as a reader without colours sees it, no-break spaces as plain ones. */
function textOf(view: IncidentView, locale: Locale): string[] {
  const card = drawCard(view, locale);
  const links = [...card.links.map(({ text }) => text), card.id].join(" · ");
  return [...card.lines.map((line) => lineText(line, locale)), links].map((text) =>
    text.replace(/[\u00a0\u202f]/g, " "),
  );
}

function notificationLine(view: IncidentView, locale: Locale): string {
  return drawCard(view, locale).notification;
}

/** An entry that the thread tells and the card does not depend on. */
const told = { kind: "severity", at: minute(3), data: { from: "info", to: "urgent", reason: { kind: "own" } } };

describe("the pictures of cards.md, as far as this version draws them", () => {
  test("a drift, notified", () => {
    expect(textOf(driftView, "en")).toEqual([
      "🔴 URGENT · prod · credit-scoring · accuracy 10.9 % worse [notified]",
      "accuracy 0.846, was 0.950 (sample 50,000, 08:00–09:00 UTC) · credit v8",
      "since 09:00 UTC · reported 5 times",
      "The model answers worse than what was accepted at release. First: compare v7 and v8 on the last window.",
      "Paged 09:01 · triage due 09:16 · reaction due 09:31 UTC",
      "Dashboard · Report · Vigie · Slack #ai-alerts · Jira OPS-311 · VIG-1042",
    ]);
    expect(textOf(driftView, "fr")).toEqual([
      "🔴 URGENT · prod · credit-scoring · accuracy : dégradation de 10,9 % [notifié]",
      "accuracy 0,846, contre 0,950 (échantillon de 50 000, 08:00–09:00 UTC) · credit v8",
      "depuis 09:00 UTC · signalé 5 fois",
      "Le modèle répond moins bien que ce qui a été accepté à la mise en service. D’abord : comparer v7 et v8 sur la dernière fenêtre.",
      "Astreinte appelée (09:01) · tri avant 09:16 · réaction avant 09:31 UTC",
      "Tableau de bord · Rapport · Vigie · Slack #ai-alerts · Jira OPS-311 · VIG-1042",
    ]);
    expect(drawCard(driftView, "en").tone).toBe("urgent");
  });

  test("an alert without a measurement, told by its annotations and its instances", () => {
    expect(textOf(podsView, "en")).toEqual([
      "🟠 CRITICAL · prod-eu · payments · KubePodCrashLooping [notified]",
      "Pod is waiting (CrashLoopBackOff)",
      "3 firing of 5 seen: payments-x2k, payments-b8s, payments-qq1 · since 02:51 UTC · reported 9 times",
      "Paged 02:52 · triage due 03:07 UTC",
      "Runbook · Vigie · Slack #ai-alerts · Jira OPS-311 · VIG-1043",
    ]);
    expect(textOf(podsView, "fr")[2]).toBe(
      "3 actives sur 5 : payments-x2k, payments-b8s, payments-qq1 · depuis 02:51 UTC · signalé 9 fois",
    );
  });

  test("one alert alone says where it fires (cards 3)", () => {
    const view = withIncident({ ...podsView, alerts: [rowOf(podAlert("pay-7f9"))] }, { firing: 1, resolved: 0 });
    expect(textOf(view, "en")[2]).toBe("1 firing: pay-7f9 · since 02:51 UTC · reported 9 times");
    expect(textOf(view, "fr")[2]).toMatch(/^1 active : pay-7f9 · depuis/);
  });

  test.each([
    ["Compare the last two versions", "First: compare the last two versions."],
    ["PagerDuty first", "First: PagerDuty first."],
    ["SSH into the host!", "First: SSH into the host!"],
    ["L'API répond-elle ?", "First: l'API répond-elle ?"],
  ])("what to do first goes on after its colon and ends: %s", (step, said) => {
    const runbook = { id: "r", first: { en: step, fr: step } };
    const view = withIncident(driftView, { lead: { ...driftView.incident.lead, runbook } });
    expect(textOf(view, "en")[3]).toBe(said);
  });

  test("a summary in the reader's language is preferred where the sender gives one", () => {
    const alert = { ...podAlert("payments-x2k"), annotations: { summary: "waiting", summary_fr: "Le pod attend" } };
    const view = withIncident({ ...podsView, alerts: [rowOf(alert)] }, { firing: 1, resolved: 0 });
    expect(textOf(view, "fr")[1]).toBe("Le pod attend");
    expect(textOf(view, "en")[1]).toBe("Pod is waiting (CrashLoopBackOff)");
  });

  test("40 instances: five are named, the others counted (behaviour 1)", () => {
    const alerts = Array.from({ length: 20 }, (_, at) => rowOf(podAlert(`payments-${at + 10}`)));
    const view = withIncident({ ...podsView, alerts }, { firing: 40, resolved: 0 });
    expect(textOf(view, "en")[2]).toMatch(
      /^40 firing: payments-10, payments-11, payments-12, payments-13, payments-14 and 35 more · since/,
    );
    expect(textOf(view, "fr")[2]).toContain("payments-14 et 35 autres · depuis");
  });
});

describe("what happened to it stands on the card", () => {
  test("detected reads notified, because whoever reads it was notified; one that tells nobody stays detected", () => {
    expect(textOf(withIncident(driftView, { phase: "detected" }), "en")[0]).toMatch(/\[notified\]$/);
    const info = withIncident(driftView, {
      phase: "detected",
      severity: "info",
      owed: [],
      standing: {},
      deadlines: [],
    });
    expect(textOf(info, "en")[0]).toBe("🔵 INFO · prod · credit-scoring · accuracy 10.9 % worse [detected]");
  });

  test("promoted and reopened, each with its time", () => {
    const promoted = { from: "warning", at: minute(3) } as const;
    const view = withIncident(driftView, { promoted, reopened: 2, reopenedAt: minute(40) });
    expect(textOf(view, "en")[2]).toBe(
      "since 09:00 · reported 5 times · promoted from WARNING 09:03 · reopened twice, last 09:40 UTC",
    );
    expect(textOf(view, "fr")[2]).toBe(
      "depuis 09:00 · signalé 5 fois · relevé depuis AVERTISSEMENT (09:03) · rouvert 2 fois, la dernière 09:40 UTC",
    );
    expect(drawCard({ ...view, story: storyOf() }, "en")).toEqual(drawCard({ ...view, story: storyOf(told) }, "en"));
  });

  test("two senders are both named (U-13)", () => {
    expect(textOf(withIncident(driftView, { sources: ["alertmanager", "uptime-kuma"] }), "en")[2]).toBe(
      "since 09:00 UTC · reported 5 times by Alertmanager and uptime-kuma",
    );
  });

  test("resolved shrinks to three lines: what it was, how it ended, links (cards 5)", () => {
    const view = withIncident(driftView, {
      phase: "resolved",
      outcome: "source_resolved",
      resolvedAt: minute(72),
      firing: 0,
      resolved: 1,
      reopened: 1,
    });
    const measurement = {
      ...driftView.incident.lead.measurement,
      metric: "accuracy",
      windowTo: minute(60),
      value: 0.948,
    };
    const recovered = {
      ...view,
      alerts: driftView.alerts.map((row) => ({ ...row, alert: { ...row.alert, measurement } })),
    };
    expect(textOf(recovered, "en")).toEqual([
      "🟢 RESOLVED after 1 h 12 min · prod · credit-scoring · accuracy",
      "accuracy 0.846 → 0.948 · over 10:12 UTC, says the drift monitor · was URGENT · reported 5 times · reopened once",
      "Dashboard · Report · Vigie · Slack #ai-alerts · Jira OPS-311 · VIG-1042",
    ]);
    expect(textOf(recovered, "fr").slice(0, 2)).toEqual([
      "🟢 RÉSOLU en 1 h 12 min · prod · credit-scoring · accuracy",
      "accuracy 0,846 → 0,948 · terminé (10:12 UTC) selon le suivi de dérive · était URGENT · signalé 5 fois · rouvert une fois",
    ]);
    expect(drawCard(recovered, "en").tone).toBe("resolved");
  });

  test("closed says so last; a false positive is grey and was no trouble", () => {
    const closed = withIncident(driftView, {
      phase: "closed",
      outcome: "source_resolved",
      resolvedAt: minute(72),
      closedAt: minute(82),
    });
    expect(textOf(closed, "en")[0]).toBe("🟢 RESOLVED after 1 h 12 min · prod · credit-scoring · accuracy [closed]");
    const falsePositive = withIncident(driftView, { phase: "closed", outcome: "false_positive", closedAt: minute(6) });
    expect(textOf(falsePositive, "en")[0]).toBe("⚪ FALSE POSITIVE · prod · credit-scoring · accuracy");
    expect(drawCard(falsePositive, "en").tone).toBe("neutral");
  });
});

describe("how destinations stand", () => {
  const standing = {
    [slack.id]: { state: "told" },
    [jira.id]: { state: "retrying", reason: "rate-limited", failingSince: minute(4) },
    [pagerduty.id]: { state: "undelivered", reason: "unauthorized", failingSince: minute(2), mention: "<!here>" },
  } as const;

  test("NOT PAGED comes first, with whom to call and why; other failures come last (protocol 3.4)", () => {
    const view = withIncident(driftView, { standing });
    expect(textOf(view, "en")[4]).toBe(
      "NOT PAGED <!here> (PagerDuty: it refuses the key) · triage due 09:16 · reaction due 09:31 · Jira OPS: retrying since 09:04 UTC: rate limited",
    );
    expect(textOf(view, "fr")[4]).toBe(
      "ASTREINTE NON APPELÉE <!here> (PagerDuty : refuse la clé) · tri avant 09:16 · réaction avant 09:31 · Jira OPS : nouveaux essais depuis 09:04 UTC : débit limité",
    );
    const line = drawCard(view, "en").lines[4];
    expect(line?.slice(0, 3)).toEqual([
      { kind: "strong", text: "NOT PAGED" },
      { kind: "text", text: " " },
      { kind: "mention", mention: "<!here>" },
    ]);
  });

  test("two places of one vendor are told apart by the beginning of their ids", () => {
    const second = { ...pagerduty, id: "pagerduty:1f0c9b" };
    const channels = ["19:abcdefgh1@thread.tacv2", "19:xyz@thread.tacv2"].map((id) => ({
      ...slack,
      id: `teams:${id}`,
      receiver: "teams",
    }));
    const failing = { state: "undelivered", reason: "unauthorized" } as const;
    const owed = [pagerduty, second, ...channels];
    const view = withIncident(driftView, { owed, standing: Object.fromEntries(owed.map(({ id }) => [id, failing])) });
    const line = textOf(view, "en")[4];
    for (const name of ["(PagerDuty 1f0c9a:", "(PagerDuty 1f0c9b:", "Teams abcdef:", "Teams xyz:"])
      expect(line).toContain(name);
    const story = storyOf({
      kind: "told",
      at: minute(3),
      data: { destination: second.id, receiver: "pagerduty", pageNo: 1 },
    });
    expect(drawStory({ ...view, story }, 0, "en")[0]?.text).toMatch(/^Paged: PagerDuty 1f0c9b/);
  });

  test("a refusal says it in the vendor's own words too (behaviour 8)", () => {
    const refused = { state: "undelivered", reason: "bad-request", detail: "Invalid routing key" } as const;
    const view = withIncident(driftView, { standing: { [pagerduty.id]: refused } });
    expect(textOf(view, "en")[4]).toMatch(/^NOT PAGED \(PagerDuty: it refuses the message: Invalid routing key\) · /);
  });

  test("a page that is left out, for want of credentials, is not paged either", () => {
    const view = withIncident(driftView, { standing: { [pagerduty.id]: { state: "left_out" } } });
    expect(textOf(view, "en")[4]).toMatch(/^NOT PAGED \(PagerDuty: not configured\) · /);
  });

  test("a page that is still tried is not yet called undelivered", () => {
    const view = withIncident(driftView, { standing: { [pagerduty.id]: { state: "retrying", reason: "time-out" } } });
    expect(textOf(view, "en")[4]).toMatch(/ · PagerDuty: retrying: no answer in time$/);
  });
});

describe("what the reader must doubt stands on the card", () => {
  const flagsOf = (view: IncidentView, locale: Locale = "en") => textOf(view, locale)[4];

  test("an environment that nobody named (behaviour 1)", () => {
    const view = withIncident(driftView, {
      identity: { ...driftView.incident.identity, environment: "production", environmentAssumed: true },
    });
    expect(textOf(view, "en")[0]).toMatch(/ · production \(assumed\) · /);
    expect(textOf(view, "fr")[0]).toMatch(/ · production \(supposé\) · /);
  });

  test("a severity label that the policy does not know (C-06)", () => {
    const view = withIncident(driftView, {
      severity: "warning",
      severityReason: { kind: "unknown-label", label: "severity", value: "sev9" },
    });
    expect(flagsOf(view)).toBe("severity “sev9” is not in the policy, taken as WARNING");
    expect(flagsOf(view, "fr")).toBe("severity « sev9 » inconnu de la politique, pris pour AVERTISSEMENT");
  });

  test("a sender whose arithmetic differs (behaviour 2.2)", () => {
    const { lead } = driftView.incident;
    const view = withIncident(driftView, {
      lead: {
        ...lead,
        figure: { measure: "relative-drop", degradation: 0.10947368, senderDiffers: true },
        measurement: { metric: "accuracy", value: 0.846, baseline: 0.95, windowTo: minute(0), degradationPct: 12.1 },
      },
    });
    expect(flagsOf(view, "fr")).toBe("selon l’émetteur : dégradation de 12,1 %, selon Vigie : dégradation de 10,9 %");
    expect(flagsOf(view)).toBe("the sender says 12.1 % worse, Vigie reckons 10.9 % worse");
  });

  test("alerts that the sender left out (protocol 5.6)", () => {
    expect(flagsOf(withIncident(driftView, { truncated: 12 }))).toBe("+12 alerts the sender left out");
    expect(flagsOf(withIncident(driftView, { truncated: 1 }), "fr")).toBe("+1 alerte omise par l’émetteur");
  });

  test("a page withheld because of the environment", () => {
    const view = withIncident(driftView, { pageWithheld: "environment" });
    expect(flagsOf(view)).toBe("no page: prod is not an environment that pages");
  });
});

describe("measurements without a baseline", () => {
  const measured = (measurement: object, severityReason = driftView.incident.severityReason) => {
    const { figure: _figure, ...lead } = driftView.incident.lead;
    return withIncident(driftView, {
      severityReason,
      lead: { ...lead, measurement: { metric: "psi", windowTo: minute(0), ...measurement } },
    });
  };
  const band = { kind: "threshold", metric: "psi", measure: "value", band: ">= 0.25", figure: 0.2504 } as const;

  test("are told against the band of the policy", () => {
    expect(textOf(measured({ value: 0.2504 }, band), "en").slice(0, 2)).toEqual([
      "🔴 URGENT · prod · credit-scoring · psi 0.2504 [notified]",
      "psi 0.2504, threshold >= 0.25 · credit v8",
    ]);
    expect(notificationLine(measured({ value: 0.2504 }, band), "en")).toBe(
      "URGENT prod credit-scoring: psi 0.2504 (threshold >= 0.25), v8",
    );
  });

  test("are told against the sender's threshold where no band measures them", () => {
    expect(textOf(measured({ value: 0.31, threshold: 0.3, pValue: 0.0123, segment: "EU" }), "en")[1]).toBe(
      "psi 0.31, threshold 0.3, p-value 0.0123, segment EU · credit v8",
    );
  });

  test("say that there is no value (behaviour 2.6)", () => {
    expect(textOf(measured({ status: "no_data" }), "fr")[1]).toMatch(/^psi : aucune donnée/);
    expect(textOf(measured({ status: "no_data" }), "en")[0]).toMatch(/ · psi no data \[notified\]$/);
    expect(textOf(measured({ status: "error" }), "fr")[0]).toMatch(/ · psi : mesure impossible \[notifié\]$/);
  });
});

describe("the notification line is the whole story (cards 1)", () => {
  test("says severity, environment, what, where, how bad", () => {
    expect(notificationLine(driftView, "en")).toBe(
      "URGENT prod credit-scoring: accuracy 0.846, was 0.950 (10.9 % worse), v8",
    );
    expect(notificationLine(podsView, "en")).toBe(
      "CRITICAL prod-eu payments: KubePodCrashLooping: Pod is waiting (CrashLoopBackOff)",
    );
  });

  test("says SANDBOX first, as does the headline (protocol 12.1)", () => {
    const view = { ...driftView, sandbox: true };
    expect(notificationLine(view, "fr")).toMatch(/^SANDBOX URGENT prod /);
    expect(textOf(view, "en")[0]).toMatch(/^SANDBOX · 🔴 URGENT · /);
  });

  test("says how it ended", () => {
    const view = withIncident(driftView, { phase: "resolved", outcome: "source_resolved", resolvedAt: minute(72) });
    expect(notificationLine(view, "en")).toBe("RESOLVED after 1 h 12 min: prod credit-scoring: accuracy");
  });

  test("a version that is no number is left as it is", () => {
    const named = withIncident(driftView, { lead: { ...driftView.incident.lead, modelVersion: "champion-2026" } });
    expect(notificationLine(named, "en")).toMatch(/, champion-2026$/);
  });
});

describe("times", () => {
  test("more than half a day from the opening are told with their date", () => {
    const view = withIncident(driftView, {
      deadlines: [{ kind: "root_cause", dueAt: minute(48 * 60), severity: "urgent" }],
    });
    expect(drawCard(view, "en").lines.at(-1)?.at(-1)).toEqual({
      kind: "time",
      at: minute(48 * 60),
      style: "date-time",
    });
  });

  test("how long it lasted counts from the same start that the card says (cards 3, 5)", () => {
    const began = withIncident(driftView, { startedAt: minute(-90) });
    expect(textOf(began, "en")[2]).toMatch(/^since 07:30 UTC/);
    const over = withIncident(began, { phase: "resolved", outcome: "source_resolved", resolvedAt: minute(10) });
    expect(textOf(over, "en")[0]).toMatch(/RESOLVED after 1 h 40 min/);
  });
});

describe("links", () => {
  test("are http and https only, each once, with texts of our own", () => {
    const links = [
      { kind: "runbook", url: "javascript:alert(1)" },
      { kind: "dashboard", url: "https://grafana.example.com/d/1" },
      { kind: "query", url: "https://grafana.example.com/d/1" },
      { kind: "report", url: "data:text/html,<b>" },
      { kind: "source", url: 'http://prom.example.com/graph?q=a>b "c"' },
    ] as const;
    const view = withIncident(driftView, {
      lead: { ...driftView.incident.lead, links },
      standing: { [slack.id]: { state: "told", link: "slack://open" } },
    });
    expect(drawCard(view, "en").links).toEqual([
      { text: "Dashboard", url: "https://grafana.example.com/d/1" },
      { text: "Source", url: "http://prom.example.com/graph?q=a%3Eb%20%22c%22" },
      { text: "Vigie", url: "https://vigie.example.com/incidents/VIG-1042" },
    ]);
  });
});
