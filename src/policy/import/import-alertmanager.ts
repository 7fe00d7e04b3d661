import type { Locale } from "../../words/locale.ts";
import { importFaults as say, importNotes as tell } from "../../words/policy-import.ts";
import { readPolicyText } from "../document/policy-text.ts";
import { byPlace, faultBook, type PolicyError } from "../policy-error.ts";
import { type ImportNote, openBench } from "./bench.ts";
import { asWritten, readConfig } from "./read-config.ts";
import { toDestinations, vigieItself } from "./to-destinations.ts";
import { matchesOn, toRoute } from "./to-routes.ts";
import { writePolicy } from "./write-policy.ts";

/** An import: the policy's text and what became of everything else; or why there is none. */
export type Imported =
  | { readonly ok: true; readonly policy: string; readonly notes: readonly ImportNote[] }
  | {
      readonly ok: false;
      /** What Alertmanager would refuse too, in the file's order. */
      readonly faults: readonly PolicyError[];
      readonly notes: readonly ImportNote[];
    };

/**
 * Turns an Alertmanager configuration into a policy that tells the same receivers (behaviour 10). Nothing is dropped
 * without a note, and no secret gets into the policy or the notes: a routing key becomes the name of a variable.
 *
 * @param text YAML of at most 1 MiB
 * @param file its name, as faults and the policy's first line cite it
 */
export function importAlertmanager(text: string, file: string, locale: Locale): Imported {
  const nowhere = faultBook({ file, locate: () => ({ line: 1, column: 1 }) }, locale);
  const isEmpty = text.split("\n").every((line) => /^\s*(?:#.*|---\s*)?$/.test(line));
  if (isEmpty) nowhere.fault([], say.noRoute());
  if (nowhere.faults.length > 0) return { ok: false, faults: nowhere.faults, notes: [] };

  const read = readPolicyText(text, file, locale, asWritten);
  if (!read.ok) return { ok: false, faults: read.faults, notes: [] };
  const book = faultBook(read.text, locale);
  const bench = openBench(read.text, locale, book);
  const config = readConfig(read.text, bench);
  if (!config || book.faults.length > 0)
    return { ok: false, faults: book.faults.toSorted(byPlace), notes: inOrder(bench.notes) };

  const destinations = toDestinations(config.receivers, bench);
  const route = toRoute(config.route, null, vigieItself(config.receivers), bench) ?? {};
  const identity = ["environment", "service", "model", "family"].filter((label) => matchesOn(label, config.route));
  for (const name of identity.filter((one) => one === "service" || one === "model")) {
    bench.note("changed", config.route.path, tell.identityMatcher({ name }));
  }
  const notes = inOrder(bench.notes);
  const { intervals, families } = config;
  return {
    ok: true,
    policy: writePolicy({ file, locale, destinations, route, identity, intervals, families, notes }),
    notes,
  };
}

/** By line; what is said twice of one place is said once. */
function inOrder(notes: readonly ImportNote[]): readonly ImportNote[] {
  const once = new Map(notes.map((note) => [JSON.stringify(note), note]));
  return [...once.values()].toSorted((a, b) => a.line - b.line);
}
