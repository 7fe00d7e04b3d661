import { StoreAway } from "../port.ts";

/** Error words of Redis that say that the script or the command is wrong; any other says that the store is. */
const bugWords: readonly string[] = ["ERR", "WRONGTYPE", "CROSSSLOT", "NOPROTO"];

/** What to do about a failed call. */
export type Fate = "send again" | "send its text" | "away" | "bug";

const fates: Readonly<Record<string, Fate>> = {
  MOVED: "send again",
  ASK: "send again",
  TRYAGAIN: "send again",
  NOSCRIPT: "send its text",
};

/** A pipeline that was not sent at all. */
export class NotSent extends Error {
  override readonly name = "NotSent";
}

/** Reads what a failed call asks for. */
export function fateOf(error: Error): Fate {
  // The connection went away between the answers of one pipeline; every script may be sent twice.
  if (error.name === "AbortError" || error instanceof NotSent) return "send again";
  if (error instanceof TypeError || error instanceof RangeError) return "bug";
  if (error.name !== "ReplyError") return "away";
  const word = errorWord(error.message);
  return fates[word] ?? (bugWords.includes(word) && isOurs(error) ? "bug" : "away");
}

/** Whether a server says that it is a replica now. */
export function isDemoted(error: Error): boolean {
  return errorWord(error.message) === "READONLY";
}

/** Wraps a failure: the cause stays, what was sent (data, the password of a login) does not. */
export function storeAway(where: string, cause: unknown): StoreAway {
  if (cause instanceof StoreAway) return cause;
  const because = withoutCommand(cause);
  const said = because instanceof Error ? because.message : "no reason given";
  return new StoreAway(`Redis at ${where} is away: ${said}`, { cause: because });
}

/** Takes away the command that ioredis hangs on its errors: a log must show neither alerts nor a password. */
export function withoutCommand(error: unknown): unknown {
  if (error instanceof Error && "command" in error) delete error.command;
  return error;
}

/** The word that an answer of Redis begins with; Redis 6 wraps the one that a command inside a script gave. */
function errorWord(message: string): string {
  const wrapped = /^ERR Error running script .*?: -([A-Z]+) /.exec(message);
  return wrapped?.[1] ?? /^[A-Z]+/.exec(message)?.[0] ?? "";
}

/** Whether the error answers a call of ours, not the greeting of a connection. */
function isOurs(error: Error): boolean {
  if (!("command" in error)) return true;
  const { command } = error;
  const greetings = ["hello", "auth", "info", "select", "client", "cluster"];
  return !(
    typeof command === "object" &&
    command !== null &&
    "name" in command &&
    typeof command.name === "string" &&
    greetings.includes(command.name)
  );
}

/** What was thrown, as an error. */
export function asError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown));
}
