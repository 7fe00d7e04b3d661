import type { Alert } from "../../src/alert/alert.ts";
import { reportAlert } from "../../src/chat/commands/report-alert.ts";
import { drillAlert, drillJudgement } from "../../src/incident/fire-drill.ts";
import type { IncidentView } from "../../src/incident/view.ts";
import type { Locale } from "../../src/words/locale.ts";
import { actionStates } from "./gallery-actions.ts";
import { bo, chloe, galleryPolicy, minute, Scene } from "./gallery-scene.ts";

const hour = 60;
const day = 24 * hour;

/** A measurement of the model's accuracy, taken at so many minutes after nine. */
function accuracy(value: number, atMin = 0, version = "8"): Alert {
  return {
    source: "drift",
    fingerprint: "accuracy",
    status: "firing",
    name: "accuracy",
    labels: { service: "credit-scoring", model: "credit", environment: "prod" },
    annotations: {},
    startsAt: minute(atMin),
    links: [
      { kind: "dashboard", url: "https://grafana.example.com/d/credit" },
      { kind: "report", url: "https://drift.example.com/r/1" },
    ],
    model: { name: "credit", version },
    measurement: {
      metric: "accuracy",
      value,
      baseline: 0.95,
      direction: "lower_is_worse",
      sampleSize: 50_000,
      windowFrom: minute(atMin - hour),
      windowTo: minute(atMin),
    },
  };
}

function pod(name: string, status: Alert["status"] = "firing"): Alert {
  return {
    source: "alertmanager",
    fingerprint: name,
    status,
    name: "KubePodCrashLooping",
    labels: {
      alertname: "KubePodCrashLooping",
      namespace: "payments",
      pod: `payments-${name}`,
      severity: "critical",
      environment: "prod-eu",
    },
    annotations: { summary: "Pod is waiting (CrashLoopBackOff)" },
    startsAt: minute(-9),
    ...(status === "resolved" ? { endsAt: minute(4) } : {}),
    links: [
      { kind: "runbook", url: "https://runbooks.example.com/crashloop" },
      { kind: "dashboard", url: "https://grafana.example.com/d/pods" },
      { kind: "query", url: "https://prometheus.example.com/graph?g0.expr=x" },
    ],
  };
}

const pods = (...names: readonly string[]) => names.map((name) => pod(name));

/** A model that answers 10.9 % worse, told everywhere, reported four more times. */
function model(): Scene {
  const scene = new Scene(1042).arrive([accuracy(0.846)]).tellAll();
  for (const atMin of [1, 2, 3, 4]) scene.at(1 + atMin / 4).arrive([accuracy(0.846)]);
  return scene.at(3);
}

/** Five pods that crash, of which two are well again. */
function crashes(): Scene {
  const scene = new Scene(1043, -8).arrive(pods("x2k", "b8s", "qq1", "v01", "v02")).tellAll();
  return scene.at(4).arrive([pod("v01", "resolved"), pod("v02", "resolved")]);
}

/** Measured well again. */
const recovers = (scene: Scene, atMin: number) => scene.at(atMin).arrive([accuracy(0.948, atMin)]);

function promoted(): Scene {
  const scene = new Scene(1042)
    .arrive([accuracy(0.9)])
    .tellAll()
    .at(3)
    .press("acknowledge");
  return scene
    .at(11)
    .arrive([accuracy(0.846, 10)])
    .tellAll();
}

/** The pager refuses the key, and Jira does not answer. */
function notPaged(): Scene {
  const scene = new Scene(1042).arrive([accuracy(0.846)]);
  for (const owed of scene.open.owed) {
    if (owed.receiver === "slack") scene.told(owed, { link: "https://acme.slack.com/archives/C1/p1" });
    if (owed.receiver === "jira") scene.undelivered(owed, { reason: "time-out", state: "retrying" });
    if (owed.receiver === "pagerduty") scene.undelivered(owed, { mention: "@here" });
  }
  return scene.at(2);
}

function manyPods(): Scene {
  return new Scene(1044).arrive(pods(...Array.from({ length: 40 }, (_, at) => `p${at + 10}`))).tellAll();
}

function drill(): Scene {
  const about = { policyName: "vigie", id: "1", places: galleryPolicy.placesOf("chat") };
  const judge = (alert: Alert) => drillJudgement(galleryPolicy.judge(alert), about);
  return new Scene(1049).arrive([drillAlert("1", "firing", minute(1), "Ada Lovelace")], judge).tellAll();
}

function reported(what: string): Scene {
  const about = { service: "checkout", environment: "production", severity: "critical", what, at: minute(1) } as const;
  return new Scene(1050).arrive([reportAlert(about)]).tellAll();
}

