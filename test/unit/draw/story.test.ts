import { describe, expect, test } from "vitest";
import { drawEntry, drawStory, lineText } from "../../../src/incident/draw.ts";
import type { EntryData, EntryKind, Telling } from "../../../src/incident/entry-kinds.ts";
import type { JournalEntry } from "../../../src/incident/journal.ts";
import type { Locale } from "../../../src/words/locale.ts";
import { driftView, jira, minute, pagerduty, slack, storyOf } from "./views.ts";

const reason = driftView.incident.severityReason;

/** One entry of each kind, exactly as `decide` writes it. */
const doer = { by: "person:ada@corp.example", where: "slack", name: "Ada" };
const silence = {
  id: "5a4db0c5a4db0c5a",
  scope: { kind: "group", groupId: "g" },
  by: { id: doer.by, name: doer.name },
  at: minute(0),
  until: minute(60),
  why: "maintenance",
  urgent: false,
} as const;
const plan: EntryData["planned"]["plans"][number] = {
  action: "rollback",
  at: minute(1),
  steps: [
    { provider: "mlflow", key: "k1", doing: "move-alias", name: "champion", of: "credit", from: "8", to: "7" },
    { provider: "kubernetes", key: "k2", doing: "restart", name: "deployment/credit-scoring", of: "ml" },
  ],
  from: "8",
  to: "7",
  tested: true,
  serving: [{ version: "8", count: 8 }],
  checksServing: true,
  withinMs: 600_000,
};
const run = { run: "r1" };
const samples: { readonly [K in EntryKind]: EntryData[K] } = {
  acknowledged: doer,
  unacknowledged: { ...doer, because: "reassigned" },
  judged: { ...doer, as: "real" },
  "severity-by-hand": { ...doer, from: "urgent", to: "warning", why: "a test" },
  assigned: { ...doer, to: "person:bob@corp.example", toName: "Bob" },
  escalated: { ...doer, because: "by-hand", step: 1 },
  "expert-called": { ...doer, group: "data", mentions: { slack: "<!subteam^S012AB>" } },
  "expert-joined": { ...doer, group: "data", afterMs: 60_000 },
  "commander-asked": {},
  commander: { ...doer, to: "person:bob@corp.example", toName: "Bob" },
  noted: { ...doer, text: "looking" },
  update: { ...doer, text: "we work on it", nextAt: minute(30) },
  "update-due": { dueAt: minute(30) },
  silenced: { silence },
  unsilenced: { ...doer, forMs: 60_000 },
  "silence-over": { silence: silence.id, forMs: 60_000, firing: 1 },
  mitigated: { ...doer, how: "by-hand", text: "traffic moved" },
  investigating: doer,
  cause: { ...doer, cause: "data", text: "null_ratio" },
  remediated: { ...doer, fix: "OPS-1", monitoring: "OPS-2" },
  "resolved-by-hand": { ...doer, lastedMs: 60_000, received: 1 },
  "reopened-by-hand": { ...doer, why: "not over", afterMs: 60_000 },
  "channel-asked": doer,
  "channel-open": { link: "https://example.slack.com/archives/C1", label: "#vig-1" },
  deadline: { deadline: "triage", news: "overdue", dueAt: minute(16) },
  reminded: { times: 1 },
  unheard: { since: minute(0) },
  changes: {
    changes: [
      {
        ...{ id: "c1", source: "mlflow", kind: "alias", name: "champion", from: "7", to: "8", at: minute(-42) },
        ...{ when: "before", earlierMs: 42 * 60_000, likely: "version-named" },
      },
    ],
  },
  planned: { plans: [plan] },
  "action-proposed": { action: "rollback", because: "mode-approve", plan, ticks: [{ id: "tested", ok: false }] },
  "action-asked": { ...doer, ...run, action: "withdrawal", plan, approvers: ["po"], dueAt: minute(60) },
  "action-approval-due": { ...run, dueAt: minute(10) },
  "action-approved": { ...doer, ...run },
  "action-declined": { ...doer, ...run, why: "not now" },
  "action-started": { ...doer, ...run, action: "rollback", plan },
  "action-begun": run,
  "action-held": { ...doer, ...run },
  "action-hurried": { ...doer, ...run },
  "action-step": { ...run, step: 0, news: "done" },
  "action-serving": { ...run, serving: [{ version: "7", count: 3 }] },
  "action-done": { ...run, tookMs: 60_000, serving: [{ version: "7", count: 8 }] },
  "action-failed": { ...run, because: "not-serving" },
  "action-verdict": {
    ...run,
    verdict: { kind: "helped", metric: "accuracy", before: 0.846, after: 0.948, at: minute(70) },
  },
  refused: { ...doer, handler: "close", because: "role" },
  opened: {
    identity: driftView.incident.identity,
    groupKey: "g",
    source: "drift",
    severity: "urgent",
    reason,
    fingerprint: "f",
    name: "accuracy",
    environment: "prod",
    owed: [slack],
    deadlines: [],
    reopenWindowMs: 600_000,
    policy: "abc",
  },
  alerts: {
    fired: ["a", "a", "b", "c", "d"],
    firedCount: 5,
    ended: ["e"],
    endedCount: 1,
    changed: ["accuracy 0.9"],
    changedCount: 1,
    firing: 4,
    resolved: 1,
    received: 8,
  },
  "entries-bounded": { after: 2_000 },
  severity: { from: "warning", to: "urgent", reason, fingerprint: "f" },
  owed: { added: [pagerduty, jira], cause: "severity" },
  deadlines: { set: [{ kind: "triage", dueAt: minute(16), severity: "urgent" }] },
  phase: { from: "detected", to: "notified", received: 1 },
  page: { pageNo: 1, cause: "first-paging-severity" },
  "page-withheld": { because: "environment" },
  reopened: { severity: "urgent", reason, afterMs: 540_000, wakes: true, because: "new-occurrence" },
  resolved: { lastedMs: 71 * 60_000, received: 12 },
  closed: { lastedMs: 71 * 60_000, received: 12 },
  told: { destination: jira.id, receiver: "jira", label: "OPS-311" },
  undelivered: {
    destination: pagerduty.id,
    receiver: "pagerduty",
    reason: "unauthorized",
    state: "undelivered",
    page: true,
    mention: "<!here>",
    told: [slack.id],
  },
  truncated: { count: 12 },
  lifecycle: { to: "full" },
  recovered: { lastedMs: 11 * 60_000, received: 3 },
  "fires-again": { severity: "urgent", reason, afterMs: 540_000, wakes: true, because: "new-occurrence" },
  "ended-by-hand": {
    as: "false_positive",
    by: "person:ada@corp.example",
    severity: "urgent",
    lastedMs: 300_000,
    received: 4,
    hold: "until-resolved",
    holdUntil: minute(7 * 24 * 60),
    because: "test-traffic",
  },
  "rule-suspected": { name: "accuracy", times: 3, values: [0.93, 0.9] },
  "resolved-elsewhere": { by: "person:ada@corp.example", where: pagerduty.id },
  shadowed: { would: [slack, pagerduty], page: true, when: "opened" },
  adopted: { added: [slack], severity: "urgent" },
  stale: { since: minute(0) },
};

