import { type DestinationStream, pino } from "pino";
import type { Log } from "./log.ts";

/**
 * The structured log, one JSON object a line. Errors are written by name, message and code, without their stack or any
 * object that a library hung on them; the value of every known secret is replaced by its variable's name, wherever it
 * turns up.
 *
 * @param secrets values by variable name
 * @param to where lines go; standard output by default
 */
export function createLog(secrets: ReadonlyMap<string, string>, to: DestinationStream = process.stdout): Log {
  const parts = [...secrets].flatMap(([name, value]) => value.split(",").map((part) => [name, part.trim()] as const));
  const hidden = parts.filter(([, part]) => part.length >= 6);
  const stream = {
    write: (line: string) => {
      to.write(hidden.reduce((text, [name, part]) => text.replaceAll(part, `[${name}]`), line));
    },
  };
  return pino(
    {
      level: "info",
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      serializers: { err: describeError },
      redact: {
        paths: ["token", "*.token", "authorization", "*.authorization", "password", "*.password"],
        censor: "[hidden]",
      },
    },
    stream,
  );
}

function describeError(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { message: String(error) };
  const code = "code" in error ? { code: error.code } : {};
  const cause = error.cause === undefined ? {} : { cause: describeError(error.cause) };
  const where = error.stack
    ?.split("\n")[1]
    ?.trim()
    .replace(/\(?(?:file:\/\/)?\/\S*\/(?=[^/]+:\d+)/, "(");
  return { name: error.name, message: error.message, ...code, ...(where === undefined ? {} : { where }), ...cause };
}
