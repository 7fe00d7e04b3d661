import { z } from "zod";
import { actingWords } from "../words/acting.ts";
import { policySeen } from "../words/policy-seen.ts";
import { askVigie, urlHere } from "./ask-vigie.ts";
import { type CommandIo, type Grammar, printable, readAsked } from "./command.ts";

const grammar: Grammar = {
  usage: "incidents",
  options: { url: { type: "string" }, all: { type: "boolean" }, json: { type: "boolean" } },
  files: [0, 0],
};

const listSchema = z.object({
  incidents: z.array(
    z.looseObject({
      id: z.string(),
      title: z.string(),
      severity: z.string(),
      phase: z.string(),
      openedAt: z.string(),
    }),
  ),
});
const over: readonly string[] = ["resolved", "closed"];

/**
 * `vigie incidents`: the incidents that are open, of the newest 200; `--all` those that are over too.
 *
 * @returns the exit code: 0, or 2 where Vigie could not be asked
 */
export async function incidentsCommand(args: readonly string[], io: CommandIo): Promise<number> {
  const asked = readAsked(args, io, grammar);
  if (!asked) return 2;
  const { locale } = asked;
  const url = asked.text("url") ?? urlHere(io);
  const answer = await askVigie(url, "/api/v1/incidents?limit=200", locale, io);
  const read = answer.ok && answer.status === 200 ? listSchema.safeParse(answer.body) : null;
  if (!read?.success) {
    const words = policySeen[locale];
    const status = answer.ok ? answer.status : 0;
    const answered = status === 401 || status === 403 ? words.wantsToken(status) : words.refused(status);
    const reason = answer.ok ? (status === 200 ? words.notVigie : answered) : answer.reason;
    io.stderr.write(printable(`${actingWords[locale].unreachable(URL.parse(url)?.origin ?? url, reason)}\n`));
    return 2;
  }
  const shown = read.data.incidents.filter(({ phase }) => asked.flag("all") || !over.includes(phase));
  const lines = asked.flag("json")
    ? [JSON.stringify(shown, null, 2)]
    : shown.map(
        ({ id, severity, phase, openedAt, title }) =>
          `${id.padEnd(9)} ${severity.toUpperCase().padEnd(8)} ${phase.padEnd(13)} ${openedAt.slice(0, 16)}Z  ${title.replace(/\s+/g, " ")}`,
      );
  io.stdout.write(printable(`${lines.length === 0 ? actingWords[locale].nothingOpen : lines.join("\n")}\n`));
  return 0;
}
