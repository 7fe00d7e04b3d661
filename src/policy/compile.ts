import { severities } from "../alert/severity.ts";
import { autoNeedsServing } from "./actions/auto-needs-serving.ts";
import { compileActions } from "./actions/compile-actions.ts";
import { actionFindings } from "./check/action-findings.ts";
import { shadowsIn, writeFindings } from "./check/findings.ts";
import { outweighedFindings } from "./check/outweighed.ts";
import { peopleFindings } from "./check/people-findings.ts";
import { joinIncluded } from "./document/includes.ts";
import { type PolicyText, readPolicyText } from "./document/policy-text.ts";
import { readDocument } from "./document/read-document.ts";
import type { PolicyDocument } from "./document/schema.ts";
import { fileNames, type PolicyFiles, storedText } from "./document/stored-text.ts";
import { decidedPlaces } from "./explain/decided-places.ts";
import { compileIdentity } from "./identity.ts";
import { compileJudge } from "./judge.ts";
import { groupingOf } from "./matching/grouping-of.ts";
import { compileMonitors } from "./monitors.ts";
import { actorsIn, withAuthority } from "./people/authority.ts";
import { compilePeople } from "./people/compile-people.ts";
import type { Surroundings } from "./places/destination-entries.ts";
import { compileDestinations, type Destinations, type LeftOut } from "./places/destinations.ts";
import type { Policy } from "./policy.ts";
import { byFile, type FaultBook, faultBook, type PolicyError } from "./policy-error.ts";
import { type PresetSources, readPresets } from "./presets/named-presets.ts";
import { withPresetAliases } from "./presets/preset-document.ts";
import { compilePresets } from "./presets/presets.ts";
import { noRunbooks, type Runbooks } from "./presets/runbooks.ts";
import { allRoutes, compileRoutes, type Route } from "./routes/route.ts";
import { compileSeverity } from "./severity/severity.ts";
import { compileTeams } from "./teams.ts";
import { compileTimeIntervals } from "./time/time-intervals.ts";

export type CompileOptions = Surroundings &
  PolicyFiles &
  PresetSources & {
    /** The runbook catalogue; none by default. */
    readonly runbooks?: Runbooks;
    /** A variable that is not set is left standing as it is written, for tools that act on nothing; a fault by default. */
    readonly unset?: "left-standing";
    /** The shipped preset that this file is, where one runs as the policy: its runbooks are the preset's. */
    readonly isPreset?: string;
  };

export type Compiled =
  | { readonly ok: true; readonly policy: Policy }
  | { readonly ok: false; readonly faults: readonly PolicyError[] };

/**
 * Compiles a policy (cards, behaviour 9). Reads no file, no clock and no environment but the one handed in.
 *
 * @param text YAML of at most 1 MiB
 * @returns the policy, or every fault with file, line and what to write instead, in the files' order
 */
export function compilePolicy(text: string, options: CompileOptions): Compiled {
  const { file, locale = "en", included = [] } = options;
  const read = readPolicyText(text, file, locale);
  if (!read.ok) return read;
  const order = byFile(fileNames(options));
  const joined = joinIncluded(read.text, included, locale);
  if (joined.faults.length > 0) return { ok: false, faults: joined.faults.toSorted(order) };
  const book = faultBook(joined.text, locale);
  const document = readDocument(joined.text.data, options.env, book);
  const policy = document && assemble(document, text, joined.text, options, book);
  if (policy && isRight(book, options)) {
    return { ok: true, policy: { ...policy, warnings: book.warnings.toSorted(order) } };
  }
  return { ok: false, faults: book.faults.toSorted(order) };
}

/** Whether nothing was found wrong that counts. */
function isRight({ faults }: FaultBook, { unset }: CompileOptions): boolean {
  return faults.every(({ about }) => about === "environment" && unset === "left-standing");
}