function sentence(kind: string, data: JournalEntry["data"], locale: Locale): string {
  const [entry] = storyOf({ kind, data, at: minute(1) });
  return entry ? lineText(drawEntry(entry, locale), locale).replace(/[\u00a0\u202f]/g, " ") : "";
}

describe("each entry of the journal is a sentence", () => {
  test.each<readonly [EntryKind, string, string]>([
    [
      "opened",
      "Opened as URGENT: accuracy is 10.9 % below its baseline, band > 10%",
      "Ouvert au niveau URGENT : accuracy est à 10,9 % sous sa référence, tranche > 10%",
    ],
    [
      "alerts",
      "5 alerts fired (a, b, c, …), 1 alert changed (accuracy 0.9), 1 alert ended (e), 4 firing now",
      "5 alertes déclenchées (a, b, c, …), 1 alerte modifiée (accuracy 0.9), 1 alerte terminée (e), 4 actives à présent",
    ],
    [
      "entries-bounded",
      "After 2,000 entries, alerts that join or change are only counted",
      "Au-delà de 2 000 entrées, les alertes qui s’ajoutent ou changent sont seulement comptées",
    ],
    [
      "severity",
      "Promoted from WARNING to URGENT: accuracy is 10.9 % below its baseline, band > 10%",
      "Gravité relevée, AVERTISSEMENT → URGENT : accuracy est à 10,9 % sous sa référence, tranche > 10%",
    ],
    [
      "owed",
      "To be told: PagerDuty and Jira OPS (by severity)",
      "À prévenir : PagerDuty et Jira OPS (selon le niveau)",
    ],
    ["deadlines", "Deadlines: triage due 09:16 UTC", "Échéances : tri avant 09:16 UTC"],
    ["phase", "Phase detected → notified", "Phase détecté → notifié"],
    ["page", "Page 1 wanted: first severity that pages", "Appel 1 demandé : premier niveau qui appelle"],
    ["page-withheld", "No page: this environment does not page", "Pas d’appel : cet environnement n’appelle personne"],
    ["reopened", "Reopened 9 min after its end: a new occurrence", "Rouvert 9 min après sa fin : nouvelle occurrence"],
    ["resolved", "Resolved after 1 h 11 min, reported 12 times", "Résolu en 1 h 11 min, signalé 12 fois"],
    ["closed", "Closed; it had lasted 1 h 11 min", "Clos, après avoir duré 1 h 11 min"],
    ["told", "Ticket OPS-311 in Jira OPS", "Ticket OPS-311 dans Jira OPS"],
    [
      "undelivered",
      "NOT PAGED: PagerDuty: it refuses the key <!here>",
      "ASTREINTE NON APPELÉE : PagerDuty : refuse la clé <!here>",
    ],
    [
      "lifecycle",
      "Waits for cause and remediation from now on: an alert joined whose route asks for them",
      "Attend désormais cause et correction : la route d’une nouvelle alerte les demande",
    ],
    ["recovered", "Recovered after 11 min, cause not recorded", "Rétabli en 11 min, cause non renseignée"],
    [
      "fires-again",
      "Fires again 9 min after it recovered: a new occurrence",
      "De nouveau actif 9 min après son rétablissement : nouvelle occurrence",
    ],
    [
      "ended-by-hand",
      "Judged a false positive (test traffic, held until it resolves)",
      "Jugé faux positif (trafic de test, en sourdine jusqu’à sa fin)",
    ],
    [
      "rule-suspected",
      "accuracy: third false positive in 30 days: the rule wants mending (last values 0.93, 0.90)",
      "accuracy : troisième faux positif en 30 jours : la règle est à corriger (dernières valeurs 0,93, 0,90)",
    ],
    [
      "resolved-elsewhere",
      "Resolved by ada in PagerDuty, still firing",
      "Résolu par ada dans PagerDuty, toujours actif",
    ],
    [
      "shadowed",
      "In shadow, would have told: Slack #ai-alerts and PagerDuty, and would have woken somebody",
      "En mode ombre, aurait prévenu : Slack #ai-alerts et PagerDuty, et aurait réveillé quelqu’un",
    ],
    [
      "adopted",
      "Out of shadow, told silently what changes from now on: Slack #ai-alerts",
      "Sorti du mode ombre, informé sans bruit des prochains changements : Slack #ai-alerts",
    ],
    ["truncated", "The sender left out 12 alerts", "L’émetteur a omis 12 alertes"],
    ["stale", "Stale: measured last 09:00 UTC", "Périmé : dernière mesure 09:00 UTC"],
  ])("%s", (kind, english, french) => {
    expect(sentence(kind, samples[kind], "en")).toBe(english);
    expect(sentence(kind, samples[kind], "fr")).toBe(french);
  });

  test("one of a later version is told by its kind, also when a known kind has another shape (protocol 10.3)", () => {
    expect(sentence("rollback", {}, "en")).toBe("Entry of a later version: rollback");
    expect(sentence("severity", { from: 3 }, "en")).toBe("Entry of a later version: severity");
    expect(sentence("toString", {}, "fr")).toBe("Entrée d’une version ultérieure : toString");
  });
});

