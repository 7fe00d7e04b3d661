import { z } from "zod";
import type { AutomationState, Switched } from "../incident/actions/automation-state.ts";
import { jsonIn } from "../json-in.ts";
import type { RemediationDeps } from "./remediation-deps.ts";

/** What the switch is called in the store. */
export const automationName = "automation";
const nameMaxUnits = 100;
/** Others switch at the same moment at most so often in a row. */
const mostTries = 20;

const saidSchema = z.object({ by: z.string(), name: z.string().optional(), at: z.number() });
const switchSchema = z.union([
  z.object({ off: saidSchema }).transform(({ off }) => stateOf("off", off)),
  z.object({ on: saidSchema }).transform(({ on }) => stateOf("on", on)),
]);

/** What the store keeps of the switch. Never switched is on; what cannot be read is off: who pulls it must not be ignored. */
export function automationIn(text: string | null): AutomationState {
  if (text === null) return { is: "on" };
  return switchSchema.safeParse(jsonIn(text)).data ?? { is: "off", said: { by: { id: "vigie" }, at: 0 } };
}

/** Who switched automation off; `null` while it is on. */
export function automationOffIn(text: string | null): Switched | null {
  const { is, said } = automationIn(text);
  return is === "off" && said !== undefined ? said : null;
}

/**
 * Switches, whoever else does at the same time; already so, it stays as it was said first.
 *
 * @throws Error when others are always in between, which is a bug
 */
export async function switchAutomation(
  { kept, swap }: Pick<RemediationDeps, "kept" | "swap">,
  to: AutomationState["is"],
  { by, at }: Switched,
): Promise<AutomationState> {
  const said = { by: by.id, at, ...(by.name === undefined ? {} : { name: by.name.slice(0, nameMaxUnits) }) };
  for (let tries = 0; tries < mostTries; tries++) {
    const before = await kept(automationName);
    const state = automationIn(before);
    if (state.is === to) return state;
    if (await swap(automationName, before, JSON.stringify({ [to]: said }))) return stateOf(to, said);
  }
  throw new Error(`automation could not be switched in ${mostTries} tries`);
}

function stateOf(is: AutomationState["is"], { by, name, at }: z.infer<typeof saidSchema>): AutomationState {
  return { is, said: { by: name === undefined ? { id: by } : { id: by, name }, at } };
}
