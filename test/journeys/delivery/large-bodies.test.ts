import { expect, it } from "vitest";
import { onBothStores } from "./journey.ts";

const alerts = 10_000;

onBothStores("done-line 7: 10,000 alerts in one body are accepted", (journey) => {
  it("in one group", { timeout: 60_000 }, async () => {
    const { vigie, send, incidents, slack } = journey();
    await send(
      ...Array.from({ length: alerts }, (_, at) => ({ name: "ServiceDown", labels: { instance: `pod-${at}` } })),
    );
    expect(await incidents()).toMatchObject([{ received: alerts, firing: alerts }]);
    await vigie.run.delivery.runDue();
    expect(vigie.seen.slack()).toHaveLength(1);
    expect(slack()).toContain("10,000 firing");
    expect(vigie.seen.pages()).toHaveLength(1);
  });

  it("in as many groups", { timeout: 120_000 }, async () => {
    const { vigie, send } = journey();
    await send(
      ...Array.from({ length: alerts }, (_, at) => ({
        name: "Slow",
        labels: { service: `s-${at}`, severity: "info" },
      })),
    );
    let counted = 0;
    let cursor: string | null = "";
    while (cursor !== null) {
      const page: Awaited<ReturnType<typeof vigie.run.store.list>> = await vigie.run.store.list({
        limit: 200,
        ...(cursor === "" ? {} : { cursor }),
      });
      counted += page.incidents.length;
      cursor = page.next;
    }
    expect(counted).toBe(alerts);
  });
});
