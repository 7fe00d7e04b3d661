import type { People } from "../../policy/people/people.ts";
import type { PeopleSources, VendorUser } from "../../policy/people/vendor-people.ts";
import type { Directory } from "../person.ts";
import { createAcquaintance } from "./acquaintance.ts";
import { createContactIndex } from "./contact-index.ts";
import { createLookUps } from "./look-ups.ts";
import { mentionFor } from "./mention.ts";
import { createRoleBook } from "./role-book.ts";

export type DirectoryDeps = {
  /** What the policy in force says of people. */
  readonly people: () => People;
  readonly sources: PeopleSources;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** One look-up ends after this, in ms; 1.2 s by default. */
  readonly timeOutMs?: number;
};

/** Who somebody is, changes seldom. */
const personTimes = { freshMs: 10 * 60_000, staleMs: 24 * 3_600_000 };
/** Who holds a role by a group or a schedule is asked again soon: whoever loses it must not act much longer. */
const groupTimes = { freshMs: 60_000, staleMs: 15 * 60_000 };
/** A press makes two look-ups one after the other, and Slack waits 3 s. */
const timeOutMsDefault = 1_200;

/** Opens the directory: contacts of the policy first, then what vendors say, cached (behaviour 6). */
export function createDirectory({ people, sources, now, timeOutMs = timeOutMsDefault }: DirectoryDeps): Directory {
  const contacts = createContactIndex(people);
  const users = createLookUps<VendorUser>(personTimes, { now, timeOutMs });
  const groups = createLookUps<readonly VendorUser[]>(groupTimes, { now, timeOutMs });
  const acquaintance = createAcquaintance({ people, contacts, sources, users });
  const { rolesOf, onCall } = createRoleBook({ people, contacts, sources, groups, acquaintance });
  const { personOf, find, accountOf } = acquaintance;
  return {
    personOf,
    find,
    rolesOf,
    onCall,
    accountOf,
    mentionOf: (person, receiver) => mentionFor(person, receiver, accountOf),
  };
}
