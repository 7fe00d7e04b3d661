import { expect, it } from "vitest";
import type { Press, Pressed } from "../../src/chat/desk.ts";
import type { Values } from "../../src/chat/form.ts";
import { type Journey, minuteMs, onBothStores } from "./delivery/journey.ts";

/** Somebody presses a button of an incident as they see it in Slack. */
async function press(
  { vigie }: Journey,
  id: string,
  handler: string,
  more: Partial<Press> & { readonly by?: string; readonly values?: Values } = {},
): Promise<Pressed> {
  const { by = "UADA", ...rest } = more;
  return vigie.run.chat.desk.press({
    handler,
    incident: { number: Number(id.replace("VIG-", "")) },
    account: { vendor: "slack", id: by, name: by },
    where: "slack",
    locale: "en",
    ...rest,
  });
}

/** One alert that fires and was told; answers its incident's id. */
async function fired(journey: Journey): Promise<string> {
  await journey.send({ name: "ServiceDown", startsAt: new Date(journey.vigie.world.now()).toISOString() });
  await journey.pass(minuteMs);
  const [incident] = await journey.incidents();
  if (!incident) throw new Error("nothing was opened");
  return incident.id;
}

onBothStores("people press", (journey) => {
  it("acknowledged in Slack: the presser is told, the card and PagerDuty show it", async () => {
    const it = journey();
    const id = await fired(it);
    expect(await press(it, id, "acknowledge")).toMatchObject({ kind: "done", said: `Acknowledged. ${id} is yours.` });
    await it.pass(minuteMs);
    expect(it.vigie.seen.pages().map(({ status }) => status)).toEqual(["acknowledged"]);
    expect(it.slack()).toContain("Acknowledged by UADA");
  });
});