function assemble(
  read: PolicyDocument,
  main: string,
  text: PolicyText,
  options: CompileOptions,
  book: FaultBook,
): Policy {
  const { locale = "en" } = options;
  const presetsRead = readPresets(read, options, options.env, locale, book);
  const document = withPresetAliases(read, presetsRead.values());
  const identity = compileIdentity(document, book);
  const severity = compileSeverity(document, text, book);
  const destinations = compileDestinations(document, options, book);
  const teams = compileTeams(document);
  const monitors = compileMonitors(document, book);
  const intervals = compileTimeIntervals(document.time_intervals, book);
  const names = namesOf(destinations);
  const foundPeople = compilePeople({ document, text, destinations }, book);
  const { labelsDelayOf } = monitors;
  const declared = compileActions(document, { text, book, labelsDelayOf, ...actorsIn(foundPeople, book) });
  const ofPeople = { ...foundPeople, people: withAuthority(foundPeople.people, declared) };
  const namable = { names, intervals: intervals.names };
  const route = compileRoutes(document.route, text, namable, book);
  const presets = compilePresets(presetsRead, { document, text, identity, route, namable }, locale, book);
  autoNeedsServing({ declared, route, presets }, book);
  if (isRight(book, options)) {
    writeFindings({ document, route, identity, destinations, ofPresets: presets.written }, book);
    outweighedFindings(document, presetsRead, book);
    peopleFindings({ ...ofPeople, document, destinations, routes: [...allRoutes(route), ...presets.routes] }, book);
    actionFindings({ document, declared, people: ofPeople.people }, book);
  }

  const name = document.name ?? "vigie";
  const { text: stored, hash } = storedText(main, document, options);
  return {
    name,
    hash,
    text: stored,
    file: text.file,
    locale: document.locale ?? options.locale ?? "en",
    destinations: destinations.byId,
    asWritten: destinations.asWritten,
    leftOut: leftOutBySeverity(destinations, [...allRoutes(route), ...presets.routes]),
    warnings: book.warnings,
    names,
    people: ofPeople.people,
    monitored: monitoredOf(document, text),
    serviceNamed: identity.serviceOf,
    declared: [...declared.values()].flatMap((actions) => [...actions.values()]),
    opensAt: intervals.opensAt,
    grouping: isRight(book, options) ? groupingOf(name, read, presetsRead) : "",
    teams: teams.ids,
    services: Object.keys(document.services ?? {}),
    placesOf: (name) => placesNamed(name, destinations),
    shadows: shadowsIn({ document, route }).map(text.place),
    files: fileNames(options),
    ...compileJudge({
      name,
      hash,
      document,
      identity,
      severity,
      destinations,
      teams,
      monitors,
      declared,
      route,
      presets,
      isPreset: options.isPreset,
      places: decidedPlaces(document, text),
      runbooks: options.runbooks ?? noRunbooks,
    }),
  };
}

function placesNamed(name: string, { byName, byTeam }: Destinations): readonly string[] {
  const slash = name.indexOf("/");
  const entries = byName.get(name) ?? byTeam.get(name.slice(0, slash))?.get(name.slice(slash + 1)) ?? [];
  return [...new Set(entries.flatMap(({ tells }) => tells.map(({ id }) => id)))];
}

function namesOf({ byName, byTeam }: Destinations): readonly string[] {
  return [...new Set([...byName.keys(), ...[...byTeam.values()].flatMap((lists) => [...lists.keys()])])].sort();
}

function monitoredOf({ services = {} }: PolicyDocument, text: PolicyText): Policy["monitored"] {
  return Object.entries(services).flatMap(([service, { monitors = [] }]) =>
    monitors.map(({ metric }, at) => ({ service, metric, place: text.place(["services", service, "monitors", at]) })),
  );
}

function leftOutBySeverity({ leftOut }: Destinations, routes: readonly Route[]): readonly LeftOut[] {
  return leftOut.map((one) => {
    const lowest = severities.findIndex((severity) =>
      routes.some(({ rules }) => rules.tell[severity].some(({ name }) => name === one.name)),
    );
    return { ...one, severities: lowest < 0 ? [] : severities.slice(lowest) };
  });
}
