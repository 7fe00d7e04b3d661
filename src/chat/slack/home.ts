import type { HomeView } from "@slack/types";
import type { CardLine } from "../../incident/card.ts";
import { type Incident, isOpen } from "../../incident/incident.ts";
import { humanId } from "../../incident/view.ts";
import type { StoredIncident } from "../../store/port.ts";
import { slackChat } from "../../words/slack-chat.ts";
import { wordsOf } from "../../words/words.ts";
import { callTimeOutMs, lineOf } from "./answer.ts";
import { inTime } from "./in-time.ts";
import type { SlackDeps } from "./slack-deps.ts";

/** How far back the list is read, and how much of it is shown. */
const pagesMax = 5;
const pageSize = 200;
const shownMax = 30;

/** Shows somebody the open incidents that they took or were given, on their home tab; left as it is while the store is away. */
export async function publishHome(user: string, deps: SlackDeps): Promise<void> {
  const { actor, locale = deps.locale } = await deps.directory.personOf({ vendor: "slack", id: user });
  const mine = await inTime(incidentsOf(actor.id, deps), deps);
  if (mine.kind === "not") return;
  const lines = mine.value.map(({ incident, number }): CardLine => {
    const name = `${wordsOf(locale).severity[incident.severity]} · ${deps.titleOf(incident, locale)}`;
    const id = humanId(number);
    const url = deps.publicUrl === undefined ? linkOf(incident) : `${deps.publicUrl}/incidents/${id}`;
    const head: CardLine = url === undefined ? [{ kind: "strong", text: id }] : [{ kind: "link", text: id, url }];
    return [...head, { kind: "text", text: ` · ${name}` }];
  });
  const title: CardLine = [{ kind: "strong", text: slackChat.homeTitle[locale] }];
  const body = lines.length > 0 ? lines : [lineOf(slackChat.homeEmpty[locale])];
  const view: HomeView = { type: "home", blocks: [...deps.draw([title, ...body], locale).blocks] };
  const shown = await deps.api("views.publish", { user_id: user, view }, AbortSignal.timeout(callTimeOutMs));
  if (shown.kind !== "ok") deps.log.warn({ reason: shown.detail }, "a home tab in Slack was not shown");
}

async function incidentsOf(actor: string, { store }: SlackDeps): Promise<readonly StoredIncident[]> {
  const mine: StoredIncident[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < pagesMax && mine.length < shownMax; page += 1) {
    const { incidents, next } = await store.list({ limit: pageSize, ...(cursor === undefined ? {} : { cursor }) });
    mine.push(...incidents.filter(({ incident }) => isOpen(incident) && concerns(incident, actor)));
    if (next === null) break;
    cursor = next;
  }
  return mine.slice(0, shownMax);
}

function concerns({ acknowledged, assignee, commander }: Incident, actor: string): boolean {
  return [acknowledged?.by, assignee?.to, commander?.id].includes(actor);
}

/** The incident's message in Slack, where one was told. */
function linkOf({ standing }: Incident): string | undefined {
  return Object.entries(standing).find(([id, { link }]) => id.startsWith("slack:") && link !== undefined)?.[1].link;
}
