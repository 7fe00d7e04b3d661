import { setTimeout as wait } from "node:timers/promises";
import { z } from "zod";
import { drillSchema } from "../acting/fire-drill-api.ts";
import { destinationSchema } from "../api/incident-json.ts";
import { deliveryReason, placeName } from "../incident/draw.ts";
import { doctorWords } from "../words/doctor.ts";
import { duration } from "../words/figures.ts";
import type { Locale } from "../words/locale.ts";
import { callService, serviceUrl } from "./call-service.ts";
import { type CommandIo, type Grammar, printable, readAsked } from "./command.ts";

const grammar: Grammar = { usage: "drill", options: { url: { type: "string" } }, files: [1, 1] };

const lookEveryMs = 500;
const looksMax = 120;
const knownMax = 30;

const refusalSchema = z.object({ error: z.object({ issues: z.array(z.object({ message: z.string() })) }) });
const incidentSchema = z.looseObject({ openedAt: z.iso.datetime(), destinations: z.array(destinationSchema) });
type Standing = z.infer<typeof incidentSchema>;

/**
 * `vigie fire-drill DESTINATION [--url URL]`: sends a marked message through the whole path of a running service, waits up
 * to a minute, and says how each place stands. It ends by itself.
 *
 * @param pause waits between looks, in ms; tests move their clock instead
 * @returns the exit code: 0 told, 1 not
 */
export async function fireDrill(
  args: readonly string[],
  io: CommandIo,
  pause: (ms: number) => Promise<unknown> = wait,
): Promise<number> {
  const asked = readAsked(args, io, grammar);
  const [destination] = asked?.files ?? [];
  if (!asked || destination === undefined) return 1;
  const { locale } = asked;
  const words = doctorWords[locale];
  const url = asked.text("url") ?? serviceUrl(io);
  const begun = await callService(
    { url, path: "/api/v1/fire-drill", body: { destination }, schema: drillSchema },
    locale,
    io,
  );
  if (!begun.ok) {
    const known = refusalSchema.safeParse(begun.body).data?.error.issues.map(({ message }) => message) ?? [];
    const why =
      begun.status === 404
        ? words.drillUnknown(destination, known.slice(0, knownMax))
        : words.notAsked(url, begun.reason);
    io.stderr.write(printable(`${why}\n`));
    return 1;
  }
  io.stdout.write(`${words.drillBegun(begun.value.id)}\n`);
  const path = `/api/v1/incidents/${begun.value.id}`;
  let standing: Standing | undefined;
  for (let look = 0; look < looksMax && !isSettled(standing); look += 1) {
    await pause(lookEveryMs);
    const answer = await callService({ url, path, schema: incidentSchema }, locale, io);
    if (answer.ok) standing = answer.value;
  }
  if (standing === undefined) return 1;
  io.stdout.write(printable(standing.destinations.map((one) => `${lineOf(one, standing, locale)}\n`).join("")));
  return standing.destinations.every(({ state }) => state === "told") ? 0 : 1;
}

function isSettled(standing: Standing | undefined): boolean {
  return standing?.destinations.every(({ state }) => state === "told" || state === "undelivered") ?? false;
}

function lineOf(
  { destination, state, reason, link, firstToldAt }: z.infer<typeof destinationSchema>,
  { openedAt }: Standing,
  locale: Locale,
): string {
  const words = doctorWords[locale];
  const place = placeName(destination, undefined, locale);
  if (state === "told" && firstToldAt !== null) {
    const took = duration(Math.max(Date.parse(firstToldAt) - Date.parse(openedAt), 0), locale);
    return `  ✓ ${words.drillTold(place, took)}${link === null ? "" : ` ${link}`}`;
  }
  return `  ✗ ${words.drillNotTold(place, reason === null ? words.drillWaiting : deliveryReason(reason, locale))}`;
}
