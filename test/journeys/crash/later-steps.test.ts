import { expect, it } from "vitest";
import { onEachStore } from "../on-each-store.ts";
import { playWithCrash } from "./crash.ts";
import { expectToldOnce } from "./end-state.ts";
import { fire, promote, resolve } from "./story.ts";

/** More often no receiver writes in the second half of the story. */
const mostWrites = 12;
const writes = { slack: 4, teams: 4, pagerduty: 1, jira: 5 } as const;

const cases = (["doubt-stored", "called", "binding-stored"] as const).flatMap((point) =>
  (["slack", "teams", "pagerduty", "jira"] as const).map((about) => ({ point, about })),
);

onEachStore("done-line 4: a crash at each later write", (fresh) => {
  it.each(cases)("edits, replies, rings and ends once: $point $about", async ({ point, about }) => {
    let crashes = 0;
    for (let nth = 1; nth <= mostWrites; nth += 1) {
      const story = { before: [fire], armed: [promote, resolve] };
      const { vigie, reached, end } = await playWithCrash(await fresh(), { point, about, nth }, story);
      try {
        await expectToldOnce(vigie, { phase: "resolved", teamsTwice: about === "teams" && point === "called" ? 1 : 0 });
      } catch (cause) {
        throw new Error(`after a crash at write ${nth}`, { cause });
      } finally {
        await end();
      }
      if (!reached) break;
      crashes = nth;
    }
    expect(crashes).toBeGreaterThanOrEqual(writes[about]);
  });
});
