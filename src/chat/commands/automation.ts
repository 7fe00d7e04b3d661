import type { AutomationState } from "../../incident/actions/automation-state.ts";
import { personName } from "../../incident/draw.ts";
import { automationWordsOf } from "../../words/automation.ts";
import type { Locale } from "../../words/locale.ts";
import { presserOf } from "../presser.ts";
import type { Asked, Command, Said } from "./command.ts";
import type { CommandDeps } from "./command-deps.ts";
import { sentenceLine, textLine, wordSaid } from "./lines.ts";
import { refusalOf } from "./permission.ts";

/** `automation [on|off|status]`: the kill switch (U-06); without a word it says how it stands. */
export function automation(deps: CommandDeps): Command {
  return {
    name: "automation",
    run: async (asked): Promise<Said> => {
      const [word = "status"] = asked.words;
      const to = word.toLowerCase();
      if (to === "status") return { lines: stateLines(await deps.automation.read(), asked.locale, deps.now()) };
      if (to !== "on" && to !== "off") return { lines: [textLine(automationWordsOf(asked.locale).which)] };
      return switched(deps, asked, to);
    },
  };
}

async function switched(deps: CommandDeps, asked: Asked, to: AutomationState["is"]): Promise<Said> {
  const refusal = await refusalTo(deps, asked, to);
  if (refusal !== null) return { lines: [textLine(refusal)] };
  const inForce = { directory: deps.directory, policy: deps.policy() };
  const { person } = await presserOf(asked.account, undefined, inForce);
  const state = await deps.automation.turn(to, person.actor);
  const { means } = automationWordsOf(asked.locale);
  return { lines: [...stateLines(state, asked.locale, deps.now()), textLine(means[to])] };
}

/**
 * It is about no team: whoever may on any of them may. Stopping is the safe side, so where nobody holds a role that is
 * everybody's; to begin again is not (behaviour 6).
 */
async function refusalTo(deps: CommandDeps, asked: Asked, to: AutomationState["is"]): Promise<string | null> {
  const { people, teams } = deps.policy();
  if (to === "off" && !people.hasRoles) return null;
  const refusals: string[] = [];
  for (const team of [...teams, undefined]) {
    const refusal = await refusalOf(deps, asked, "automation", team);
    if (refusal === null) return null;
    refusals.push(refusal);
  }
  return refusals[0] ?? null;
}

function stateLines({ is, said }: AutomationState, locale: Locale, now: number): Said["lines"] {
  const words = automationWordsOf(locale);
  if (said === undefined) return [textLine(words.neverSwitched)];
  return [
    sentenceLine(
      words.is[is](
        said.by.name === undefined ? personName(said.by.id, undefined, locale) : wordSaid(said.by.name),
        said.at,
      ),
      now,
    ),
  ];
}
