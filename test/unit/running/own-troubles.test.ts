import { expect, it } from "vitest";
import { noLog } from "../../../src/log.ts";
import { createOwnTroubles } from "../../../src/own-troubles.ts";
import { StoreAway } from "../../../src/store/port.ts";

const about = { reason: "policy-reload", what: "faulty", file: "policy.yaml", fault: "" } as const;

it("what Vigie says of itself is said again until it is stored, in its latest word (protocol 3.5)", async () => {
  const said: string[] = [];
  const store = { away: true };
  const own = createOwnTroubles(
    async ({ fingerprint, status }) => {
      said.push(`${fingerprint} ${status}`);
      if (store.away) throw new StoreAway("away");
    },
    { now: () => 0, log: noLog },
  );
  await own.begin(about, "faulty");
  await own.end(about, "faulty");
  await own.sayAgain();
  store.away = false;
  await own.sayAgain();
  await own.sayAgain();
  expect(said).toEqual(
    ["firing", "resolved", "resolved", "resolved"].map((status) => `policy-reload:faulty ${status}`),
  );
});
