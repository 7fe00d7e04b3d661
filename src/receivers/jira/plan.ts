import { stepChanges } from "../../incident/draw/step-changes.ts";
import { drawStory } from "../../incident/draw.ts";
import { isOpen } from "../../incident/incident.ts";
import type { JournalEntry } from "../../incident/journal.ts";
import type { IncidentView } from "../../incident/view.ts";
import type { JiraDestination } from "../../policy/destination.ts";
import { jiraWords } from "../../words/jira.ts";
import type { Step } from "../receiver.ts";
import type { AdfDoc } from "./adf.ts";
import type { IssueBinding } from "./binding.ts";
import { drawComment, drawIssue, drawnFor, drawPlainIssue, drawStoryComment, type IssueDrawing } from "./draw-issue.ts";
import { issueRate, projectRate } from "./limits.ts";
import type { StatusCategory } from "./transition.ts";

/** One write to Jira. */
export type Act =
  | { readonly kind: "create"; readonly drawing: IssueDrawing; readonly leaves: Omit<IssueBinding, "issue"> }
  | { readonly kind: "describe"; readonly drawing: IssueDrawing; readonly drawn: string }
  | { readonly kind: "comment"; readonly mark: string; readonly body: AdfDoc }
  /** `to` as the journal names actors; left alone where they have no account there. */
  | { readonly kind: "assign"; readonly to: string }
  | {
      readonly kind: "move";
      readonly stands: IssueBinding["stands"];
      readonly towards: readonly [StatusCategory, ...StatusCategory[]];
      /** Moved only from here; from anywhere when absent. Somebody may have moved it on. */
      readonly from?: StatusCategory;
    };
export type JiraStep = Step & { readonly act: Act };

type Drawer = (view: IncidentView, destination: JiraDestination) => IssueDrawing;
type Asked = {
  readonly view: IncidentView;
  readonly binding: IssueBinding | null;
  readonly destination: JiraDestination;
};

/** The next write with the incident's card drawn in full. */
export const nextJiraStep = (asked: Asked): JiraStep | null => stepOf(nextAct(asked, drawIssue), asked);

/** The next write with nothing but the alert's name in it (protocol 9). */
export function plainJiraStep(asked: Asked): JiraStep | null {
  const isDrawn = asked.binding?.drawn === drawnFor(asked.view.incident);
  return isDrawn
    ? null
    : stepOf(asked.binding ? describe(asked, drawPlainIssue) : create(asked, drawPlainIssue), asked);
}

/**
 * An ended issue may be read-only in Jira, so it is moved back first and moved to its end last; between them the
 * description and what the story has to add.
 */
function nextAct(asked: Asked, draw: Drawer): Act | null {
  const { binding, view, destination } = asked;
  if (!binding) return create(asked, draw);
  const end = destination.move.resolved;
  if (binding.stands === "over" && isOpen(view.incident)) return moveBack(end);
  if (binding.drawn !== drawnFor(view.incident)) return describe(asked, draw);
  const comment = nextComment(asked, binding);
  if (comment) return comment;
  const { assignee } = view.incident;
  if (assignee && assignee.where !== "jira" && assignee.to !== binding.assigned) {
    return { kind: "assign", to: assignee.to };
  }
  if (end !== undefined && binding.stands === "open" && !isOpen(view.incident)) {
    return { kind: "move", stands: "over", towards: [end] };
  }
  return null;
}

/** What the story says before the issue is there stands in its description. */
function create({ view, destination }: Asked, draw: Drawer): Act {
  const { incident } = view;
  const leaves = { drawn: drawnFor(incident), told: incident.seq, stands: "open" as const, stuck: null };
  return { kind: "create", drawing: draw(view, destination), leaves };
}

function describe({ view, destination }: Asked, draw: Drawer): Act {
  return { kind: "describe", drawing: draw(view, destination), drawn: drawnFor(view.incident) };
}

function nextComment({ view, destination }: Asked, { told, stuck }: IssueBinding): Act | null {
  if (stuck) {
    const to = jiraWords(categoryOf(stuck.to), destination.locale);
    const fields = stuck.lacks.join(", ");
    const text = jiraWords(fields ? "stuckFields" : "stuckNoWay", destination.locale, { to, fields });
    const mark = `${stuckMark}${view.incident.reopened}`;
    return { kind: "comment", mark, body: drawComment(text, mark) };
  }
  const entries = new Map(view.story.map((entry) => [entry.seq, entry]));
  const line = drawStory(view, told, destination.locale).find(({ seq }) => {
    const entry = entries.get(seq);
    return entry && !isShownHere(entry, destination.id) && !isNoComment(entry);
  });
  if (!line) return null;
  const mark = String(line.seq);
  const changes = changesOf(entries.get(line.seq), view, destination);
  return { kind: "comment", mark, body: drawStoryComment(line, mark, destination.locale, changes) };
}

/** What the issue shows without a comment: that it was made, and what people did in Jira itself. */
function isShownHere({ kind, data }: JournalEntry, destination: string): boolean {
  if (kind === "told") return data.destination === destination;
  return data.where === "jira" && kind !== "resolved-elsewhere";
}

/**
 * Actions and verdicts are comments, counters never (behaviour 8): of an action's steps only the one that failed, never
 * what serves so far, nor the list of what changed near the incident, which grows.
 */
function isNoComment({ kind, data }: JournalEntry): boolean {
  if (kind === "action-step") return data.news !== "failed";
  return kind === "action-serving" || kind === "changes";
}

/** What was before and is after, where an action ended: also of one that failed, which must not hide what it changed. */
function changesOf(entry: JournalEntry | undefined, { incident }: IncidentView, { locale }: JiraDestination) {
  const isEnd = entry?.kind === "action-done" || entry?.kind === "action-failed";
  const run = isEnd ? incident.runs?.find(({ id }) => id === entry.data.run) : undefined;
  return run ? stepChanges(run, locale) : [];
}

function moveBack(end: StatusCategory = "done"): Act {
  const towards: readonly [StatusCategory, ...StatusCategory[]] = end === "done" ? ["indeterminate", "new"] : ["new"];
  return { kind: "move", stands: "open", towards, from: end };
}

const stuckMark = "move-";

/** What Jira shows once the comment with this mark is there. */
export function afterComment(binding: IssueBinding, mark: string): IssueBinding {
  return mark.startsWith(stuckMark) ? { ...binding, stuck: null } : { ...binding, told: Number(mark) };
}

const commentStep = "comment:";

/** The mark of the comment that a doubt is about; `null` when it is about the issue itself. */
export function markOfDoubt(step: string): string | null {
  return step.startsWith(commentStep) ? step.slice(commentStep.length) : null;
}

function stepOf(act: Act | null, { view, binding, destination }: Asked): JiraStep | null {
  if (!act) return null;
  const names = {
    create: "create",
    describe: "describe",
    comment: act.kind === "comment" ? `${commentStep}${act.mark}` : "",
    assign: "assign",
    move: `move:${view.incident.phase}`,
  } as const satisfies Record<Act["kind"], string>;
  return {
    step: names[act.kind],
    idempotent: act.kind !== "create" && act.kind !== "comment",
    rings: act.kind === "create",
    gates: [
      { key: `write:${destination.id}`, rate: projectRate },
      ...(binding ? [{ key: `write:${destination.id}:${binding.issue}`, rate: issueRate }] : []),
    ],
    act,
  };
}

function categoryOf(key: string): StatusCategory {
  return key === "new" || key === "indeterminate" ? key : "done";
}
