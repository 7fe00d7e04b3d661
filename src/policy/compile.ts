import { createHash } from "node:crypto";
import { severities } from "../alert/severity.ts";
import { decidedPlaces } from "./decided-places.ts";
import { compileDestinations, type Destinations, type LeftOut, type Surroundings } from "./destinations.ts";
import { writeFindings } from "./findings.ts";
import { groupingOf } from "./grouping-of.ts";
import { compileIdentity } from "./identity.ts";
import { type IncludedFile, joinIncluded } from "./includes.ts";
import { compileJudge } from "./judge.ts";
import { compileMonitors } from "./monitors.ts";
import { keyId } from "./places.ts";
import type { Policy } from "./policy.ts";
import { byFile, type FaultBook, faultBook, type PolicyError } from "./policy-error.ts";
import { type PolicyText, readPolicyText } from "./policy-text.ts";
import type { PresetFile } from "./preset.ts";
import { withPresetAliases } from "./preset-document.ts";
import { compilePresets, type PresetSources, readPresets } from "./presets.ts";
import { allRoutes, compileRoutes, type Route } from "./route.ts";
import { noRunbooks, type Runbooks } from "./runbooks.ts";
import { type PolicyDocument, policySchema, type WrittenDestination } from "./schema.ts";
import { reportIssues } from "./schema-faults.ts";
import { compileSeverity } from "./severity.ts";
import { substituteAll } from "./substitute-all.ts";
import { compileTeams, listsOf } from "./teams.ts";
import { compileTimeIntervals } from "./time-intervals.ts";

export type CompileOptions = Surroundings &
  PresetSources & {
    /** The file's name, as faults and reasons cite it. */
    readonly file: string;
    /** The files that `include:` found, in order; none by default. */
    readonly included?: readonly IncludedFile[];
    /** The runbook catalogue; none by default. */
    readonly runbooks?: Runbooks;
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
  const order = byFile(filesOf(options));
  const joined = joinIncluded(read.text, included, locale);
  if (joined.faults.length > 0) return { ok: false, faults: joined.faults.toSorted(order) };
  const book = faultBook(joined.text, locale);
  const document = readDocument(joined.text, options, book);
  const policy = document && assemble(document, allTexts(text, options), joined.text, options, book);
  if (policy && book.faults.length === 0) {
    return { ok: true, policy: { ...policy, warnings: book.warnings.toSorted(order) } };
  }
  return { ok: false, faults: book.faults.toSorted(order) };
}

/** Checks the text against the grammar; `undefined` when it cannot be looked at further. */
function readDocument(text: PolicyText, { env }: CompileOptions, book: FaultBook): PolicyDocument | undefined {
  const data = substituteAll(text.data, (name) => env[name], book);
  const parsed = policySchema.safeParse(data);
  if (parsed.success) return parsed.data;
  return reportIssues(parsed.error.issues, data, book) ? policySchema.safeParse(data).data : undefined;
}

function filesOf({ file, included = [], presets = [] }: CompileOptions): readonly string[] {
  return [file, ...included.map((one) => one.file), ...presets.map((one) => one.file)];
}

/** All that the policy was written in; the hash of it names the policy. */
function allTexts(main: string, { file, included = [], presets = [] }: CompileOptions): string {
  const folder = file.slice(0, file.lastIndexOf("/") + 1);
  const headed = [...included, ...presets.map(withoutAnyKey)].map((one) => {
    const name = one.file.startsWith(folder) ? one.file.slice(folder.length) : one.file;
    return `--- # ${name}\n${one.text}`;
  });
  return [main, ...headed].join("\n");
}

/** What a preset says of destinations is not read: whatever looks like a routing key is taken for one. */
function withoutAnyKey({ file, text }: PresetFile): IncludedFile {
  return { file, text: text.replace(/[A-Za-z0-9]{32,}/g, (key) => `pagerduty:${keyId(key)}`) };
}

