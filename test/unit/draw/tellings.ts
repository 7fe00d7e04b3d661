import type { EntryKind, Telling } from "../../../src/incident/entry-kinds.ts";
import { minute } from "./views.ts";

const ada = "person:ada@corp.example";
const bob = "person:bob@corp.example";
const doer = { by: ada, where: "slack" };
const again = { severity: "urgent", reason: { kind: "otherwise" }, afterMs: 60_000, because: "new-occurrence" };
const raised = { from: "warning", to: "urgent" };
const lowered = { ...doer, from: "urgent", to: "warning", why: "a test" };
const page = { destination: "pagerduty:1", receiver: "pagerduty", reason: "unauthorized", state: "undelivered" };
const overdue = { deadline: "triage", news: "overdue", dueAt: minute(2) };

type Told = { readonly kind: EntryKind; readonly data: Readonly<Record<string, unknown>>; readonly tells: Telling };

const told = (tells: Telling, kind: EntryKind, data: object): Told => ({ kind, data: { ...data }, tells });

/** What a chat hears of entries, and how loud (behaviour 4): the same in each. */
export const tellings: readonly Told[] = [
  told("rings", "severity", { ...raised, reason: { kind: "otherwise" }, fingerprint: "f" }),
  told("rings", "severity-by-hand", { ...doer, ...raised, why: "users complain" }),
  told("rings", "reopened", { ...again, wakes: true }),
  told("rings", "fires-again", { ...again, wakes: true }),
  told("rings", "reopened-by-hand", { ...doer, why: "not mended", afterMs: 60_000 }),
  told("rings", "undelivered", { ...page, page: true, told: [] }),
  told("rings", "deadline", overdue),
  told("rings", "reminded", { times: 1 }),
  told("rings", "silence-over", { silence: "s", forMs: 60_000, firing: 1 }),
  told("rings", "escalated", { by: "vigie", where: "vigie", because: "ladder", step: 1 }),
  told("rings", "escalated", { ...doer, because: "by-hand", to: bob }),
  told("calls", "deadline", { ...overdue, by: ada }),
  told("calls", "assigned", { ...doer, to: bob }),
  told("calls", "commander", { ...doer, to: bob }),
  told("calls", "commander-asked", {}),
  told("calls", "expert-called", { ...doer, group: "data", mentions: {} }),
  told("calls", "update-due", { dueAt: minute(2) }),
  told("quiet", "assigned", { ...doer, to: ada }),
  told("quiet", "commander", { ...doer, to: ada }),
  told("quiet", "severity-by-hand", lowered),
  told("quiet", "reopened", { ...again, wakes: false }),
  told("quiet", "fires-again", { ...again, wakes: false }),
  told("quiet", "undelivered", { ...page, page: false, told: [] }),
  told("quiet", "deadline", { ...overdue, news: "near" }),
  told("quiet", "acknowledged", doer),
  told("quiet", "expert-joined", { ...doer, group: "data", afterMs: 60_000 }),
  told("quiet", "noted", { ...doer, text: "looking" }),
  told("quiet", "update", { ...doer, text: "we roll back" }),
  told("quiet", "resolved", { lastedMs: 60_000, received: 1 }),
  told("quiet", "resolved-by-hand", { ...doer, lastedMs: 60_000, received: 1 }),
  told("quiet", "mitigated", { ...doer, how: "by-hand", text: "traffic moved" }),
];
