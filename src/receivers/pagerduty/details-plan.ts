import { z } from "zod";
import type { Run } from "../../incident/actions/run.ts";
import type { StoryLine } from "../../incident/card.ts";
import { drawStory } from "../../incident/draw.ts";
import { pageWanted } from "../../incident/incident.ts";
import type { IncidentView } from "../../incident/view.ts";
import type { PagerDutyDestination } from "../../policy/destination.ts";
import type { Step } from "../receiver.ts";
import { isChangeToTell } from "./draw-change.ts";
import { enqueueRate, restRate } from "./limits.ts";

const bindingSchema = z.object({
  /** PagerDuty's id of the incident that the page opened; absent while nobody looked it up. */
  id: z.string().optional(),
  /** Which page that was; 0 while nobody looked. */
  pageNo: z.int().min(0),
  /** Journal entries up to this one are told as notes; those of the page itself stand in its details. */
  told: z.int().min(0),
  /** Calls for experts up to this entry were asked. */
  asked: z.int().min(0),
  /** Steps of the escalation that PagerDuty was told. */
  steps: z.int().min(0),
  /** Steps that were taken before this page; they led to it, and raise nothing here. */
  before: z.int().min(0).default(0),
  /** Runs of actions whose change was told, of those that the incident still keeps. */
  changes: z.array(z.string()).optional(),
});

/** What PagerDuty shows of one incident beyond the page itself. */
export type DetailsBinding = z.infer<typeof bindingSchema>;

export function readDetailsBinding(value: unknown): DetailsBinding | null {
  return bindingSchema.safeParse(value).data ?? null;
}

/** One call about details. */
export type DetailsAct =
  /** Finds the incident of an accepted page; its absence is said (protocol 3.4). */
  | { readonly kind: "look"; readonly pageNo: number; readonly pagedAt: number; readonly seq: number }
  /** `level` counts from 1, the level that the page itself goes to. */
  | { readonly kind: "escalate"; readonly steps: number; readonly level: number }
  /** `people` are e-mails or PagerDuty's user ids. */
  | {
      readonly kind: "responders";
      readonly seq: number;
      readonly by: string;
      readonly people: readonly string[];
      readonly message: string;
    }
  | { readonly kind: "note"; readonly seq: number; readonly by: string; readonly text: string }
  /** `leaves`: the runs that are told then. */
  | { readonly kind: "change"; readonly run: Run; readonly leaves: readonly string[]; readonly seq: number };
export type DetailsStep = Step & { readonly act: DetailsAct };

/**
 * What PagerDuty shows by itself, what is about other places, and the single steps of an action: its beginning, its end
 * and its verdict are told (issue 5), and what failed of it is said with its end.
 */
const leftOut: ReadonlySet<string> = new Set([
  "told",
  "undelivered",
  "truncated",
  "page-withheld",
  "action-step",
  "action-serving",
]);

const called = z.object({ by: z.string(), mentions: z.object({ pagerduty: z.string() }) });

type Asked = {
  readonly view: IncidentView;
  readonly binding: DetailsBinding | null;
  readonly destination: PagerDutyDestination;
  /** Without an API token only events can be sent: what an action changed. */
  readonly hearsRest: boolean;
};

/** The next call that brings the details at PagerDuty in line, or `null` (protocol 3.2, behaviour 5, 8). */
export function nextDetailsStep(asked: Asked): DetailsStep | null {
  const act = nextAct(asked);
  if (!act) return null;
  const isEvent = act.kind === "change";
  return {
    step: act.kind === "note" ? noteStep(act.seq) : isEvent ? `change:${act.run.id}` : act.kind,
    // A change event that is sent again is one more line beside the incident; there is no way to look for the first.
    idempotent: act.kind !== "note",
    rings: false,
    // PagerDuty counts all events of a key together.
    gates: [
      isEvent
        ? { key: `enqueue:${asked.destination.id}`, rate: enqueueRate }
        : { key: `rest:${asked.destination.id}`, rate: restRate },
    ],
    act,
  };
}

function nextAct({ view, binding, destination, hearsRest }: Asked): DetailsAct | null {
  const { incident } = view;
  const { pageNo, pagedAt } = incident.standing[destination.id] ?? {};
  // Nobody was paged here, or is about to be paged anew: that page tells what there is to tell.
  if (pageNo === undefined || pagedAt === undefined || pageNo < incident.pageNo) return null;
  const change = nextChange(view, binding);
  if (change || !hearsRest) return change;
  const isWanted = pageWanted(incident);
  if (binding?.id === undefined || binding.pageNo < pageNo) {
    return isWanted ? { kind: "look", pageNo, pagedAt, seq: binding?.told ?? beforeStory(view) } : null;
  }
  const steps = incident.escalation?.steps ?? 0;
  if (steps > binding.steps && isWanted && !incident.acknowledged && !incident.silenced) {
    return { kind: "escalate", steps, level: steps - binding.before + 1 };
  }
  const lines = new Map(drawStory(view, 0, destination.locale).map((line) => [line.seq, line]));
  const expert = view.story.find(({ kind, seq }) => kind === "expert-called" && seq > binding.asked);
  if (expert) {
    const { by, mentions } = called.safeParse(expert.data).data ?? { by: expert.actor, mentions: { pagerduty: "" } };
    const people = mentions.pagerduty.split(/[\s,]+/).filter(Boolean);
    return { kind: "responders", seq: expert.seq, by, people, message: lines.get(expert.seq)?.text ?? "" };
  }
  return nextNote(view, binding.told, lines);
}

function nextChange(view: IncidentView, binding: DetailsBinding | null): DetailsAct | null {
  const { runs = [] } = view.incident;
  const told = (binding?.changes ?? []).filter((id) => runs.some((run) => run.id === id));
  const run = runs.find((one) => isChangeToTell(one) && !told.includes(one.id));
  return run ? { kind: "change", run, leaves: [...told, run.id], seq: beforeStory(view) } : null;
}

/** The entry before those that are there to be told. */
function beforeStory({ story, incident }: IncidentView): number {
  return story[0] === undefined ? incident.seq : story[0].seq - 1;
}

function nextNote(view: IncidentView, told: number, lines: ReadonlyMap<number, StoryLine>): DetailsAct | null {
  for (const { seq, kind, data, actor } of view.story) {
    const line = lines.get(seq);
    const wasDoneThere = data.where === "pagerduty" && kind !== "resolved-elsewhere";
    if (seq > told && line && !wasDoneThere && !leftOut.has(kind)) {
      return { kind: "note", seq, by: actor, text: line.text };
    }
  }
  return null;
}

const notePrefix = "note:";
const noteStep = (seq: number) => `${notePrefix}${seq}`;

/** The entry that a doubtful note tells; `null` when the doubt is about something else. */
export function noteOfDoubt(step: string): number | null {
  return step.startsWith(notePrefix) ? Number(step.slice(notePrefix.length)) : null;
}
