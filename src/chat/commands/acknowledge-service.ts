import type { StoredIncident } from "../../store/port.ts";
import { commandWordsOf } from "../../words/commands.ts";
import type { Pressed } from "../desk.ts";
import type { Asked, Command, Said } from "./command.ts";
import type { CommandDeps } from "./command-deps.ts";
import { idOf } from "./incident-line.ts";
import { textLine, wordSaid } from "./lines.ts";
import { isOfService, openNow } from "./open-now.ts";

/** So many at most in one command; who has more asks again. */
const pressesMax = 50;

/** `ack SERVICE`: one press for each open incident of the service, each answered as a press of its own button is. */
export function acknowledgeService(deps: CommandDeps): Command {
  return {
    name: "ack",
    run: async (asked): Promise<Said> => {
      const words = commandWordsOf(asked.locale);
      const service = asked.words.join(" ");
      if (service === "") return { lines: [textLine(words.ack.which)] };
      const open = await openNow(deps.store, (incident) => isOfService(incident, service));
      if (open.length === 0) return { lines: [textLine(words.nothingOpenOf(wordSaid(service)))] };
      const pressed = await inTurn(open.slice(0, pressesMax), (one) => press(deps, asked, one));
      const done = pressed.filter(({ answer }) => answer.kind === "done").length;
      const others = pressed.filter(({ answer }) => answer.kind !== "done");
      const rest = open.length - pressed.length;
      return {
        lines: [
          textLine(words.ack.done(done, wordSaid(service))),
          ...others.map(({ number, answer }) => [
            idOf(number, deps.publicUrl),
            ...textLine(` · ${"said" in answer ? answer.said : ""}`),
          ]),
          ...(rest > 0 ? [textLine(words.more(rest))] : []),
        ],
      };
    },
  };
}

async function press(
  { desk }: CommandDeps,
  { account, where, locale }: Asked,
  { number, incident }: StoredIncident,
): Promise<{ readonly number: number; readonly answer: Pressed }> {
  const version = incident.seq;
  const answer = await desk.press({ handler: "acknowledge", incident: { number }, version, account, where, locale });
  return { number, answer };
}

/** One after the other: a service with many open incidents must not take the store from a storm. */
async function inTurn<In, Out>(items: readonly In[], work: (item: In) => Promise<Out>): Promise<readonly Out[]> {
  const done: Out[] = [];
  for (const item of items) done.push(await work(item));
  return done;
}
