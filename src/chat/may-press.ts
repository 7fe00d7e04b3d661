import type { PressRefusal } from "../incident/reasons.ts";
import type { Policy } from "../policy/policy.ts";
import type { Directory } from "./person.ts";
import type { Presser } from "./presser.ts";

/** Whether somebody may do something, and what they would need. */
export type MayPress =
  | { readonly kind: "yes"; readonly roles: ReadonlySet<string>; readonly may: (id: string) => boolean }
  | {
      readonly kind: "no";
      readonly because: Extract<PressRefusal, "role" | "nobody-on-call">;
      readonly roles: readonly string[];
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
 */
export async function mayPress(
  ids: readonly [string, ...string[]],
  { person, roles }: Presser,
  team: string | undefined,
  { directory, policy }: Deps,
): Promise<MayPress> {
  const permissionOf = (id: string) => policy.people.may(id, team);
  const holds = (held: ReadonlySet<string>) => (id: string) => {
    const { everybody, roles: wanted } = permissionOf(id);
    return everybody || wanted.some((role) => held.has(role));
  };
  const asksSchedule = ids.some((id) => !holds(roles)(id) && permissionOf(id).roles.includes(onCallRole));
  const onCall = asksSchedule ? await directory.onCall(team) : undefined;
  const isOnCall = onCall?.kind === "people" && onCall.people.some(({ actor }) => actor.id === person.actor.id);
  const held = isOnCall ? new Set([...roles, onCallRole]) : roles;
  const may = holds(held);
  const [handler] = ids;
  if (may(handler)) return { kind: "yes", roles: held, may };
  const wanted = permissionOf(handler).roles;
  const isForOnCallAlone = wanted.every((role) => role === onCallRole || role === "admin");
  const because = isForOnCallAlone && onCall?.kind === "nobody" ? "nobody-on-call" : "role";
  const unasked = onCall?.kind === "nobody" && onCall.because === "unreachable";
  return { kind: "no", because, roles: wanted, ...(unasked ? { unasked } : {}) };
}
