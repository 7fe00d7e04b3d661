import type { Team } from "../incident/judgement.ts";
import type { Mode, PolicyDocument, WrittenDestination, WrittenTeam } from "./document/schema.ts";
import { labelOf } from "./identity.ts";
import type { Subject } from "./subject.ts";

/** Which team an alert belongs to, and what a team decides for itself (behaviour 6). */
export type Teams = {
  readonly ids: readonly string[];
  /** The label `team` as it was sent, masked; else the service's `owner`. */
  readonly teamOf: (subject: Subject) => Team | undefined;
  /** The mode that the routes wrote, else the team's own, else the policy's. */
  readonly modeOf: (route: { readonly mode?: Mode }, team: Team | undefined) => Mode;
};

/** Compiles `teams:` and the services' owners. Ids are compared as they are, letter by letter. */
export function compileTeams({ teams = {}, services = {}, mode = "live" }: PolicyDocument): Teams {
  const ids = Object.keys(teams);
  const known = new Map(ids.map((id) => [id, { id }] as const));
  const owners = new Map(Object.entries(services).flatMap(([id, { owner }]) => (owner ? [[id, owner] as const] : [])));
  const modes = new Map(Object.entries(teams).map(([id, team]) => [id, team.mode ?? mode] as const));
  return {
    ids,
    teamOf: (subject) => {
      const id = labelOf(subject.alert, "team") || owners.get(subject.identity.service ?? "");
      if (!id) return undefined;
      // A policy without teams misses none: there the name is only shown.
      return known.get(id) ?? (ids.length > 0 ? { id, unknown: true } : { id });
    },
    modeOf: (route, team) => route.mode ?? modes.get(team?.id ?? "") ?? mode,
  };
}

/** A team's destinations by the names that `tell` uses, without what else it says. */
export function listsOf(team: WrittenTeam): Readonly<Record<string, readonly WrittenDestination[]>> {
  const { locale: _locale, mode: _mode, roles: _roles, ...lists } = team;
  return lists;
}
