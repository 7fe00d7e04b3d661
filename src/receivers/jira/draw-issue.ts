import type { Card, Inline, StoryLine, Tone } from "../../incident/card.ts";
import { shownPhase } from "../../incident/draw/headline.ts";
import { placeOf } from "../../incident/draw/instances.ts";
import { webAddress } from "../../incident/draw/links.ts";
import { cut, tidy } from "../../incident/draw/tidy.ts";
import { drawCard } from "../../incident/draw.ts";
import { type AlertRow, type Incident, isOpen, lasts } from "../../incident/incident.ts";
import { traceEnding } from "../../incident/trace-ending.ts";
import { groupLabel, traceLabel } from "../../incident/trace-labels.ts";
import { humanId, type IncidentView } from "../../incident/view.ts";
import type { JiraDestination } from "../../policy/destination.ts";
import { jiraWords } from "../../words/jira.ts";
import type { Locale } from "../../words/locale.ts";
import { utc, utcClock } from "../../words/moments.ts";
import {
  type AdfDoc,
  type AdfPanel,
  type AdfParagraph,
  type AdfText,
  adfBulletList,
  adfDoc,
  adfParagraph,
  adfText,
} from "./adf.ts";
import { issueLimits } from "./limits.ts";

/** An issue as it should look now. */
export type IssueDrawing = {
  readonly summary: string;
  readonly description: AdfDoc;
  readonly labels: readonly string[];
  /** The priority's name; absent where the policy names none for this severity. */
  readonly priority?: string;
};

const panels: Readonly<Record<Tone, AdfPanel["attrs"]["panelType"]>> = {
  info: "info",
  warning: "warning",
  critical: "error",
  urgent: "error",
  resolved: "success",
  neutral: "note",
};

/** How much of the incident a description holds, until it fits. */
const sizes = [
  { alerts: 20, links: issueLimits.linksMax, textMaxUnits: 300 },
  { alerts: 10, links: 5, textMaxUnits: 150 },
  { alerts: 0, links: 0, textMaxUnits: 100 },
] as const;
type Size = (typeof sizes)[number];

/**
 * What the description depends on: it is rewritten at phase and severity changes, never for counters (behaviour 8). That
 * a resolved incident is closed later changes nothing in it, and many workflows take no edits by then.
 */
export function drawnFor(incident: Incident): string {
  const open = lasts(incident) ? shownPhase(incident) : "recovered";
  const phase = isOpen(incident) ? open : (incident.outcome ?? "over");
  return `${phase}/${incident.severity}/${incident.reopened}`;
}

/** The incident's card as an issue. */
export function drawIssue(view: IncidentView, destination: JiraDestination): IssueDrawing {
  const card = drawCard(view, destination.locale);
  return issue(view, destination, card.notification, fittingDescription(view, card, destination.locale));
}

/** The issue when drawing the card fails (protocol 9): the alert's name, nothing computed. */
export function drawPlainIssue(view: IncidentView, destination: JiraDestination): IssueDrawing {
  const { severity, identity, lead } = view.incident;
  const summary = [String(severity).toUpperCase(), identity?.environment, lead?.name, humanId(view.number)].join(" ");
  return issue(view, destination, summary, plainDescription(view));
}

/**
 * A comment that tells one entry of the story, and below it what was changed. `mark` says which entry and is how the
 * comment is found again: it ends the comment.
 */
export function drawStoryComment(
  { line }: StoryLine,
  mark: string,
  locale: Locale,
  changes: readonly string[] = [],
): AdfDoc {
  const told = inlines(line, locale, issueLimits.documentMaxUnits / 4);
  if (changes.length === 0) return adfDoc([adfParagraph(told, commentMark(mark))]);
  const list = adfBulletList(changes.map((change) => adfParagraph(adfText(change))));
  return adfDoc([adfParagraph(told), ...list, adfParagraph(commentMark(mark))]);
}

/** A comment in our own words. */
export function drawComment(text: string, mark: string): AdfDoc {
  return adfDoc([adfParagraph(adfText(cut(text, 1_000)), commentMark(mark))]);
}

