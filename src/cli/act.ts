import { z } from "zod";
import { actingWords } from "../words/acting.ts";
import type { Locale } from "../words/locale.ts";
import { policySeen } from "../words/policy-seen.ts";
import { askVigie, urlHere, type VigieAnswer } from "./ask-vigie.ts";
import { type CommandIo, type Grammar, printable, readAsked } from "./command.ts";

/** What of an incident the command needs. */
const incidentSchema = z.looseObject({
  id: z.string(),
  title: z.string(),
  severity: z.string(),
  phase: z.string(),
  version: z.number(),
  actions: z.array(
    z.looseObject({ handler: z.string(), text: z.string(), asks: z.enum(["nothing", "form", "confirmation"]) }),
  ),
  /** What each action on a model would do. */
  plans: z.array(z.looseObject({ action: z.string(), does: z.string() })).default([]),
});
const doneSchema = z.looseObject({ said: z.string() });
const errorSchema = z.object({
  error: z.looseObject({
    message: z.string(),
    issues: z.array(z.looseObject({ path: z.string(), message: z.string() })),
  }),
});

const grammar: Grammar = {
  usage: "act",
  options: { url: { type: "string" }, values: { type: "string" }, person: { type: "string" } },
  files: [1, 40],
};

/** Nothing was done, because it may not be or makes no sense now; Vigie could not be asked, or not like this. */
const exitCodes = { done: 0, refused: 1, unasked: 2 } as const;

/**
 * `vigie act VIG-12`: what can be done about an incident; `vigie act VIG-12 cause cause=data text="…"`: does it, with the
 * first token of `VIGIE_API_TOKEN`, as of what the incident is at this moment.
 *
 * @returns the exit code: 0 done, 1 refused, 2 not asked
 */
export async function actCommand(args: readonly string[], io: CommandIo): Promise<number> {
  const asked = readAsked(args, io, grammar);
  if (!asked) return exitCodes.unasked;
  const words = actingWords[asked.locale];
  const fail = (code: number, ...lines: readonly string[]) => {
    io.stderr.write(printable(`${lines.join("\n")}\n`));
    return code;
  };
  const [id = "", handler, ...pairs] = asked.files;
  if (!/^VIG-\d{1,15}$/.test(id)) return fail(exitCodes.unasked, words.notId(id));
  const given = asked.text("values");
  const all = given === undefined ? pairs : [given, ...pairs];
  const faulty = all.find((pair) => !/^[\w-]+=/.test(pair));
  if (faulty !== undefined) return fail(exitCodes.unasked, words.notValue(faulty));

  const url = asked.text("url") ?? urlHere(io);
  const ask = (path: string, sent?: unknown) => askVigie(url, path, asked.locale, io, sent);
  const found = await ask(`/api/v1/incidents/${id}`);
  const read = found.ok && found.status === 200 ? incidentSchema.safeParse(found.body) : null;
  if (!read?.success) return unasked(found, url, asked.locale, fail);
  const incident = read.data;
  if (handler === undefined) {
    io.stdout.write(printable(`${listing(incident, asked.locale).join("\n")}\n`));
    return exitCodes.done;
  }
  const person = asked.text("person");
  const answer = await ask(`/api/v1/incidents/${id}/actions/${encodeURIComponent(handler)}`, {
    version: incident.version,
    values: Object.fromEntries(
      all.map((pair) => [pair.slice(0, pair.indexOf("=")), pair.slice(pair.indexOf("=") + 1)]),
    ),
    ...(person === undefined ? {} : { person }),
  });
  const done = answer.ok && answer.status === 200 ? doneSchema.safeParse(answer.body) : null;
  if (!done?.success) return unasked(answer, url, asked.locale, fail);
  io.stdout.write(printable(`${done.data.said}\n`));
  return exitCodes.done;
}

type Fail = (code: number, ...lines: readonly string[]) => number;

/** Says why nothing was done: what Vigie answered, else why it did not. */
function unasked(answer: VigieAnswer, url: string, locale: Locale, fail: Fail): number {
  const words = policySeen[locale];
  const unreachable = (reason: string) =>
    fail(exitCodes.unasked, actingWords[locale].unreachable(URL.parse(url)?.origin ?? url, reason));
  if (!answer.ok) return unreachable(answer.reason);
  if (answer.status === 401) return unreachable(words.wantsToken(401));
  const error = errorSchema.safeParse(answer.body);
  if (!error.success) return unreachable(answer.status === 200 ? words.notVigie : words.refused(answer.status));
  const { message, issues } = error.data.error;
  if (answer.status === 503) return unreachable(message);
  return fail(
    exitCodes.refused,
    ...(issues.length === 0 ? [message] : issues.map((one) => `${one.path}: ${one.message}`)),
  );
}

function listing(
  { id, title, severity, phase, actions, plans }: z.infer<typeof incidentSchema>,
  locale: Locale,
): readonly string[] {
  const words = actingWords[locale];
  const head = `${id} ${severity.toUpperCase()} [${phase}] ${oneLine(title)}`;
  if (actions.length === 0) return [head, words.nothingOffered(id)];
  const rows = actions.map(({ handler, text, asks }) => {
    const does = plans.find(({ action }) => action === handler)?.does;
    const more = [does === undefined ? "" : `: ${oneLine(does)}`, asks === "nothing" ? "" : ` (${words.asks[asks]})`];
    return `  ${handler.padEnd(16)} ${oneLine(text)}${more.join("")}`.trimEnd();
  });
  return [head, ...rows];
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, " ");
}
