import { handlers } from "../../handlers/index.ts";
import type { Alert } from "../../src/alert/alert.ts";
import type { Values } from "../../src/chat/form.ts";
import type { Asking } from "../../src/chat/handler.ts";
import { offersOf } from "../../src/chat/offers.ts";
import type { Actor } from "../../src/incident/actor.ts";
import { storyKinds } from "../../src/incident/entry-kinds.ts";
import type { Fact, JudgedAlert, RunNews } from "../../src/incident/fact.ts";
import type { HandlerId } from "../../src/incident/handler-ids.ts";
import type { JournalEntry } from "../../src/incident/journal.ts";
import type { Judgement } from "../../src/incident/judgement.ts";
import { leadNow } from "../../src/incident/lead.ts";
import { humanId, type IncidentView } from "../../src/incident/view.ts";
import { dueAt } from "../../src/incident/waits.ts";
import type { Locale } from "../../src/words/locale.ts";
import { Ledger, minuteMs, nine } from "../unit/incident/ledger.ts";
import { policyFrom, sandboxValues, shippedRunbooks, shippedText } from "../unit/policy/policy-fixture.ts";

/** The default policy with a team and experts beside it. */
export const galleryPolicy = policyFrom(
  `${shippedText("default.yaml")}
teams:
  ml-platform: { on-call: [{ pagerduty: { key: 0123456789abcdef0123456789abcdef } }] }
experts:
  data-science: { slack: "slack-group:S012AB", people: [chloe@corp.example] }
`,
  { file: "default.yaml", runbooks: shippedRunbooks(), env: {}, sandboxValues },
);

export const ada: Actor = { id: "person:ada@corp.example", name: "Ada Lovelace" };
export const bo: Actor = { id: "person:bo@corp.example", name: "Bo Jensen" };
export const chloe: Actor = { id: "person:chloe@corp.example", name: "Chloé Dubois" };

/** Minutes after nine. */
export const minute = (n: number): number => nine + n * minuteMs;

/** The timers that wait for people. */
const timers = ["deadline", "escalation", "remind", "update", "approval"] as const;

type Said<K extends Fact["kind"]> = Omit<Extract<Fact, { kind: K }>, "kind" | "uid">;

/** An incident that lives through real facts, under the default policy, and as all who draw it are given it. */
export class Scene extends Ledger {
  readonly number: number;
  #ids = 0;

  constructor(number: number, atMin = 1) {
    super();
    this.number = number;
    this.now = minute(atMin);
  }

  /** Moves the clock to so many minutes after nine; the timers that fall due until then come in their turn. */
  at(atMin: number): this {
    const until = minute(atMin);
    for (;;) {
      const [next] = timers
        .flatMap((timer) => {
          const at = this.incident === null ? undefined : dueAt[timer](this.incident);
          return at === undefined || at > until ? [] : [{ timer, at }];
        })
        .toSorted((a, b) => a.at - b.at);
      if (!next) break;
      this.now = Math.max(this.now, next.at);
      this.tell({ kind: `${next.timer}-due`, uid: this.open.uid, hearsPages: true });
    }
    this.now = until;
    return this;
  }

  /** Alerts arrive, judged by the policy unless it is said how. */
  arrive(alerts: readonly Alert[], judge: (alert: Alert) => Judgement = galleryPolicy.judge): this {
    const judged = alerts.map((alert): JudgedAlert => {
      // The ledger is the store of one group.
      return { alert, judgement: { ...judge(alert), groupId: "a".repeat(32) } };
    });
    this.alerts(judged);
    return this;
  }

  /** Each destination was told; a page was accepted. */
  tellAll(): this {
    for (const owed of this.open.owed) {
      const said = links[owed.receiver];
      const page = owed.receiver === "pagerduty" ? { pageNo: this.open.pageNo } : {};
      this.told(owed, { ...said, ...page });
    }
    return this;
  }

  /** Somebody presses a button that is offered, with a form filled. */
  press(id: HandlerId, values: Values = {}, who = ada, about = bo): this {
    const { incident } = this.view();
    const handler = handlers.find((one) => one.id === id && one.offered(incident, galleryPolicy.people));
    if (!handler) throw new Error(`${id} is not offered`);
    const read = handler.read(values, this.asking(who, about));
    if ("faults" in read) throw new Error(JSON.stringify(read.faults));
    const answer = this.act("", read.act, { by: who });
    if (answer?.kind !== "done") throw new Error(`${id}: ${JSON.stringify(answer)}`);
    return this;
  }

  /** Something became of the newest run. */
  hearNews(news: RunNews): this {
    return this.hear("run", { run: this.open.runs?.at(-1)?.id ?? "", news });
  }

  /** A machine says something. */
  hear<K extends Fact["kind"]>(kind: K, more: Said<K>): this {
    // What the kind needs is what `more` is.
    this.tell({ kind, uid: this.open.uid, ...more } as unknown as Extract<Fact, { kind: K }>);
    return this;
  }

  /** The incident as it is now. */
  view(sandbox = false): IncidentView {
    const alerts = [...this.rows.values()]
      .toSorted((a, b) => Number(a.status === "resolved") - Number(b.status === "resolved"))
      .slice(0, 20);
    const incident = { ...this.open, lead: leadNow(this.open, alerts) };
    return {
      incident,
      number: this.number,
      received: this.received,
      lastReceivedAt: this.now,
      alerts,
      story: this.entries.filter(isTold),
      dashboard: `https://vigie.example.com/incidents/${humanId(this.number)}`,
      offers: offersOf(handlers, incident, galleryPolicy.people),
      sandbox,
    };
  }

  /** What a handler is asked with. */
  asking(who = ada, about = bo, locale: Locale = "en"): Asking {
    const { incident } = this.view();
    const [row] = this.rows.values();
    return {
      incident,
      number: this.number,
      policy: galleryPolicy,
      person: { actor: who },
      account: { vendor: "slack", id: "UADA" },
      roles: new Set(),
      may: () => true,
      alone: "no",
      people: { to: { actor: about }, person: { actor: about } },
      atSeverity: (at) => (row ? galleryPolicy.broughtAt(row.alert, at) : { owed: [], deadlines: [] }),
      alertmanager: true,
      now: this.now,
      locale,
      newId: () => (++this.#ids).toString(16).padStart(16, "0"),
    };
  }
}

const links: Readonly<Record<string, { readonly link: string; readonly label?: string }>> = {
  slack: { link: "https://acme.slack.com/archives/C1/p1" },
  teams: { link: "https://teams.microsoft.com/l/message/19%3Ax/1" },
  jira: { link: "https://acme.atlassian.net/browse/OPS-311", label: "OPS-311" },
  pagerduty: { link: "https://acme.pagerduty.com/incidents/Q1" },
};

function isTold({ kind }: JournalEntry): boolean {
  return Object.hasOwn(storyKinds, kind);
}
