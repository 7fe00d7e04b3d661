import type { Alert } from "../../alert/alert.ts";
import { severities } from "../../alert/severity.ts";
import type { Placed } from "../placing.ts";
import type { Policy } from "../policy.ts";
import type { Subject } from "../subject.ts";
import type { Teams } from "../teams.ts";
import type { DecidedPlaces } from "./decided-places.ts";

type Parts = {
  readonly placed: (alert: Alert) => Placed;
  readonly inService: (subject: Subject) => Subject;
  readonly teams: Teams;
  readonly places: DecidedPlaces;
};

/** Says by which routes, preset and lines an alert is judged, with the parts that judge it. */
export function compileTrace({ placed, inService, teams, places }: Parts): Policy["trace"] {
  return (alert) => {
    const { leaves, subject, preset } = placed(alert);
    const { identity } = inService(subject);
    const team = teams.teamOf({ ...subject, identity });
    const groupByPlace = leaves[0]?.rules.groupByPlace;
    const routes = leaves.map(({ place, written, rules }) => ({
      place,
      match: written,
      tells: severities.flatMap((at) => rules.tell[at].map(({ name }) => ({ name, at }))),
      mode: teams.modeOf(rules, team),
    }));
    return {
      routes,
      ...(groupByPlace ? { groupByPlace } : {}),
      ...(preset ? { preset } : {}),
      ...(identity.service === undefined ? {} : { ownedService: identity.service }),
      ...places(identity, leaves[0], team, preset),
    };
  };
}
