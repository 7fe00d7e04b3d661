import { z } from "zod";
import { saidSchema } from "../acting/commands-api.ts";
import { doctorWords } from "../words/doctor.ts";
import { callService, serviceUrl } from "./call-service.ts";
import { type CommandIo, type Grammar, printable, readAsked } from "./command.ts";

const grammar: Grammar = { usage: "automation", options: { url: { type: "string" } }, files: [0, 1] };

/** 503 while it is not ready, with the same body; then nothing is known. */
const readySchema = z.looseObject({ automation: z.enum(["on", "off"]).nullable() });

/**
 * `vigie automation [on|off|status] [--url URL]`: the kill switch of a running service (U-06), pulled where chat is away.
 *
 * @returns the exit code: 0 it stands as asked, 1 it does not, was refused, or could not be asked
 */
export async function automationCommand(args: readonly string[], io: CommandIo): Promise<number> {
  const asked = readAsked(args, io, grammar);
  if (!asked) return 1;
  const { locale } = asked;
  const [word = "status"] = asked.files;
  const url = asked.text("url") ?? serviceUrl(io);
  const body = { text: `automation ${word}`, locale };
  const answer = await callService({ url, path: "/api/v1/commands", body, schema: saidSchema }, locale, io);
  if (!answer.ok) {
    io.stderr.write(printable(`${doctorWords[locale].notAsked(url, answer.reason)}\n`));
    return 1;
  }
  io.stdout.write(printable(`${answer.value.lines.join("\n")}\n`));
  if (word === "status") return 0;
  // Whoever pulls it must know whether it holds: the answer above may be a refusal.
  const ready = await callService({ url, path: "/readyz", schema: readySchema }, locale, io);
  return ready.ok && ready.value.automation === word ? 0 : 1;
}
