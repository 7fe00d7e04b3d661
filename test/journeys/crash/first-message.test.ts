import { expect, it } from "vitest";
import { onEachStore } from "../on-each-store.ts";
import { playWithCrash } from "./crash.ts";
import { expectToldOnce } from "./end-state.ts";
import type { CrashPoint } from "./freezer.ts";
import { fire } from "./story.ts";

const onTheWayIn = ["parsed", "decided", "committed"] as const;
const receivers = ["slack", "teams", "pagerduty", "jira"] as const;
const lanes = ["page", "chat", "ticket"] as const;
const perReceiver = [
  "read",
  "planned",
  "passed-gates",
  "doubt-stored",
  "called",
  "binding-stored",
  "told",
  "in-line",
] as const;

const matrix: readonly CrashPoint[] = [
  ...onTheWayIn.map((point) => ({ point, about: "" })),
  // What a destination was told is a fact too: decided, not committed.
  { point: "decided", about: "", nth: 2 },
  ...receivers.flatMap((about) => perReceiver.map((point) => ({ point, about }))),
  ...lanes.flatMap((about) => (["claimed", "released"] as const).map((point) => ({ point, about }))),
];

onEachStore("done-line 4: a crash on the way of the first message", (fresh) => {
  it.each(matrix)("loses and doubles nothing at $point $about", async (crash) => {
    const { vigie, reached, end } = await playWithCrash(await fresh(), crash, { armed: [fire] });
    try {
      expect(reached).toBe(true);
      const isAnswerLost = crash.about === "teams" && crash.point === "called";
      await expectToldOnce(vigie, { phase: "notified", teamsTwice: isAnswerLost ? 1 : 0 });
    } finally {
      await end();
    }
  });
});
