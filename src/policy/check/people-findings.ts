import { severities } from "../../alert/severity.ts";
import { peopleWarnings as say } from "../../words/people.ts";
import type { Path } from "../document/path.ts";
import type { PolicyDocument } from "../document/schema.ts";
import type { CompiledPeople } from "../people/compile-people.ts";
import type { Destinations } from "../places/destinations.ts";
import type { FaultBook } from "../policy-error.ts";
import type { Route } from "../routes/route.ts";
import { listsOf } from "../teams.ts";

type Parts = CompiledPeople & {
  readonly document: PolicyDocument;
  readonly destinations: Destinations;
  readonly routes: readonly Route[];
};

/** A start in production must not do with it: `policy check --production` fails. */
const strictly = { inProduction: "fails" } as const;
const strictlyAtKey = { at: "key", ...strictly } as const;

/** Writes down whom nobody can reach, and what nobody may press (A000-67, C-20). */
export function peopleFindings(parts: Parts, book: FaultBook): void {
  contactFindings(parts, book);
  permissionFindings(parts, book);
  scheduleFindings(parts, book);
}

/** Domains that exist for examples. @see https://www.rfc-editor.org/rfc/rfc2606 */
const exampleDomain = /@(?:[^@]+\.)?(?:example\.(?:com|net|org)|example|test|invalid|localhost)$/i;

/** Contacts that a role or a group of experts needs, and that cannot be found by anything they say (C-20). */
function contactFindings({ document, contacts }: Parts, book: FaultBook): void {
  const seen = new Set<string>();
  for (const { text, path, needs } of references(document)) {
    const empty = contacts.empty.get(text);
    const named = [...contacts.byId.values()].find(({ id, name }) => name === text || id === text.toLowerCase());
    const address = named?.id ?? text;
    const finding = empty
      ? { at: empty, said: say.emptyContact({ name: text, needs }) }
      : exampleDomain.test(address) && {
          at: contacts.places.get(address) ?? path,
          said: say.exampleContact({ address, needs }),
        };
    if (!finding || seen.has(text)) continue;
    seen.add(text);
    book.warn(finding.at, finding.said, strictly);
  }
}

type Reference = { readonly text: string; readonly path: Path; readonly needs: string };

/** Every place where somebody is named, and for what. */
function references({ roles = {}, teams = {}, experts = {}, services = {} }: PolicyDocument): readonly Reference[] {
  const of = (table: Readonly<Record<string, readonly string[]>>, path: Path): readonly Reference[] =>
    Object.entries(table).flatMap(([needs, list]) =>
      list.map((text, at) => ({ text, path: [...path, needs, at], needs })),
    );
  return [
    ...of(roles, ["roles"]),
    ...Object.entries(teams).flatMap(([id, team]) => of(team.roles ?? {}, ["teams", id, "roles"])),
    ...Object.entries(experts).flatMap(([needs, { people = [] }]) =>
      people.map((text, at) => ({ text, path: ["experts", needs, "people", at], needs })),
    ),
    ...Object.entries(services).flatMap(([id, { actions = {} }]) =>
      Object.entries(actions).flatMap(([needs, action]) =>
        (action?.authority ?? []).map((text, at) => ({
          text,
          path: ["services", id, "actions", needs, "authority", at],
          needs,
        })),
      ),
    ),
  ];
}

/**
 * What the policy gives to roles that nobody holds is refused to everybody; the same roles are named once. Of a role whose
 * contacts are still empty that is said already.
 */
function permissionFindings({ document, people, contacts }: Parts, book: FaultBook): void {
  const unfilled = new Set(
    references(document).flatMap(({ text, needs }) => (contacts.empty.has(text) ? [needs] : [])),
  );
  const teams = Object.keys(document.teams ?? {});
  const scopes = teams.length > 0 ? teams : [undefined];
  const said = new Map<
    string,
    { readonly handlers: string[]; readonly roles: readonly string[]; readonly teams: readonly string[] }
  >();
  for (const handler of Object.keys(document.permissions ?? {})) {
    const idle = scopes.filter((team) => {
      const { everybody, roles } = people.may(handler, team);
      return !everybody && roles.every((role) => !unfilled.has(role) && people.holders(role, team).length === 0);
    });
    if (idle.length === 0) continue;
    const { roles } = people.may(handler, idle[0]);
    const named = idle.flatMap((team) => team ?? []);
    const key = JSON.stringify([roles, named]);
    const known = said.get(key);
    if (known) known.handlers.push(handler);
    else said.set(key, { handlers: [handler], roles, teams: named });
  }
  for (const one of said.values()) book.warn(["permissions", one.handlers[0] ?? ""], say.nobodyMay(one), strictlyAtKey);
}

/** Who answers at 3 a.m.? A page without a schedule cannot say (A000-67). */
function scheduleFindings({ document, people, destinations, routes }: Parts, book: FaultBook): void {
  const told = new Set(
    routes.flatMap(({ rules }) => severities.flatMap((at) => rules.tell[at].map(({ name }) => name))),
  );
  const scopes = [
    { team: undefined, path: ["destinations"], lists: document.destinations ?? {} },
    ...Object.entries(document.teams ?? {}).map(([team, one]) => ({
      team,
      path: ["teams", team],
      lists: listsOf(one),
    })),
  ];
  for (const { team, path, lists } of scopes) {
    if (people.schedules(team).length > 0) continue;
    for (const [name, list] of Object.entries(lists)) {
      const at = list.findIndex(({ pagerduty }) => pagerduty !== undefined);
      if (at < 0 || !told.has(name) || !isReal(name, team, destinations)) continue;
      book.warn([...path, name, at], say.noSchedule({ name }), strictly);
    }
  }
}

/** Whether a name leads to a page that this installation has: one that is left out, or the sandbox's, wakes nobody. */
function isReal(name: string, team: string | undefined, { byName, byTeam, asWritten }: Destinations): boolean {
  const lists = team === undefined ? byName : byTeam.get(team);
  return (lists?.get(name) ?? []).some(
    ({ receiver, tells }) =>
      receiver === "pagerduty" && tells.some(({ id, fallback }) => !fallback && !asWritten.has(id)),
  );
}
