import type { Locale } from "../../words/locale.ts";
import { presetFaults as say, presetWarnings as warn } from "../../words/presets.ts";
import { keyFindings } from "../check/findings.ts";
import type { PolicyText } from "../document/policy-text.ts";
import type { PolicyDocument, WrittenRoute } from "../document/schema.ts";
import { compileIdentity, type IdentityReader } from "../identity.ts";
import { type FaultBook, faultBook } from "../policy-error.ts";
import { allRoutes, compileRoutes, type Namable, type NamedPreset, type Route } from "../routes/route.ts";
import { compileSeverity, type SeverityRules } from "../severity/severity.ts";
import type { Preset } from "./preset.ts";
import { underPreset } from "./preset-document.ts";
import { layPreset, type PresetRoutes } from "./preset-routes.ts";

/** What judges an alert that a preset is for. */
export type PresetRules = PresetRoutes & {
  /** The preset's own routes, as it writes them. */
  readonly written: readonly Route[];
  readonly identity: IdentityReader;
  readonly severity: SeverityRules;
};

/** A preset's rules, and what names it for an alert. */
export type ChosenPreset = { readonly rules: PresetRules; readonly named: NamedPreset };

/** The presets of a policy. A service's beats a route's. */
export type Presets = {
  readonly ofService: (service: string | undefined) => ChosenPreset | undefined;
  readonly ofRoute: (route: Route) => ChosenPreset | undefined;
  /** Every route that a preset brings into being. */
  readonly routes: readonly Route[];
  /** The presets' own routes, as they write them. */
  readonly written: readonly Route[];
};

/** The compiled policy that presets are laid over. */
export type PresetGround = {
  readonly document: PolicyDocument;
  readonly text: PolicyText;
  readonly identity: IdentityReader;
  readonly route: Route;
  readonly namable: Namable;
};

/** Compiles the presets of a policy: all that they decide is ready before the first alert comes. */
export function compilePresets(
  read: ReadonlyMap<string, Preset>,
  ground: PresetGround,
  locale: Locale,
  book: FaultBook,
): Presets {
  const { services = {} } = ground.document;
  checkPinned(ground, book);
  let indexFrom = allRoutes(ground.route).length;
  const rules = new Map<string, PresetRules>();
  for (const [name, preset] of read) {
    const compiled = compilePreset(preset, ground, indexFrom, locale, book);
    indexFrom += compiled.all.length;
    rules.set(name, compiled);
  }
  const choose = (named: NamedPreset | undefined): ChosenPreset | undefined => {
    const found = named && rules.get(named.name);
    return named && found && { rules: found, named };
  };
  const bound = new Map(
    Object.entries(services).map(([id, { preset: name }]) => {
      const place = ground.text.place(["services", id, "preset"]);
      return [id, choose(name === undefined ? undefined : { name, place })] as const;
    }),
  );
  return {
    ofService: (service) => (service === undefined ? undefined : bound.get(service)),
    ofRoute: (one) => choose(one.rules.preset),
    routes: [...rules.values()].flatMap(({ all }) => all),
    written: [...rules.values()].flatMap(({ written }) => written),
  };
}

function compilePreset(
  preset: Preset,
  ground: PresetGround,
  indexFrom: number,
  locale: Locale,
  book: FaultBook,
): PresetRules {
  const { text } = preset;
  const document = underPreset(ground.document, preset);
  const own = faultBook(text, locale);
  const names = [...ground.namable.names, ...namesTold(preset.document.route)];
  const routes = compileRoutes(preset.document.route, text, { ...ground.namable, names }, own);
  warnOfNowhere(routes, preset.name, ground.namable.names, own);
  keyFindings({ document: preset.document, route: routes }, own);
  book.faults.push(...own.faults);
  book.warnings.push(...own.warnings);
  // Both texts were looked at before, each by itself: nothing new can be found wrong.
  const silent = faultBook(text, locale);
  return {
    written: allRoutes(routes),
    identity: compileIdentity(document, silent),
    severity: compileSeverity(document, placesOf(preset, ground.text), silent),
    ...layPreset(ground.route, routes, indexFrom),
  };
}

/** A rule is cited in the file that wrote it. */
function placesOf({ document, text }: Preset, main: PolicyText): PolicyText {
  const taken = new Set(Object.keys(document.severity ?? {}));
  return { ...text, place: (path) => (taken.has(String(path[1])) ? text : main).place(path) };
}

function namesTold({ tell = {}, routes = [] }: WrittenRoute): readonly string[] {
  const own = Object.values(tell).flatMap((list) =>
    (list ?? []).map((one) => (typeof one === "string" ? one : one.to)),
  );
  return [...own, ...routes.flatMap(namesTold)];
}

/** A preset cannot know the policy's destinations: a name that is not among them is left out, and said. */
function warnOfNowhere(root: Route, preset: string, known: readonly string[], book: FaultBook): void {
  for (const { path, own } of allRoutes(root)) {
    for (const [severity, list] of Object.entries(own.tell)) {
      for (const [at, { name }] of (list ?? []).entries()) {
        if (!known.includes(name)) book.warn([...path, "tell", severity, at], warn.toldNowhere({ name, preset }));
      }
    }
  }
}

/** A service has one preset: a route that is for this service alone cannot name another (behaviour 9). */
function checkPinned({ document: { services = {} }, identity, route }: PresetGround, book: FaultBook): void {
  const visit = (one: Route, pinned: string | undefined): void => {
    const matcher = one.match.matchers.find(({ name, op }) => name === "service" && op === "=");
    const service = matcher ? identity.serviceOf(matcher.value) : pinned;
    const bound = service === undefined ? undefined : services[service]?.preset;
    const named = one.own.preset?.name;
    if (service !== undefined && bound !== undefined && named !== undefined && bound !== named)
      book.fault([...one.path, "preset"], say.twoForService({ service, bound, named }));
    for (const child of one.children) visit(child, service);
  };
  visit(route, undefined);
}
