import { emailOfActor } from "../../incident/actor-email.ts";
import { restAheadMs } from "./limits.ts";
import type { PagerDutyRest } from "./rest.ts";

/** What is done at PagerDuty in somebody's own name, where they have an account there. */
export type InTheirName = {
  /**
   * Acknowledges the incident of a key.
   *
   * @param by who, as the journal names actors
   * @returns whether PagerDuty took it; if not, the caller says it without a name
   */
  readonly acknowledge: (key: string, by: string, signal: AbortSignal) => Promise<boolean>;
  /** The e-mail of the account in whose name a write about somebody's act is made; `from` where they have none. */
  readonly emailFor: (by: string, signal: AbortSignal) => Promise<string | undefined>;
};

export type InTheirNameDeps = {
  readonly rest: Pick<PagerDutyRest, "incidents" | "change" | "users">;
  /** `PAGERDUTY_FROM`. */
  readonly from?: string;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
};

/** Whether somebody has an account is asked again after this. */
const knownForMs = 10 * 60_000;
const knownMax = 1_000;

/** Looks up, and remembers, in whose name REST writes are made. */
export function createInTheirName({ rest, from, now }: InTheirNameDeps): InTheirName {
  const known = new Map<string, { readonly hasAccount: boolean; readonly until: number }>();

  const hasAccount = async (email: string, signal: AbortSignal): Promise<boolean> => {
    const before = known.get(email);
    if (before && before.until > now()) return before.hasAccount;
    const found = await rest.users(email, signal);
    if (found.kind !== "ok") return before?.hasAccount ?? false;
    const is = found.value.some((user) => user.email.toLowerCase() === email);
    known.delete(email);
    known.set(email, { hasAccount: is, until: now() + knownForMs });
    const [oldest] = known.keys();
    if (known.size > knownMax && oldest !== undefined) known.delete(oldest);
    return is;
  };

  const ownEmail = async (by: string, signal: AbortSignal): Promise<string | undefined> => {
    const email = emailOfActor(by);
    return email !== undefined && (await hasAccount(email, signal)) ? email : undefined;
  };

  return {
    emailFor: async (by, signal) => (await ownEmail(by, signal)) ?? from,
    acknowledge: async (key, by, caller) => {
      // An event without a name must still fit into the same try.
      const signal = AbortSignal.any([caller, AbortSignal.timeout(restAheadMs)]);
      const email = await ownEmail(by, signal);
      if (email === undefined) return false;
      const open = await rest.incidents({ key, statuses: ["triggered", "acknowledged"] }, signal);
      const [incident] = open.kind === "ok" ? open.value.incidents : [];
      if (!incident) return false;
      if (incident.status === "acknowledged") return true;
      return (await rest.change(incident.id, { status: "acknowledged" }, { from: email }, signal)).kind === "ok";
    },
  };
}
