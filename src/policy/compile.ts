import { createHash } from "node:crypto";
import { severities } from "../alert/severity.ts";
import { policyFaults as say, policyWarnings as warn } from "../words/policy.ts";
import { compileDestinations, type Destinations, type LeftOut, type Surroundings } from "./destinations.ts";
import { parseDuration } from "./duration.ts";
import { compileIdentity, type IdentityReader } from "./identity.ts";
import { compileJudge } from "./judge.ts";
import { keyId } from "./places.ts";
import type { Policy } from "./policy.ts";
import { byPlace, type FaultBook, faultBook, type PolicyError } from "./policy-error.ts";
import { type PolicyText, readPolicyText } from "./policy-text.ts";
import { allRoutes, compileRoutes, type Route } from "./route.ts";
import { noRunbooks, type Runbooks } from "./runbooks.ts";
import { type PolicyDocument, policySchema } from "./schema.ts";
import { reportIssues } from "./schema-faults.ts";
import { compileSeverity } from "./severity.ts";
import { substituteAll } from "./substitute-all.ts";

export type CompileOptions = Surroundings & {
  /** The file's name, as faults and reasons cite it. */
  readonly file: string;
  /** The runbook catalogue; none by default. */
  readonly runbooks?: Runbooks;
};

export type Compiled =
  | { readonly ok: true; readonly policy: Policy }
  | { readonly ok: false; readonly faults: readonly PolicyError[] };

/**
 * Compiles a policy (cards, behaviour 9). Reads no file, no clock and no environment but the one handed in.
 *
 * @param text YAML of at most 1 MiB
 * @returns the policy, or every fault with file, line and what to write instead, in the file's order
 */
export function compilePolicy(text: string, options: CompileOptions): Compiled {
  const { file, locale = "en" } = options;
  const read = readPolicyText(text, file, locale);
  if (!read.ok) return read;
  const book = faultBook(read.text, locale);
  const document = readDocument(read.text, options, book);
  const policy = document && assemble(document, text, read.text, options, book);
  if (policy && book.faults.length === 0) return { ok: true, policy };
  return { ok: false, faults: book.faults.toSorted(byPlace) };
}

/** Checks the text against the grammar; `undefined` when it cannot be looked at further. */
function readDocument(text: PolicyText, { env }: CompileOptions, book: FaultBook): PolicyDocument | undefined {
  const data = substituteAll(text.data, (name) => env[name], book);
  const parsed = policySchema.safeParse(data);
  if (parsed.success) return parsed.data;
  return reportIssues(parsed.error.issues, data, book) ? policySchema.safeParse(data).data : undefined;
}

function assemble(
  document: PolicyDocument,
  written: string,
  text: PolicyText,
  options: CompileOptions,
  book: FaultBook,
): Policy {
  const identity = compileIdentity(document, book);
  const severity = compileSeverity(document, text, book);
  const destinations = compileDestinations(document, options, book);
  const route = compileRoutes(document.route, text, destinations, book);
  checkMonitors(document, book);
  warnings(document, route, identity, book);

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
    leftOut: leftOutBySeverity(destinations, route),
    warnings: book.warnings.toSorted(byPlace),
    kept: keptKeys(document, route),
    opensAt: () => null,
    grouping: "",
    teams: [],
    files: [text.file],
    ...compileJudge({
      name,
      hash,
      document,
      identity,
      severity,
      destinations,
      route,
      runbooks: options.runbooks ?? noRunbooks,
    }),
  };
}

function checkMonitors({ services = {} }: PolicyDocument, book: FaultBook): void {
  for (const [id, { monitors = [] }] of Object.entries(services)) {
    for (const [at, { every }] of monitors.entries()) {
      if (every === undefined || parseDuration(every) !== null) continue;
      book.fault(["services", id, "monitors", at, "every"], say.badDuration({ value: every }));
    }
  }
}

/** A routing key that stands in the file itself must not get into what is stored (protocol 10.2, 12.4). */
function withoutKeys(written: string, document: PolicyDocument): string {
  const places = Object.values(document.destinations ?? {}).flat();
  const keys = [...places, ...places.flatMap(({ fallback = [] }) => fallback)].flatMap(({ pagerduty }) =>
    pagerduty ? [pagerduty.key, pagerduty.escalate_to ?? ""] : [],
  );
  return keys
    .flatMap((key) => key.match(/[A-Za-z0-9]{32,}/g) ?? [])
    .reduce((text, key) => text.replaceAll(key, `pagerduty:${keyId(key)}`), written);
}

function leftOutBySeverity({ leftOut }: Destinations, root: Route): readonly LeftOut[] {
  return leftOut.map((one) => {
    const lowest = severities.findIndex((severity) =>
      allRoutes(root).some(({ rules }) => rules.tell[severity].some(({ name }) => name === one.name)),
    );
    return { ...one, severities: lowest < 0 ? [] : severities.slice(lowest) };
  });
}

/** What is understood and kept, but acted on by a later version only. */
function keptKeys({ destinations = {}, services = {} }: PolicyDocument, root: Route): readonly string[] {
  const pages = Object.values(destinations).flatMap((list) => list.flatMap(({ pagerduty }) => pagerduty ?? []));
  const owned = Object.values(services);
  const present: Readonly<Record<string, boolean>> = {
    deadlines: allRoutes(root).some(({ rules }) => severities.some((at) => rules.deadlines[at].length > 0)),
    remind: allRoutes(root).some(({ keeps }) => keeps.includes("remind")),
    rollback: allRoutes(root).some(({ keeps }) => keeps.includes("rollback")),
    schedule: pages.some(({ schedule }) => schedule),
    escalate_to: pages.some(({ escalate_to }) => escalate_to),
    monitors: owned.some(({ monitors }) => monitors),
    actions: owned.some(({ actions }) => actions),
  };
  return Object.keys(present).filter((key) => present[key]);
}

function warnings(document: PolicyDocument, root: Route, identity: IdentityReader, book: FaultBook): void {
  const routes = allRoutes(root);
  for (const { path, match } of routes) {
    if (match.matchers.some(({ name }) => name === "severity")) book.warn([...path, "match"], warn.severityMatcher());
    for (const { name, op, value } of match.matchers) {
      if (name !== "service" || op !== "=" || !identity.isAlias(value)) continue;
      book.warn([...path, "match"], warn.aliasMatcher({ alias: value, service: identity.serviceOf(value) }));
    }
  }
  const told = new Set(
    routes.flatMap(({ rules }) => severities.flatMap((at) => rules.tell[at].map(({ name }) => name))),
  );
  for (const name of Object.keys(document.destinations ?? {})) {
    if (!told.has(name)) book.warn(["destinations", name], warn.neverTold({ name }), { at: "key" });
  }
}
