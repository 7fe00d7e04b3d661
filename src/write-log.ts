import { type DestinationStream, pino } from "pino";
import { hidingSecrets } from "./hide-secrets.ts";
import type { Log } from "./log.ts";

/** Errors that are each other's cause in a circle are told so many times. */
const causesMax = 5;

/**
 * The structured log, one JSON object a line. Errors are written by name, message and code, without their stack or any
 * object that a library hung on them; the value of every known secret is replaced by its variable's name.
 *
 * @param secrets values by variable name
 * @param to where lines go; standard output by default
 */
export function createLog(
  secrets: ReadonlyMap<string, readonly string[]>,
  to: DestinationStream = process.stdout,
): Log {
  const hide = hidingSecrets(secrets);
  const stream = {
    write: (line: string) => {
      to.write(hide(line));
    },
  };
  return pino(
    {
      level: "info",
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      serializers: { err: (error: unknown) => describeError(error) },
      redact: {
        paths: ["token", "*.token", "authorization", "*.authorization", "password", "*.password"],
        censor: "[hidden]",
      },
    },
    stream,
  );
}

function describeError(error: unknown, depth = 1): Record<string, unknown> {
  if (!(error instanceof Error)) return { message: String(error) };
  const code = "code" in error ? { code: error.code } : {};
  const isTold = error.cause === undefined || depth >= causesMax;
  const cause = isTold ? {} : { cause: describeError(error.cause, depth + 1) };
  const where = error.stack
    ?.split("\n")[1]
    ?.trim()
    .replace(/\(?(?:file:\/\/)?\/\S*\/(?=[^/]+:\d+)/, "(");
  return { name: error.name, message: error.message, ...code, ...(where === undefined ? {} : { where }), ...cause };
}