function assemble(
  read: PolicyDocument,
  written: string,
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
  const names = [destinations.byName, ...destinations.byTeam.values()].flatMap((lists) => [...lists.keys()]);
  const namable = { names: [...new Set(names)], intervals: intervals.names };
  const route = compileRoutes(document.route, text, namable, book);
  const presets = compilePresets(presetsRead, { document, text, identity, route, namable }, locale, book);
  if (book.faults.length === 0)
    writeFindings({ document, route, identity, destinations, ofPresets: presets.written }, book);

  const shown = withoutKeys(written, document);
  const name = document.name ?? "vigie";
  const hash = createHash("sha256").update(shown).digest("hex").slice(0, 12);
  return {
    name,
    hash,
    text: shown,
    file: text.file,
    locale: document.locale ?? options.locale ?? "en",
    destinations: destinations.byId,
    asWritten: destinations.asWritten,
    leftOut: leftOutBySeverity(destinations, [...allRoutes(route), ...presets.routes]),
    warnings: book.warnings,
    kept: keptKeys(document, [...allRoutes(route), ...presets.written]),
    names: namesOf(destinations),
    monitored: monitoredOf(document, text),
    opensAt: intervals.opensAt,
    grouping: book.faults.length > 0 ? "" : groupingOf(name, read, presetsRead),
    teams: teams.ids,
    files: filesOf(options),
    ...compileJudge({
      name,
      hash,
      document,
      identity,
      severity,
      destinations,
      teams,
      monitors,
      route,
      presets,
      isPreset: options.isPreset,
      places: decidedPlaces(document, text),
      runbooks: options.runbooks ?? noRunbooks,
    }),
  };
}

function namesOf({ byName, byTeam }: Destinations): readonly string[] {
  return [...new Set([...byName.keys(), ...[...byTeam.values()].flatMap((lists) => [...lists.keys()])])].sort();
}

function monitoredOf({ services = {} }: PolicyDocument, text: PolicyText): Policy["monitored"] {
  return Object.entries(services).flatMap(([service, { monitors = [] }]) =>
    monitors.map(({ metric }, at) => ({ service, metric, place: text.place(["services", service, "monitors", at]) })),
  );
}

/** A routing key that stands in the file itself must not get into what is stored (protocol 10.2, 12.4). */
function withoutKeys(written: string, document: PolicyDocument): string {
  const places = writtenPlaces(document);
  const keys = [...places, ...places.flatMap(({ fallback = [] }) => fallback)].flatMap(({ pagerduty }) =>
    pagerduty ? [pagerduty.key, pagerduty.escalate_to ?? ""] : [],
  );
  return keys
    .flatMap((key) => key.match(/[A-Za-z0-9]{32,}/g) ?? [])
    .reduce((text, key) => text.replaceAll(key, `pagerduty:${keyId(key)}`), written);
}

function leftOutBySeverity({ leftOut }: Destinations, routes: readonly Route[]): readonly LeftOut[] {
  return leftOut.map((one) => {
    const lowest = severities.findIndex((severity) =>
      routes.some(({ rules }) => rules.tell[severity].some(({ name }) => name === one.name)),
    );
    return { ...one, severities: lowest < 0 ? [] : severities.slice(lowest) };
  });
}

/** Every place that the policy names, in `destinations:` and in teams. */
function writtenPlaces({ destinations = {}, teams = {} }: PolicyDocument): readonly WrittenDestination[] {
  return [destinations, ...Object.values(teams).map(listsOf)].flatMap((lists) => Object.values(lists).flat());
}

/** What is understood and kept, but acted on by a later version only. */
function keptKeys(document: PolicyDocument, routes: readonly Route[]): readonly string[] {
  const pages = writtenPlaces(document).flatMap(({ pagerduty }) => pagerduty ?? []);
  const owned = Object.values(document.services ?? {});
  const present: Readonly<Record<string, boolean>> = {
    deadlines: routes.some(({ rules }) => severities.some((at) => rules.deadlines[at].length > 0)),
    remind: routes.some(({ keeps }) => keeps.includes("remind")),
    rollback: routes.some(({ keeps }) => keeps.includes("rollback")),
    schedule: pages.some(({ schedule }) => schedule),
    escalate_to: pages.some(({ escalate_to }) => escalate_to),
    roles: Object.values(document.teams ?? {}).some(({ roles }) => roles),
    actions: owned.some(({ actions }) => actions),
  };
  return Object.keys(present).filter((key) => present[key]);
}
