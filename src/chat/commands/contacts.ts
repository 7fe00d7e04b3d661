import type { CardLine } from "../../incident/card.ts";
import type { Contact, People } from "../../policy/people/people.ts";
import { commandWordsOf } from "../../words/commands.ts";
import type { Locale } from "../../words/locale.ts";
import type { Asked, Command, Said } from "./command.ts";
import type { CommandDeps } from "./command-deps.ts";
import { headLine, joined, textLine, wordSaid } from "./lines.ts";
import { reachOf } from "./on-call.ts";

const shownMax = 40;

/** `contacts [TEAM|NAME]`: who is who, their roles, how to reach them, and which experts can be called. */
export function contacts(deps: CommandDeps): Command {
  return {
    name: "contacts",
    run: async (asked): Promise<Said> => {
      const { people, teams } = deps.policy();
      const words = commandWordsOf(asked.locale).contacts;
      const [word] = asked.words;
      const team = word === undefined ? undefined : teams.find((one) => one.toLowerCase() === word.toLowerCase());
      const shown = [...people.contacts.values()].filter(
        (one) =>
          word === undefined || isNamed(one, asked.words.join(" ")) || (team && rolesOf(people, one, team).length > 0),
      );
      const experts = word === undefined ? expertLines(people, asked.locale) : [];
      if (shown.length === 0 && experts.length === 0) {
        return { lines: [textLine(word === undefined ? words.none : words.noneSuch(wordSaid(word)))] };
      }
      const lines = await Promise.all(shown.slice(0, shownMax).map((one) => contactLine(deps, asked, one, team)));
      const rest = shown.length - lines.length;
      const head = team === undefined ? [] : [headLine(words.ofTeam(team))];
      return {
        lines: [
          ...head,
          ...lines,
          ...(rest > 0 ? [textLine(commandWordsOf(asked.locale).more(rest))] : []),
          ...experts,
        ],
      };
    },
  };
}

function isNamed({ name, id }: Contact, words: string): boolean {
  return id === words.toLowerCase() || name.toLowerCase().includes(words.toLowerCase());
}

async function contactLine(
  deps: CommandDeps,
  asked: Asked,
  contact: Contact,
  team: string | undefined,
): Promise<CardLine> {
  const found = await deps.directory.find(contact.id);
  const person = found ?? { actor: { id: `person:${contact.id}`, name: contact.name }, email: contact.id };
  const roles = rolesOf(deps.policy().people, contact, team);
  const words = commandWordsOf(asked.locale).contacts;
  return joined([await reachOf(deps, asked, person), roles.length === 0 ? [] : textLine(words.holds(roles))], " · ");
}

/** Roles given by e-mail; those that a group or a schedule gives are the vendors' to say. */
function rolesOf(people: People, { id }: Contact, team: string | undefined): readonly string[] {
  return people.roles.filter((role) =>
    people.holders(role, team).some((holder) => holder.kind === "email" && holder.email === id),
  );
}

function expertLines({ experts, contacts: known }: People, locale: Locale): readonly CardLine[] {
  if (experts.size === 0) return [];
  const words = commandWordsOf(locale).contacts;
  const lines = [...experts.values()].map(({ name, people }) =>
    textLine(
      `• ${words.expert(
        name,
        people.map((id) => known.get(id)?.name ?? id),
      )}`,
    ),
  );
  return [headLine(words.experts), ...lines];
}
