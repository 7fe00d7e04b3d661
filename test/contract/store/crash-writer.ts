// Commits openings for ever, ten at a time, and says the name of each group once its commit was answered. To be killed.
import { openStore } from "../../../src/store/open-store.ts";
import { destination, markOf, opening } from "./samples.ts";
import { testClock, testDeps } from "./stores.ts";

const store = await openStore(`sqlite:${process.argv[2]}`, testDeps(testClock()));
for (let round = 0; ; round += 1)
  await Promise.all(
    Array.from({ length: 10 }, async (_, i) => {
      const name = `${round}-${i}`;
      const change = opening(name);
      const [result] = await store.commit([{ ...change, marks: [markOf(destination(change))] }]);
      if (result?.kind === "committed") process.stdout.write(`${name}\n`);
    }),
  );
