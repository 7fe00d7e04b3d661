import { type SandboxPerson, sandboxPeople } from "../people.ts";
import type { StandInState } from "../state.ts";
import { keepPage, type SandboxChanger, type SandboxPage } from "./incidents.ts";

/** What a person, or PagerDuty by itself, does to an incident. */
export const pageChanges = [
  "acknowledge",
  "unacknowledge",
  "resolve",
  "reassign",
  "escalate",
  "note",
  "reply",
  /** Nobody does it: PagerDuty resolves what stood open for too long. */
  "lapse",
] as const;
export type PageChange = (typeof pageChanges)[number];

/** The event that PagerDuty tells of a change. */
export const eventTypes: Readonly<Record<PageChange, string>> = {
  acknowledge: "incident.acknowledged",
  unacknowledge: "incident.unacknowledged",
  resolve: "incident.resolved",
  reassign: "incident.reassigned",
  escalate: "incident.escalated",
  note: "incident.annotated",
  reply: "incident.responder.replied",
  lapse: "incident.resolved",
};

/** The escalation policy of the sandbox has so many levels, one person each. */
export const levels = sandboxPeople.length;

export const itself: SandboxChanger = { kind: "service", id: "PSANDSERVICE", name: "PagerDuty" };

export function asChanger({ pagerduty: id, name }: SandboxPerson): SandboxChanger {
  return { kind: "user", id, name };
}

export type Changing = {
  readonly by: SandboxChanger;
  readonly at: number;
  readonly text?: string;
  /** To which level of the escalation policy; the next one by default. */
  readonly level?: number;
};

/** Makes the change; `undefined` where the incident does not allow it, as its buttons would not. */
export function changePage(
  state: StandInState,
  page: SandboxPage,
  change: PageChange,
  doing: Changing,
): SandboxPage | undefined {
  const changed = table[change](page, doing);
  if (!changed) return undefined;
  const { by, at, text = "" } = doing;
  const after: SandboxPage = { ...page, ...changed };
  const log = logged[change];
  const entry = log ? [{ at, action: log, summary: text, by: by.name }] : [];
  const isMoved = after.status !== page.status ? { changedAt: at, changedBy: by } : {};
  const kept: SandboxPage = { ...after, ...isMoved, log: [...page.log, ...entry] };
  keepPage(state, kept);
  return kept;
}

const logged: Readonly<Record<PageChange, SandboxPage["log"][number]["action"] | undefined>> = {
  acknowledge: "acknowledge",
  unacknowledge: "unacknowledge",
  resolve: "resolve",
  reassign: "reassign",
  escalate: "escalate",
  note: undefined,
  reply: "ask",
  lapse: "resolve",
};

type Change = (page: SandboxPage, doing: Changing) => Partial<SandboxPage> | undefined;

const open =
  (change: Change): Change =>
  (page, doing) =>
    page.status === "resolved" ? undefined : change(page, doing);

/** What is escalated or reassigned waits for somebody again. */
const again = { status: "triggered", acknowledgers: [] } as const;

const table: Readonly<Record<PageChange, Change>> = {
  acknowledge: open(({ acknowledgers }, { by }) => ({
    status: "acknowledged",
    acknowledgers: [...acknowledgers.filter((id) => id !== by.id), ...(by.kind === "user" ? [by.id] : [])],
  })),
  unacknowledge: ({ status }) => (status === "acknowledged" ? { ...again, acknowledgers: [] } : undefined),
  resolve: open(() => ({ status: "resolved" })),
  lapse: open(() => ({ status: "resolved" })),
  reassign: open((_page, { by }) => ({ ...again, acknowledgers: [], assignee: by.id })),
  escalate: open((page, { level = page.level + 1 }) =>
    level > levels ? undefined : { ...again, acknowledgers: [], level, assignee: sandboxPeople[level - 1]?.pagerduty },
  ),
  note: (page, { by, at, text = "" }) =>
    text === ""
      ? undefined
      : {
          notes: [...page.notes, { id: `PNOTE${page.number}X${page.notes.length + 1}`, at, content: text, by: by.id }],
        },
  reply: open(() => ({})),
};
