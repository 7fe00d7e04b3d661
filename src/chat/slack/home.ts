import type { HomeView } from "@slack/types";
import type { CardLine } from "../../incident/card.ts";
import type { Incident } from "../../incident/incident.ts";
import { humanId } from "../../incident/view.ts";
import { slackChat } from "../../words/slack-chat.ts";
import { wordsOf } from "../../words/words.ts";
import { headLine, textLine } from "../commands/lines.ts";
import { isOf, openNow } from "../commands/open-now.ts";
import { callTimeOutMs } from "./answer.ts";
import { answerInTime } from "./answer-in-time.ts";
import type { SlackDeps } from "./slack-deps.ts";

const shownMax = 30;

/** Shows somebody the open incidents that are theirs, on their home tab, the worst first; left as it is while the store is away. */
export async function publishHome(user: string, deps: SlackDeps): Promise<void> {
  const { actor, locale = deps.locale } = await deps.directory.personOf({ vendor: "slack", id: user });
  const mine = await answerInTime(
    openNow(deps.store, (incident) => isOf(incident, actor.id)),
    deps,
  );
  if (mine.kind === "not") return;
  const lines = mine.value.slice(0, shownMax).map(({ incident, number }): CardLine => {
    const name = `${wordsOf(locale).severity[incident.severity]} · ${deps.titleOf(incident, locale)}`;
    const id = humanId(number);
    const url = deps.publicUrl === undefined ? linkOf(incident) : `${deps.publicUrl}/incidents/${id}`;
    const head: CardLine = url === undefined ? [{ kind: "strong", text: id }] : [{ kind: "link", text: id, url }];
    return [...head, { kind: "text", text: ` · ${name}` }];
  });
  const title = headLine(slackChat.homeTitle[locale]);
  const body = lines.length > 0 ? lines : [textLine(slackChat.homeEmpty[locale])];
  const view: HomeView = { type: "home", blocks: [...deps.draw([title, ...body], locale).blocks] };
  const shown = await deps.api("views.publish", { user_id: user, view }, AbortSignal.timeout(callTimeOutMs));
  if (shown.kind !== "ok") deps.log.warn({ reason: shown.detail }, "a home tab in Slack was not shown");
}

/** The incident's message in Slack, where one was told. */
function linkOf({ standing }: Incident): string | undefined {
  return Object.entries(standing).find(([id, { link }]) => id.startsWith("slack:") && link !== undefined)?.[1].link;
}
