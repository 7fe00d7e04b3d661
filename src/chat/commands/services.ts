import type { Judgement } from "../../incident/judgement.ts";
import { nearest } from "../../policy/document/suggest.ts";
import type { Policy } from "../../policy/policy.ts";
import { readSeen } from "../../store/seen.ts";
import type { CommandDeps } from "./command-deps.ts";
import { reportAlert } from "./report-alert.ts";

/** How many of the newest incidents are looked through for their services. */
const newestMax = 200;

/** Services that the policy names, that alerts spoke of, or that had an incident lately; each once, by name. */
export async function servicesKnown({
  store,
  policy,
}: Pick<CommandDeps, "store" | "policy">): Promise<readonly string[]> {
  const [{ services }, { incidents }] = await Promise.all([readSeen(store), store.list({ limit: newestMax })]);
  const lately = incidents.flatMap(({ incident: { identity } }) => identity.service ?? []);
  return [...new Set([...policy().services, ...services, ...lately])].sort();
}

/** A word as a known name, whatever its case, or the name that is near. */
export function named(
  word: string,
  known: readonly string[],
): { readonly name: string } | { readonly near: string | undefined } {
  const name = known.find((one) => one.toLowerCase() === word.toLowerCase());
  return name === undefined ? { near: nearest(word, known) } : { name };
}

/** What the policy makes of trouble with a service that wakes somebody: its team, and who is told. */
export function judgedFor(policy: Policy, service: string, environment = "production"): Judgement {
  return policy.judge(reportAlert({ service, environment, severity: "critical", what: "", at: 0 }));
}
