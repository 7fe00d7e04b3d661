import { actionWordsOf } from "../../words/actions.ts";
import type { Locale } from "../../words/locale.ts";
import type { ActionPlan } from "../actions/plan.ts";
import type { Run } from "../actions/run.ts";
import { versionWords } from "./headline.ts";

/** What is known of a run, or of what could be one. */
type Named = Pick<Run, "action"> & { readonly plan: Pick<ActionPlan, "from" | "to">; readonly undoes?: string };

/** What an action is called in each place of a sentence, with the versions that it goes from and to. */
export type RunNames = { readonly name: string; readonly ask: string; readonly doing: string; readonly done: string };

/** Names a run, an action of a plan, or what takes an action back. */
export function runNames({ action, plan: { from, to }, undoes }: Named, locale: Locale): RunNames {
  const words = actionWordsOf(locale);
  const names = words.action[action];
  const [was, is] = [from, to].map((version) => (version === undefined ? undefined : versionWords(version)));
  const move = is === undefined ? "" : was === undefined ? is : `${was} → ${is}`;
  if (undoes === undefined)
    return { name: names.name, ask: names.ask(is), doing: names.doing(move), done: names.done(is) };
  const { undo } = words;
  const again = [names.name, move] as const;
  return { name: undo.name, ask: undo.ask(...again), doing: undo.doing(...again), done: undo.done(...again) };
}
