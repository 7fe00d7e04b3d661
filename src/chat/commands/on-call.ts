import type { CardLine, Inline } from "../../incident/card.ts";
import { placeName } from "../../incident/draw.ts";
import { commandWordsOf } from "../../words/commands.ts";
import { wordsOf } from "../../words/words.ts";
import { inTime } from "../in-time.ts";
import type { OnCall, Person } from "../person.ts";
import type { Asked, Command, Said } from "./command.ts";
import type { CommandDeps } from "./command-deps.ts";
import { headLine, joined, sentenceLine, textLine, wordSaid } from "./lines.ts";
import { judgedFor, named, servicesKnown } from "./services.ts";

/** An answer at three in the morning comes within 3 s (U-52): what a vendor has not said by then is not waited for. */
const answerWithinMs = 2_000;
const unreachable = { kind: "nobody", because: "unreachable" } as const;
const teamsMax = 30;

/** What is asked about: a service with the team that answers for it, a team, or what has none. */
type Question = { readonly title: string; readonly team: string | undefined; readonly service?: string };

/** `oncall [SERVICE|TEAM]`: who answers now, until when, and how to reach them (A000-67). */
export function onCallNow(deps: CommandDeps): Command {
  return {
    name: "oncall",
    run: async (asked): Promise<Said> => {
      const words = commandWordsOf(asked.locale).oncall;
      const [word] = asked.words;
      if (word === undefined) {
        const teams = deps.policy().teams.slice(0, teamsMax);
        const questions = [
          ...teams.map((team): Question => ({ title: words.forTeam(team), team })),
          { title: words.forOthers, team: undefined },
        ];
        const answers = await Promise.all(questions.map((one) => answered(deps, asked, one)));
        return { lines: answers.flat() };
      }
      const team = named(word, deps.policy().teams);
      if ("name" in team)
        return { lines: await answered(deps, asked, { title: words.forTeam(team.name), team: team.name }) };
      const known = await servicesKnown(deps);
      const service = named(word, known);
      const doubt = "name" in service ? [] : [textLine(words.unknown(wordSaid(word), service.near ?? team.near))];
      const name = "name" in service ? service.name : word;
      const owner = judgedFor(deps.policy(), name).team?.id;
      const question = { title: words.forService(wordSaid(name), owner), team: owner, service: name };
      return { lines: [...doubt, ...(await answered(deps, asked, question))] };
    },
  };
}

async function answered(
  deps: CommandDeps,
  asked: Asked,
  { title, team, service }: Question,
): Promise<readonly CardLine[]> {
  const found = await inTime(deps.directory.onCall(team), unreachable, answerWithinMs);
  const said = await peopleLines(deps, asked, found);
  const tells = service === undefined ? [] : [textLine(tellsWords(deps, asked, service))];
  return [headLine(title), ...said, ...tells];
}

async function peopleLines(deps: CommandDeps, asked: Asked, found: OnCall): Promise<readonly CardLine[]> {
  const words = commandWordsOf(asked.locale).oncall;
  if (found.kind === "nobody") return [textLine(words.nobody[found.because])];
  const until = found.until === undefined ? [] : sentenceLine(words.until(found.until), deps.now());
  return Promise.all(found.people.map(async (person) => joined([await reachOf(deps, asked, person), until], " · ")));
}

/** Their name and every way to reach them: a mention where they are asked about, their phone, their e-mail. */
export async function reachOf(deps: CommandDeps, { where }: Asked, person: Person): Promise<CardLine> {
  const isChat = where === "slack" || where === "teams";
  const mention = isChat ? await deps.directory.mentionOf(person, where) : undefined;
  const contact = person.email === undefined ? undefined : deps.policy().people.contacts.get(person.email);
  const name = person.actor.name ?? contact?.name ?? person.email ?? person.actor.id;
  const mentioned: readonly Inline[] = mention === undefined ? [] : [{ kind: "mention", mention }];
  const ways = [contact?.phone, person.email === name ? undefined : person.email].filter((way) => way !== undefined);
  return joined([[{ kind: "text", text: name }], mentioned, ...ways.map(textLine)], " · ");
}

function tellsWords({ policy }: CommandDeps, { locale }: Asked, service: string): string {
  const { owed } = judgedFor(policy(), service);
  const places = [...new Set(owed.map(({ id }) => placeName(id, undefined, locale, owed)))];
  return commandWordsOf(locale).oncall.tells(wordsOf(locale).severity.critical, places);
}