/** The issue belongs to one incident, so the entry's number is enough. */
function commentMark(mark: string): AdfText[] {
  return adfText(traceEnding(mark), { type: "em" });
}

function issue(view: IncidentView, destination: JiraDestination, summary: string, description: AdfDoc): IssueDrawing {
  const { uid, groupId, severity } = view.incident;
  const priority = destination.priority[severity];
  return {
    summary: tidy(summary, issueLimits.summaryMaxUnits) || humanId(view.number),
    description,
    labels: ["vigie", traceLabel(uid), groupLabel(groupId)],
    ...(priority === undefined ? {} : { priority }),
  };
}

function fittingDescription(view: IncidentView, card: Card, locale: Locale): AdfDoc {
  for (const size of sizes) {
    const doc = drawDescription(view, card, locale, size);
    if (JSON.stringify(doc).length <= issueLimits.documentMaxUnits) return doc;
  }
  return plainDescription(view);
}

function drawDescription(view: IncidentView, { tone, lines, links, id }: Card, locale: Locale, size: Size): AdfDoc {
  const panel: AdfPanel = {
    type: "panel",
    attrs: { panelType: panels[tone] },
    content: lines.map((line) => adfParagraph(inlines(line, locale, size.textMaxUnits))),
  };
  const alerts = view.alerts.length > 1 ? view.alerts.slice(0, size.alerts) : [];
  const asOf = jiraWords("asOf", locale, { at: utc(view.incident.updatedAt, "date-time", locale) });
  return adfDoc([
    panel,
    ...adfBulletList(alerts.map((row) => alertLine(row, size.textMaxUnits))),
    ...linkLine(links.slice(0, size.links)),
    adfParagraph(adfText(`${id} · ${asOf}`)),
  ]);
}

function plainDescription(view: IncidentView): AdfDoc {
  return adfDoc([adfParagraph(adfText(`${tidy(view.incident.lead?.name ?? "", 200)} · ${humanId(view.number)}`))]);
}

function alertLine({ status, alert }: AlertRow, maxUnits: number): AdfParagraph {
  const { summary, description } = alert.annotations;
  const said = [alert.name, placeOf(alert), summary ?? description].filter(Boolean).join(" · ");
  return adfParagraph(adfText(`${status === "firing" ? "🔥" : "✓"} ${tidy(said, maxUnits)}`));
}

function linkLine(links: readonly { readonly text: string; readonly url: string }[]): AdfParagraph[] {
  const drawn = links.flatMap(({ text, url }) => {
    const href = webAddress(url);
    return href === null ? [] : [adfText(tidy(text, 100) || href, { type: "link", attrs: { href } })];
  });
  return drawn.length === 0
    ? []
    : [adfParagraph(...drawn.flatMap((link, at) => (at === 0 ? [link] : [adfText(" · "), link])))];
}

/** A line of the card. Jira draws no times in the reader's zone, so they are UTC; the last one of the line says so. */
function inlines(line: readonly Inline[], locale: Locale, maxUnits: number): AdfText[] {
  const lastTime = line.findLastIndex((inline) => inline.kind === "time");
  return line.flatMap((inline, at) =>
    inline.kind === "time"
      ? adfText((at === lastTime ? utc : utcClock)(inline.at, inline.style, locale))
      : drawInline(inline, maxUnits),
  );
}

function drawInline(inline: Exclude<Inline, { kind: "time" }>, maxUnits: number): AdfText[] {
  switch (inline.kind) {
    case "text":
      return adfText(cut(inline.text, maxUnits));
    case "strong":
      return adfText(cut(inline.text, maxUnits), { type: "strong" });
    case "mention":
      return adfText(cut(inline.mention, maxUnits));
    case "link": {
      const href = webAddress(inline.url);
      return adfText(
        cut(inline.text, maxUnits),
        ...(href === null ? [] : [{ type: "link" as const, attrs: { href } }]),
      );
    }
  }
}
