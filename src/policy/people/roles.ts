import { peopleFaults as say } from "../../words/people.ts";
import type { Path } from "../document/path.ts";
import type { PolicyDocument } from "../document/schema.ts";
import type { Destinations, NamedLists } from "../places/destinations.ts";
import type { FaultBook } from "../policy-error.ts";
import type { ContactBook } from "./contacts.ts";
import { globalRoles, type RoleHolder } from "./people.ts";
import { everybody } from "./permissions.ts";

/** What stands behind a role: somebody, or another role whose holders hold this one too. */
type Held = RoleHolder | { readonly kind: "role"; readonly role: string };
type Table = ReadonlyMap<string, readonly Held[]>;

/** Who holds which role, and which schedules say who is on call. */
export type Roles = {
  /** Every role that is written, `on-call` and the global ones included. */
  readonly known: readonly string[];
  readonly isConfigured: boolean;
  readonly holders: (role: string, team: string | undefined) => readonly RoleHolder[];
  readonly schedules: (team: string | undefined) => readonly string[];
};

const groupShapes = {
  "slack-group": /^S[A-Z0-9]{4,}$/,
  "entra-group": /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i,
  "pagerduty-schedule": /^[A-Z0-9]{4,20}$/,
} as const;
const grouped = /^(?<kind>[a-z-]+):(?<id>.*)$/;

const isGlobal = (role: string) => globalRoles.some((one) => one === role);

/**
 * Compiles `roles:` and the teams' own (behaviour 6). A team's own list of a role is the only one that counts for its
 * services; what it leaves out is held by those of `roles:`. The global roles stand in `roles:` alone.
 */
export function compileRoles(
  document: PolicyDocument,
  destinations: Destinations,
  contacts: ContactBook,
  book: FaultBook,
): Roles {
  const { roles = {}, teams = {} } = document;
  const written = Object.entries(teams).flatMap(([id, { roles: own }]) => (own ? [[id, own] as const] : []));
  const names = [...Object.keys(roles), ...written.flatMap(([, own]) => Object.keys(own))];
  const known = [...new Set([...names, "on-call", ...globalRoles])];
  const read = (table: Readonly<Record<string, readonly string[]>>, path: Path): Table =>
    new Map(
      Object.entries(table).map(([role, list]) => {
        const at = [...path, role];
        if (role === everybody) book.fault(at, say.reservedRole({ role }), { at: "key" });
        if (path[0] === "teams" && isGlobal(role)) book.fault(at, say.globalRole({ role }), { at: "key" });
        return [role, list.flatMap((text, index) => heldBy(text, [...at, index], { known, contacts, book }))] as const;
      }),
    );
  const top = read(roles, ["roles"]);
  const own = new Map(written.map(([id, table]) => [id, read(table, ["teams", id, "roles"])] as const));
  const tableOf = (role: string, team: string | undefined) => {
    const ofTeam = team === undefined || isGlobal(role) ? undefined : own.get(team)?.get(role);
    return ofTeam ?? top.get(role) ?? [];
  };

  const expand = (role: string, team: string | undefined, seen: readonly string[]): readonly RoleHolder[] => {
    const held = tableOf(role, team).flatMap((one) => {
      if (one.kind !== "role") return [one];
      return seen.includes(one.role) ? [] : expand(one.role, team, [...seen, one.role]);
    });
    return role === "on-call" ? [...held, ...placeSchedules(destinations, team).map(scheduleHolder)] : held;
  };
  const holders: Roles["holders"] = (role, team) => unique(expand(role, team, [role]));
  return {
    known,
    isConfigured: names.length > 0,
    holders,
    schedules: (team) => holders("on-call", team).flatMap((one) => (one.kind === "pagerduty-schedule" ? [one.id] : [])),
  };
}

const scheduleHolder = (id: string): RoleHolder => ({ kind: "pagerduty-schedule", id });

/** Schedules of a team's own pages; where it has none, those of `destinations:`. */
function placeSchedules(destinations: Destinations, team: string | undefined): readonly string[] {
  const { byName, byTeam } = destinations;
  const own = schedulesIn(byTeam.get(team ?? ""), destinations);
  return own.length > 0 ? own : schedulesIn(byName, destinations);
}

function schedulesIn(lists: NamedLists = new Map(), { byId }: Destinations): readonly string[] {
  const told = [...lists.values()].flat().flatMap(({ tells }) => tells.filter(({ fallback }) => !fallback));
  return told.flatMap(({ id }) => {
    const place = byId.get(id);
    return place?.receiver === "pagerduty" ? (place.schedule ?? []) : [];
  });
}

type Reading = { readonly known: readonly string[]; readonly contacts: ContactBook; readonly book: FaultBook };

function heldBy(text: string, path: Path, { known, contacts, book }: Reading): readonly Held[] {
  const { kind, id = "" } = grouped.exec(text)?.groups ?? {};
  const shape = Object.entries(groupShapes).find(([name]) => name === kind);
  if (shape) {
    if (!shape[1].test(id)) book.fault(path, say.badGroup({ kind: shape[0], id }));
    return groupHolder(kind, id);
  }
  if (kind !== undefined) {
    book.fault(path, say.unknownKind({ kind, known: Object.keys(groupShapes) }));
    return [];
  }
  if (known.includes(text)) return [{ kind: "role", role: text }];
  const email = contacts.idOf(text, path, known);
  return email === undefined ? [] : [{ kind: "email", email }];
}

function groupHolder(kind: string | undefined, id: string): readonly RoleHolder[] {
  if (kind === "slack-group" || kind === "pagerduty-schedule") return [{ kind, id }];
  return kind === "entra-group" ? [{ kind, id: id.toLowerCase() }] : [];
}

function unique(holders: readonly RoleHolder[]): readonly RoleHolder[] {
  return [...new Map(holders.map((one) => [JSON.stringify(one), one])).values()];
}
