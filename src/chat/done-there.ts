import type { Actor } from "../incident/actor.ts";
import type { HumanAct } from "../incident/acts.ts";
import type { Incident } from "../incident/incident.ts";
import type { Intake } from "../intake/intake.ts";
import type { Masker } from "../privacy/masker.ts";
import { inTime } from "./in-time.ts";
import type { Account, Directory } from "./person.ts";

/** What somebody, or the vendor itself, did at a vendor. */
export type DoneThere =
  | HumanAct
  /** While the source fires that is an acknowledgement (protocol 3.3). */
  | { readonly kind: "resolved-elsewhere" };

export type DoneThereDeps = {
  readonly intake: Pick<Intake, "ask">;
  readonly directory: Pick<Directory, "personOf">;
  /** What people type is masked as what senders send is. */
  readonly mask: Pick<Masker, "text">;
};

/** A vendor's call is answered within 5 s; who somebody is must not take most of it. */
const personWithinMs = 1_500;

/** So much of what somebody wrote there is looked at, in UTF-16 units: several times what the journal keeps. */
const readUnits = 10_000;

/** Who did it: somebody the directory knows, or as much of them as the vendor said when it does not answer in time. */
export function actorOf(account: Account, { directory }: Pick<DoneThereDeps, "directory">): Promise<Actor> {
  const { vendor, id, name } = account;
  const asSaid: Actor = { id: `person:${vendor}:${id}`, ...(name === undefined ? {} : { name }) };
  const known = directory.personOf(account).then(({ actor }) => actor);
  return inTime(known, asSaid, personWithinMs);
}

/**
 * Stores what was done at a vendor; resolves when it is durable. A message that is known has no second effect (protocol
 * 4.4), and one that changes nothing comes to nothing.
 *
 * @throws StoreAway when it is not stored
 */
export async function storeDoneThere(
  incident: Incident,
  done: DoneThere,
  { by, where, senderId }: { readonly by: Actor; readonly where: string; readonly senderId?: string },
  { intake, mask }: Pick<DoneThereDeps, "intake" | "mask">,
): Promise<void> {
  const { uid } = incident;
  const sender = senderId === undefined ? {} : { senderId };
  if (done.kind === "resolved-elsewhere") {
    const name = by.name === undefined ? {} : { name: by.name };
    await intake.ask(incident, { kind: "resolved-elsewhere", uid, by: by.id, ...name, where, ...sender });
    return;
  }
  const act = done.kind === "note" ? { ...done, text: mask.text(done.text.slice(0, readUnits)) } : done;
  await intake.ask(incident, { kind: "act", uid, act, by, where, ...sender });
}
