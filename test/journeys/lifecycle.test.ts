import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { journeysOn, minuteMs } from "./delivery/journey.ts";
import { policyWith } from "./policies.ts";
import { storeKinds } from "./stores.ts";

const dir = mkdtempSync(join(tmpdir(), "vigie-lifecycle-"));
afterAll(() => rmSync(dir, { recursive: true, force: true }));
const VIGIE_POLICY = policyWith(dir, "full", "services: { credit-scoring: { lifecycle: full } }");

journeysOn(
  storeKinds,
  "behaviour 3: a full lifecycle",
  (journey) => {
    it("recovers at the source's end: green card, page resolved, ticket left open, and the same incident later", async () => {
      const { vigie, send, pass, incidents, slack } = journey();
      const at = () => new Date(vigie.world.now()).toISOString();
      const first = { name: "ServiceDown", startsAt: at() };
      await send(first);
      await pass(minuteMs);
      await send({ ...first, status: "resolved" });
      await pass(30 * minuteMs);
      expect(slack()).toContain("RECOVERED after 1 min");
      expect(slack()).toContain("recovered, cause not recorded");
      expect(await incidents()).toMatchObject([{ phase: "notified", firing: 0 }]);
      expect(vigie.seen.pages().map(({ status }) => status)).toEqual(["resolved"]);
      expect(vigie.seen.issues().map(({ status }) => status)).toEqual(["To Do"]);

      await send({ name: "ServiceDown", startsAt: at() });
      await pass(minuteMs);
      expect(await incidents()).toMatchObject([{ phase: "notified", firing: 1 }]);
      expect(slack()).toContain("Fires again");
      expect(slack()).not.toContain("RECOVERED");
      expect(vigie.seen.pages().map(({ status }) => status)).toEqual(["resolved", "triggered"]);
      expect(vigie.seen.issues()).toHaveLength(1);
    });
  },
  () => ({ env: { VIGIE_POLICY } }),
);
