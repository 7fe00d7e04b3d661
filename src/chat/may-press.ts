import type { PressRefusal } from "../incident/reasons.ts";
import type { Policy } from "../policy/policy.ts";
import type { Directory, OnCall, Person } from "./person.ts";
import type { Presser } from "./presser.ts";

/** Whether somebody may do something, and what they would need. */
export type MayPress =
  | { readonly kind: "yes"; readonly roles: ReadonlySet<string>; readonly may: (id: string) => boolean }
  | {
      readonly kind: "no";
      readonly because: Extract<PressRefusal, "role" | "nobody-on-call">;
      readonly roles: readonly string[];
      /** E-mails of those whom the service names beside the roles: its authority (A004-35). */
      readonly people?: readonly string[];
      /** Nobody holds any of the roles: the policy must say who does. */
      readonly held?: "by-nobody";
      /** Who is on call could not be asked, and that might have allowed it. */
      readonly unasked?: true;
    };

/** The role of whoever the schedule names now. */
const onCallRole = "on-call";

type Deps = { readonly directory: Pick<Directory, "onCall">; readonly policy: Policy };

/**
 * Judges by the policy's permissions (behaviour 6). The schedule is asked only where it would decide.
 *
 * @param ids what the button does, then what it may do besides
 * @param service whose actions it is about, which may name who alone may do them (A004-35)
 */
export async function mayPress(
  ids: readonly [string, ...string[]],
  { person, roles }: Presser,
  team: string | undefined,
  { directory, policy }: Deps,
  service?: string,
): Promise<MayPress> {
  const self = person.email ?? person.actor.id.replace(/^person:/, "");
  const permissionOf = (id: string) => policy.people.may(id, team, service);
  const holds = (held: ReadonlySet<string>) => (id: string) => {
    const { everybody, people = [], roles: wanted } = permissionOf(id);
    return everybody || people.includes(self) || wanted.some((role) => held.has(role));
  };
  const asksSchedule = ids.some((id) => !holds(roles)(id) && permissionOf(id).roles.includes(onCallRole));
  const onCall = asksSchedule ? await directory.onCall(team) : undefined;
  const held = onCall !== undefined && isAmong(onCall, person) ? new Set([...roles, onCallRole]) : roles;
  const may = holds(held);
  const [handler] = ids;
  if (may(handler)) return { kind: "yes", roles: held, may };
  const { roles: wanted, people = [] } = permissionOf(handler);
  const isForOnCallAlone = people.length === 0 && wanted.every((role) => role === onCallRole || role === "admin");
  const because = isForOnCallAlone && onCall?.kind === "nobody" ? "nobody-on-call" : "role";
  const unasked = onCall?.kind === "nobody" && onCall.because === "unreachable";
  const isHeld = people.length > 0 || wanted.some((role) => policy.people.holders(role, team).length > 0);
  return {
    kind: "no",
    because,
    roles: wanted,
    ...(people.length > 0 ? { people } : {}),
    ...(isHeld ? {} : { held: "by-nobody" }),
    ...(unasked ? { unasked } : {}),
  };
}

/** Whether somebody is on call for a team now. */
export async function isOnCall(
  { person, roles }: Presser,
  team: string | undefined,
  directory: Pick<Directory, "onCall">,
): Promise<boolean> {
  return roles.has(onCallRole) || isAmong(await directory.onCall(team), person);
}

function isAmong(onCall: OnCall, { actor }: Person): boolean {
  return onCall.kind === "people" && onCall.people.some((one) => one.actor.id === actor.id);
}
