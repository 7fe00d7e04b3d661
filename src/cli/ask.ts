import { saidSchema } from "../acting/commands-api.ts";
import { doctorWords } from "../words/doctor.ts";
import { callService, serviceUrl } from "./call-service.ts";
import { type CommandIo, type Grammar, printable, readAsked } from "./command.ts";

const grammar: Grammar = {
  usage: "ask",
  options: { url: { type: "string" }, value: { type: "string" } },
  files: [1, 20],
};

/**
 * `vigie ask "oncall credit-scoring" [--value '{"service": "…"}'] [--url URL]`: what can be typed in chat, asked of a
 * running service.
 *
 * @returns the exit code: 0 answered, 1 not, 3 it asks for values first
 */
export async function ask(args: readonly string[], io: CommandIo): Promise<number> {
  const asked = readAsked(args, io, grammar);
  if (!asked) return 1;
  const { locale } = asked;
  const words = doctorWords[locale];
  const values = valuesIn(asked.text("value"));
  if (values === null) {
    io.stderr.write(`${words.badValues}\n`);
    return 1;
  }
  const url = asked.text("url") ?? serviceUrl(io);
  const body = { text: asked.files.join(" "), locale, ...(values ? { values } : {}) };
  const answer = await callService({ url, path: "/api/v1/commands", body, schema: saidSchema }, locale, io);
  if (!answer.ok) {
    io.stderr.write(printable(`${words.notAsked(url, answer.reason)}\n`));
    return 1;
  }
  const { lines, form } = answer.value;
  const fields = (form?.fields ?? []).map(
    ({ id, label, required, options = [] }) =>
      `  ${id}${required ? "*" : ""}: ${label}${options.length === 0 ? "" : ` (${options.map(({ value }) => value).join(", ")})`}`,
  );
  const said = form ? [...lines, words.asksFirst(form.title), ...fields] : lines;
  io.stdout.write(printable(`${said.join("\n")}\n`));
  return form ? 3 : 0;
}

/** A JSON object of texts; `undefined` where none was given, `null` where it is something else. */
function valuesIn(text: string | undefined): Readonly<Record<string, string>> | undefined | null {
  if (text === undefined) return undefined;
  try {
    const read: unknown = JSON.parse(text);
    if (typeof read !== "object" || read === null || Array.isArray(read)) return null;
    return Object.fromEntries(Object.entries(read).map(([name, value]) => [name, String(value)]));
  } catch {
    return null;
  }
}
