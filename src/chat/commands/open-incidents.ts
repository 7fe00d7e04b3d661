import type { Incident } from "../../incident/incident.ts";
import { commandWordsOf } from "../../words/commands.ts";
import { presserOf } from "../presser.ts";
import type { Asked, Command, Said } from "./command.ts";
import type { CommandDeps } from "./command-deps.ts";
import { incidentLine } from "./incident-line.ts";
import { textLine, wordSaid } from "./lines.ts";
import { isOf, openNow } from "./open-now.ts";

const shownMax = 20;

/** `open [mine|all|TEAM]`: in a channel of the policy what this channel was told of, elsewhere all. */
export function openIncidents(deps: CommandDeps): Command {
  return {
    name: "open",
    run: async (asked): Promise<Said> => {
      const { locale, words: typed } = asked;
      const words = commandWordsOf(locale);
      const found = await openNow(deps.store, await wanted(deps, asked));
      if (found.length === 0) {
        const what = typed[0];
        const isOfAll = what === undefined || what === "all" || what === "mine";
        return { lines: [textLine(isOfAll ? words.nothingOpen : words.nothingOpenOf(wordSaid(what)))] };
      }
      const lines = found.slice(0, shownMax).map((one) => incidentLine(one, locale, deps.publicUrl));
      const rest = found.length - lines.length;
      return { lines: rest > 0 ? [...lines, textLine(words.more(rest))] : lines };
    },
  };
}

async function wanted({ directory, policy }: CommandDeps, asked: Asked): Promise<(incident: Incident) => boolean> {
  const [what] = asked.words;
  if (what === "all") return () => true;
  if (what === "mine") {
    const { actor } = (await presserOf(asked.account, undefined, { directory, policy: policy() })).person;
    return (incident) => isOf(incident, actor.id);
  }
  if (what !== undefined) return ({ team, identity }) => team?.id === what || identity.service === what;
  const { destination } = asked;
  return destination === undefined ? () => true : ({ owed }) => owed.some(({ id }) => id === destination);
}
