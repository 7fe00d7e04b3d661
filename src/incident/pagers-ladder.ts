import { type Incident, pageWanted } from "./incident.ts";
import { laneOf } from "./mark.ts";

/** Whether somebody is paged by a vendor that goes on to the next person by itself. */
export function hasPagersLadder(incident: Incident): boolean {
  return pageWanted(incident) && incident.owed.some(({ receiver }) => laneOf(receiver) === "page");
}
