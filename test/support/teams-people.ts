import { z } from "zod";
import { createFaultBox } from "../../src/sandbox/faults.ts";
import { type SandboxPerson, sandboxPeople } from "../../src/sandbox/people.ts";
import { createCaller, executeSchema } from "../../src/sandbox/teams/caller.ts";
import { openTeamsMemory, type TeamsThread } from "../../src/sandbox/teams/memory.ts";
import { openSandboxTokens } from "../../src/sandbox/teams/tokens.ts";
import type { UnderTest } from "./vigie-under-test.ts";

const answerSchema = z.object({ statusCode: z.int(), type: z.string(), value: z.unknown() });

/** What a press showed its presser. */
export type Shown = { readonly type: string; readonly text: string; readonly card: unknown };

/** A Vigie in this process or in another, whose sandbox's memory is read here. */
type TeamsWorld = Pick<UnderTest, "state"> & {
  readonly world: Pick<UnderTest["world"], "now">;
  readonly run: { readonly origin: string };
};

/** People in the sandbox's Teams who press the buttons that they see. */
export function teamsPeople({ state, world, run }: TeamsWorld) {
  const memory = openTeamsMemory(state);
  const [ada, bo, chi] = sandboxPeople;
  const base = `${run.origin}/sandbox/teams`;
  const caller = createCaller(
    {
      state,
      now: world.now,
      faults: createFaultBox(),
      baseUrl: () => base,
      vigie: { url: () => run.origin, secret: "" },
    },
    memory,
    openSandboxTokens(state),
  );
  /** Presses the button of a handler where it stands: in the channel's card, or in what a press showed. */
  const press = async (
    who: SandboxPerson,
    thread: TeamsThread,
    handler: string,
    inputs: Readonly<Record<string, string>> = {},
    card: unknown = thread.root.activity,
  ): Promise<Shown> => {
    const action = buttons(card).find(({ verb }) => verb === `vigie:${handler}`);
    if (!action) throw new Error(`no button ${handler} among ${buttons(card).map(({ verb }) => verb)}`);
    const where = { channel: thread.channel, rootId: thread.root.id };
    const answer = await caller.press(who, where, action, inputs);
    if (answer.status !== 200) throw new Error(`HTTP ${answer.status}: ${JSON.stringify(answer.body)}`);
    const { type, value } = answerSchema.parse(answer.body);
    return { type, card: value, text: JSON.stringify(value) };
  };
  return { ada, bo, chi, caller, press, memory };
}

/** The acting buttons of a card, wherever they stand in it. */
export function buttons(card: unknown): readonly z.infer<typeof executeSchema>[] {
  const { data } = executeSchema.safeParse(card);
  if (data) return [data];
  if (typeof card !== "object" || card === null) return [];
  return Object.entries(card).flatMap(([key, value]) => (key === "refresh" ? [] : buttons(value)));
}
