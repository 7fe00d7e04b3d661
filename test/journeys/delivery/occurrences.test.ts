import { once } from "node:events";
import { createServer, type Server } from "node:http";
import { expect, it } from "vitest";
import { alertBody, type SampleAlert } from "../../support/samples.ts";
import { storeKinds } from "../stores.ts";
import { type Journey, journeysOn, minuteMs, onBothStores } from "./journey.ts";

const iso = (at: number) => new Date(at).toISOString();

/** Fires at a time, is told, and is over a minute later. */
async function fireAndEnd({ vigie, pass, send }: Journey): Promise<SampleAlert> {
  const alert = { name: "ServiceDown", startsAt: iso(vigie.world.now()) };
  await send(alert);
  await pass(minuteMs);
  await send({ ...alert, status: "resolved" });
  await pass(minuteMs);
  return alert;
}

/** What the stand-in for Alertmanager says: whether it knows the alert, or nothing at all. */
const asked = { active: true, calls: 0 };

async function startAlertmanager(): Promise<{ url: string; server: Server }> {
  const server = createServer((request, response) => {
    asked.calls += 1;
    expect(request.url).toMatch(/^\/api\/v2\/alerts/);
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify(asked.active ? [{ fingerprint: "ServiceDown-1", status: { state: "active" } }] : []));
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  const address = server.address();
  if (typeof address !== "object" || address === null) throw new Error("no address");
  return { url: `http://127.0.0.1:${address.port}`, server };
}

onBothStores("protocol 5.2: an alert's own status counts", (journey) => {
  it("a late end of an occurrence before this one is ignored", async () => {
    const { vigie, send, pass, incidents } = journey();
    const old = await fireAndEnd(journey());
    await send({ name: "ServiceDown", startsAt: iso(vigie.world.now()) });
    await pass(minuteMs);
    await send({ ...old, status: "resolved" });
    await pass(minuteMs);
    expect(await incidents()).toMatchObject([{ phase: "notified" }]);
    expect(vigie.seen.pages().map(({ status }) => status)).toEqual(["resolved", "triggered"]);
  });

  it("the group's status does not", async () => {
    const { vigie, pass, incidents } = journey();
    const at = vigie.world.now();
    const firing = { ...alertBody([{ name: "ServiceDown" }], at), status: "resolved" };
    expect((await vigie.post("alertmanager", firing)).status).toBe(200);
    await pass(minuteMs);
    expect(await incidents()).toMatchObject([{ phase: "notified" }]);
    const ended = alertBody([{ name: "ServiceDown", status: "resolved", startsAt: iso(at) }], vigie.world.now());
    expect((await vigie.post("alertmanager", { ...ended, status: "firing" })).status).toBe(200);
    await pass(minuteMs);
    expect(await incidents()).toMatchObject([{ phase: "resolved" }]);
  });

  it("protocol 5.6: alerts that the sender left out are counted and shown", async () => {
    const { vigie, pass, incidents, detail, slack, teams } = journey();
    const body = { ...alertBody([{ name: "ServiceDown" }], vigie.world.now()), truncatedAlerts: 37 };
    expect((await vigie.post("alertmanager", body)).status).toBe(200);
    await pass(minuteMs);
    const [incident] = await incidents();
    expect(await detail(incident?.id ?? "")).toMatchObject({ truncated: 37 });
    expect(slack()).toContain("37");
    expect(teams()).toContain("37");
  });

  it("firing again right after its end, with nobody to ask, reopens the card and wakes somebody", async () => {
    const { vigie, send, pass, incidents } = journey();
    const alert = await fireAndEnd(journey());
    await send(alert);
    await pass(minuteMs);
    expect(await incidents()).toMatchObject([{ phase: "notified" }]);
    expect(vigie.seen.slack()).toHaveLength(1);
    expect(vigie.seen.pages().map(({ status }) => status)).toEqual(["resolved", "triggered"]);
  });
});

let alertmanager: Awaited<ReturnType<typeof startAlertmanager>>;
journeysOn(
  storeKinds,
  "protocol 5.2: an alert fires again right after its end, and Alertmanager can be asked",
  (journey) => {
    it.each([
      { active: true, says: "still knows it: somebody is woken", pages: ["resolved", "triggered"] },
      { active: false, says: "does not know it: the card reopens and nobody is woken", pages: ["resolved"] },
    ])("it $says", async ({ active, pages }) => {
      const { vigie, send, pass, incidents, slack } = journey();
      const alert = await fireAndEnd(journey());
      Object.assign(asked, { active, calls: 0 });
      await send(alert);
      await pass(minuteMs);
      alertmanager.server.close();
      expect(asked.calls).toBe(1);
      expect(await incidents()).toMatchObject([{ phase: "notified" }]);
      expect(slack()).not.toContain("RESOLVED");
      expect(vigie.seen.pages().map(({ status }) => status)).toEqual(pages);
    });

    it("once it is away, somebody is woken", async () => {
      const { vigie, send, pass } = journey();
      const alert = await fireAndEnd(journey());
      alertmanager.server.close();
      await send(alert);
      await pass(minuteMs);
      expect(vigie.seen.pages().map(({ status }) => status)).toEqual(["resolved", "triggered"]);
    });
  },
  async () => {
    alertmanager = await startAlertmanager();
    return { env: { ALERTMANAGER_URL: alertmanager.url } };
  },
);
