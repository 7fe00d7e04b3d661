import type { DeskId } from "../../incident/handler-ids.ts";
import { mayPress } from "../may-press.ts";
import { presserOf } from "../presser.ts";
import { whyNot } from "../why-not.ts";
import type { Asked } from "./command.ts";
import type { CommandDeps } from "./command-deps.ts";

/** What a command may ask a permission for. */
type Asks = DeskId | "automation";

/** Whether somebody may do what is about no single incident, and what else they may; or why not (behaviour 6). */
export async function permissionOf(
  { directory, policy }: CommandDeps,
  { account, locale }: Asked,
  what: readonly [Asks, ...string[]],
  team: string | undefined,
): Promise<{ readonly may: (id: string) => boolean } | { readonly refusal: string }> {
  const inForce = { directory, policy: policy() };
  const presser = await presserOf(account, team, inForce);
  const allowed = await mayPress(what, presser, team, inForce);
  return allowed.kind === "yes" ? allowed : { refusal: whyNot(allowed, presser.person, locale).said };
}

/** Why somebody may not do it; `null` when they may. */
export async function refusalOf(
  deps: CommandDeps,
  asked: Asked,
  what: Asks,
  team: string | undefined,
): Promise<string | null> {
  const permission = await permissionOf(deps, asked, [what], team);
  return "refusal" in permission ? permission.refusal : null;
}