/** What the thread tells of one entry, and how loud; nothing when it does not tell it. */
function told<K extends EntryKind>(
  kind: K,
  changes: Partial<EntryData[K]> = {},
  locale: Locale = "en",
): readonly (readonly [Telling, string])[] {
  const story = storyOf({ kind, data: { ...samples[kind], ...changes }, at: minute(3) });
  return drawStory({ ...driftView, story }, 0, locale).map(
    ({ tells, text }) => [tells, text.replace(/\u00a0/g, " ")] as const,
  );
}

describe("the thread tells what people or Vigie did, once (cards 6), and rings as behaviour 4 says", () => {
  const head = "URGENT · prod · credit-scoring · accuracy 10.9 % worse · ";

  test("a promotion rings, with the severity and what it is about", () => {
    expect(told("severity")).toEqual([
      [
        "rings",
        `${head}Promoted from WARNING to URGENT: accuracy is 10.9 % below its baseline, band > 10% · Vigie, 09:03 UTC`,
      ],
    ]);
  });

  test("a page that was not delivered rings and calls whom the destination names", () => {
    expect(told("undelivered")).toEqual([
      ["rings", `${head}NOT PAGED: PagerDuty: it refuses the key <!here> · Vigie, 09:03 UTC`],
    ]);
  });

  test("another destination that was given up is told quietly, one that is still tried not at all", () => {
    const chat = { destination: jira.id, page: false } as const;
    expect(told("undelivered", chat)).toEqual([
      ["quiet", expect.stringMatching(/^Jira OPS could not be told: it refuses the key/)],
    ]);
    expect(told("undelivered", { ...chat, state: "retrying" })).toEqual([]);
    expect(told("undelivered", { state: "retrying" })).toEqual([]);
  });

  test("a reopening rings when it wakes somebody", () => {
    expect(told("reopened").map(([tells]) => tells)).toEqual(["rings"]);
    expect(told("reopened", { wakes: false, because: "fires-again" })).toEqual([
      ["quiet", "Reopened 9 min after its end: the same occurrence fires again (nobody is woken) · Vigie, 09:03 UTC"],
    ]);
  });

  test("a ticket and a page are told, a message in chat is seen by its own readers", () => {
    expect(told("told", {}, "fr")).toEqual([["quiet", "Ticket OPS-311 dans Jira OPS · Vigie, 09:03 UTC"]]);
    expect(told("told", { destination: pagerduty.id, receiver: "pagerduty", pageNo: 1 })).toEqual([
      ["quiet", "Paged: PagerDuty · Vigie, 09:03 UTC"],
    ]);
    expect(told("told", { destination: slack.id, receiver: "slack" })).toEqual([]);
    expect(told("told", { destination: slack.id, receiver: "slack", afterFailure: true })).toEqual([
      ["quiet", expect.stringMatching(/\(after failed tries\) · Vigie/)],
    ]);
  });

  test("the end, a page withheld and alerts left out are told quietly", () => {
    expect([...told("resolved"), ...told("page-withheld"), ...told("truncated")].map(([tells]) => tells)).toEqual([
      "quiet",
      "quiet",
      "quiet",
    ]);
  });

  test("what people did by hand is told quietly, in their name", () => {
    const hands = [told("recovered"), told("rule-suspected"), told("resolved-elsewhere")].flat();
    expect(hands.map(([tells]) => tells)).toEqual(["quiet", "quiet", "quiet"]);
    expect(told("ended-by-hand")).toEqual([
      ["quiet", "Judged a false positive (test traffic, held until it resolves) · Vigie, 09:03 UTC"],
    ]);
  });

  test("what had resolved and somebody closed is told with their words; the end of the reopen window is not", () => {
    const by = { by: "person:ada@corp.example", where: "slack" };
    expect(told("closed", { ...by, text: "seen" })).toEqual([
      ["quiet", expect.stringMatching(/^Closed; it had lasted .+: seen · /)],
    ]);
    expect(told("closed")).toEqual([]);
  });

  test("firing again after a recovery rings as a reopening does", () => {
    expect(told("fires-again").map(([tells]) => tells)).toEqual(["rings"]);
    expect(told("fires-again", { wakes: false }).map(([tells]) => tells)).toEqual(["quiet"]);
  });

  test("counters and everything else never make an entry", () => {
    const kinds = [
      "lifecycle",
      "shadowed",
      "adopted",
      "opened",
      "alerts",
      "entries-bounded",
      "owed",
      "deadlines",
      "phase",
      "page",
      "closed",
    ] as const;
    expect(kinds.flatMap((kind) => told(kind))).toEqual([]);
  });

  test("the sender that caused it is named", () => {
    const [entry] = storyOf({ kind: "truncated", at: minute(3), data: { count: 1 } });
    const story = entry ? [{ ...entry, actor: "source:alertmanager" }] : [];
    expect(drawStory({ ...driftView, story }, 0, "en")[0]?.text).toBe(
      "The sender left out 1 alert · Alertmanager, 09:03 UTC",
    );
  });

  test("only entries after the one told last are given, oldest first", () => {
    const story = storyOf(...[1, 2, 3].map((count) => ({ kind: "truncated", at: minute(count), data: { count } })));
    expect(drawStory({ ...driftView, story }, 1, "en").map(({ seq }) => seq)).toEqual([2, 3]);
  });
});