/** What people type, in their language. */
type Say = (en: string, fr: string) => string;

function statesIn(say: Say): Readonly<Record<string, () => Scene>> {
  const acknowledged = () => model().press("acknowledge");
  const judged = () => acknowledged().at(7).press("real");
  const mitigated = () => {
    const text = say("traffic moved back to v7", "trafic ramené sur v7");
    return judged().at(12).press("mitigated", { how: "by-hand", text });
  };
  const caused = () => {
    const text = say("v8 was trained on half of the data", "v8 entraîné sur la moitié des données");
    return mitigated().at(30).press("cause", { cause: "model", text });
  };
  const remediated = () =>
    caused().at(50).press("remediation", { fix: "OPS-311", monitoring: "https://git.example.com/rules/pull/7" });
  const report = () =>
    reported(say("Customers see an empty basket after they pay", "Les clients voient un panier vide après paiement"));
  const call = () => {
    const why = say("is it the join?", "est-ce la jointure\u00a0?");
    return acknowledged().press("expert", { group: "data-science", why });
  };
  return {
    "URGENT, with a model": model,
    "CRITICAL, 3 of 5 instances": crashes,
    acknowledged,
    promoted,
    overdue: () => model().at(16),
    "awaiting judgement": () => acknowledged().at(16),
    "10 more minutes": () => acknowledged().at(17).press("more-time"),
    "severity set by hand": () => {
      const why = say("only the test bench asks it", "seul le banc d’essai l’interroge");
      return acknowledged().press("severity", { to: "warning", why });
    },
    assigned: () => acknowledged().press("assign", { to: "slack:UBO" }),
    "Incident Commander": () => acknowledged().press("commander", { to: "slack:UCH" }, bo, chloe),
    "expert called": call,
    "expert is here": () => call().at(9).press("here", {}, chloe),
    "next update due": () => {
      const text = say("we move traffic back to v7", "nous ramenons le trafic sur v7");
      return judged().press("update", { text, minutes: "30" });
    },
    silenced: () => {
      const why = say("database migration", "migration de la base");
      return crashes().at(6).press("silence", { for: "2h", why });
    },
    "no word from the sender": () =>
      crashes()
        .at(64)
        .hear("unheard", { since: minute(4) }),
    "NOT PAGED": notPaged,
    reopened: () =>
      recovers(remediated(), 71)
        .at(75)
        .arrive([accuracy(0.85, 74)])
        .tellAll(),
    stale: () =>
      mitigated()
        .at(day + 10)
        .hear("stale", { since: minute(0), series: ["accuracy"] }),
    recovered: () => recovers(mitigated(), 71),
    mitigating: judged,
    investigating: mitigated,
    remediating: caused,
    resolved: () => recovers(remediated(), 71),
    "resolved by hand": () => {
      const text = say("a wrong price list, put right", "une grille de prix fausse, corrigée");
      return report().at(4).press("acknowledge").at(14).press("resolve", { text });
    },
    "false positive": () =>
      acknowledged().at(6).press("false-positive", { because: "test-traffic", hold: "until-resolved" }),
    "closed by hand": () => {
      const text = say("known, and harmless", "connu et sans danger");
      return crashes().press("acknowledge").at(6).press("close", { hold: "24h", text });
    },
    escalated: () => {
      const why = say("out of my depth", "cela me dépasse");
      return model().at(9).press("escalate", { to: "team", team: "ml-platform", why }).tellAll();
    },
    "40 instances": manyPods,
    "own channel": () =>
      judged()
        .press("channel")
        .hear("channel-open", { link: "https://acme.slack.com/archives/C9", label: "#vig-1042" }),
    "reported by hand": report,
    EXERCISE: drill,
    ...actionStates(model, (scene, value, atMin) => scene.at(atMin).arrive([accuracy(value, atMin, "7")])),
  };
}

/** A state that a card can be in, and the incident as all who draw it are given it. */
export type Picture = { readonly name: string; readonly scene: Scene; readonly view: IncidentView };

/** Every state of an incident that cards.md names, each reached by facts alone; what people typed is in the language. */
export function gallery(locale: Locale): readonly Picture[] {
  const states = statesIn((en, fr) => ({ en, fr })[locale]);
  const pictures = Object.entries(states).map(([name, make]): Picture => {
    const scene = make();
    return { name, scene, view: scene.view() };
  });
  const sandbox = model();
  return [...pictures, { name: "SANDBOX", scene: sandbox, view: sandbox.view(true) }];
}
