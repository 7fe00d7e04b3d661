import type { DeskId } from "../../incident/handler-ids.ts";
import { mayPress } from "../may-press.ts";
import { presserOf } from "../presser.ts";
import { whyNot } from "../why-not.ts";
import type { Asked } from "./command.ts";
import type { CommandDeps } from "./command-deps.ts";

/** Why somebody may not do what is about no single incident; `null` when they may (behaviour 6). */
export async function refusalOf(
  { directory, policy }: CommandDeps,
  { account, locale }: Asked,
  what: DeskId,
  team: string | undefined,
): Promise<string | null> {
  const inForce = { directory, policy: policy() };
  const presser = await presserOf(account, team, inForce);
  const allowed = await mayPress([what], presser, team, inForce);
  if (allowed.kind === "yes") return null;
  return whyNot(allowed, presser.person, locale).said;
}
