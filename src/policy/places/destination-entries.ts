import type { Locale } from "../../words/locale.ts";
import { policyFaults as say } from "../../words/policy.ts";
import type { ReceiverName } from "../destination.ts";
import type { Path } from "../document/path.ts";
import type { PolicyDocument, WrittenDestination } from "../document/schema.ts";
import type { FaultBook } from "../policy-error.ts";
import { listsOf } from "../teams.ts";
import { credentialsOf } from "./credentials.ts";
import { type Place, readPlace } from "./places.ts";

/** What the environment has: values, credentials, and the sandbox where it stands in for a vendor (protocol 12). */
export type Surroundings = {
  /** The language of faults, warnings, and of messages where the policy names none; English by default. */
  readonly locale?: Locale;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Whether the vendor's credentials are set, or the sandbox stands in and supplies them. */
  readonly configured: (receiver: ReceiverName) => boolean | "sandbox";
  /** What the sandbox supplies for variables that are not set, by name or by what it is for. */
  readonly sandboxValues?: Readonly<Record<string, string>> | ((variable: string, receiver: ReceiverName) => string);
};

/** What a place is where this service runs: one that can be told, or one that lacks something. */
type Reading =
  | {
      readonly state: "configured";
      readonly place: Place;
      readonly asWritten?: string | undefined;
      readonly written: WrittenDestination;
      readonly path: Path;
    }
  | {
      readonly state: "left-out";
      readonly receiver: ReceiverName;
      readonly description: string;
      readonly missing: readonly string[];
    };
export type Configured = Extract<Reading, { state: "configured" }>;
/** One entry of a name's list, and what is told in its place. */
export type Entry = {
  readonly scope: Scope;
  readonly name: string;
  readonly itself: Reading;
  readonly fallback: readonly Configured[];
};

/** Where lists are written: `destinations:` or a team, and the language of what is told there. */
export type Scope = {
  readonly team?: string;
  readonly path: Path;
  readonly lists: Readonly<Record<string, readonly WrittenDestination[]>>;
  readonly locale: Locale;
};

/** Where a policy names places: `destinations:` first, then its teams. */
export function scopesOf(document: PolicyDocument, otherwise: Locale): readonly [Scope, ...Scope[]] {
  const locale = document.locale ?? otherwise;
  const teams = Object.entries(document.teams ?? {}).map(([id, team]) => ({
    team: id,
    path: ["teams", id],
    lists: listsOf(team),
    locale: team.locale ?? locale,
  }));
  return [{ path: ["destinations"], lists: document.destinations ?? {}, locale }, ...teams];
}

/** Reads every place that a list names; what is wrong is a fault, what lacks something may be left out. */
export function readEntries(scopes: readonly Scope[], surroundings: Surroundings, book: FaultBook): readonly Entry[] {
  return scopes.flatMap((scope) =>
    Object.entries(scope.lists).flatMap(([name, list]) =>
      list.flatMap((written, at) => readEntry(scope, name, written, [...scope.path, name, at], surroundings, book)),
    ),
  );
}

function readEntry(
  scope: Scope,
  name: string,
  written: WrittenDestination,
  path: Path,
  surroundings: Surroundings,
  book: FaultBook,
): Entry[] {
  const conditional = written.if === "configured";
  const fallback = (written.fallback ?? []).flatMap((place, at) => {
    const inner = [...path, "fallback", at];
    const found = read(place, inner, conditional || place.if === "configured", surroundings, book);
    return found?.state === "configured" ? [found] : [];
  });
  const itself = read(written, path, conditional, surroundings, book);
  return itself ? [{ scope, name, itself, fallback }] : [];
}

/** One place; what it lacks leaves it out where it is conditional, and is a fault elsewhere (protocol 12.2). */
function read(
  written: WrittenDestination,
  path: Path,
  conditional: boolean,
  { env, configured, sandboxValues = {} }: Surroundings,
  book: FaultBook,
): Reading | undefined {
  const found = readPlace(written, path, {
    fromEnv: (variable) => env[variable],
    fromSandbox: (variable, receiver) => {
      if (configured(receiver) !== "sandbox") return undefined;
      return typeof sandboxValues === "function" ? sandboxValues(variable, receiver) : sandboxValues[variable];
    },
    fault: book.fault,
  });
  if (!found) return undefined;
  const { receiver, description, place, asWritten } = found;
  const missing = [...new Set([...found.missing, ...lackingCredentials(receiver, env, configured)])];
  if (missing.length === 0) return place ? { state: "configured", place, asWritten, written, path } : undefined;
  if (!conditional) book.fault(path, say.notConfigured({ receiver, variables: missing }), { about: "environment" });
  return conditional ? { state: "left-out", receiver, description, missing } : undefined;
}

function lackingCredentials(
  receiver: ReceiverName,
  env: Surroundings["env"],
  configured: Surroundings["configured"],
): readonly string[] {
  if (configured(receiver) !== false) return [];
  const unset = credentialsOf[receiver].filter((name) => !env[name]);
  return unset.length > 0 ? unset : credentialsOf[receiver];
}
