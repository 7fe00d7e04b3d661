import { expect, it, vi } from "vitest";
import type { Policy } from "../../../src/policy/policy.ts";
import { storeKinds } from "../stores.ts";
import { journeysOn, minuteMs } from "./journey.ts";

/** Slack's drawing stumbles over one alert, deciding over another. */
vi.mock(import("../../../src/receivers/slack/next.ts"), async (original) => {
  const real = await original();
  const nextStep: typeof real.nextStep = (view, ...rest) => {
    if (view.incident.lead.name === "Undrawable") throw new Error("this card cannot be drawn");
    return real.nextStep(view, ...rest);
  };
  return { ...real, nextStep };
});
vi.mock(import("../../../src/incident/decide.ts"), async (original) => {
  const real = await original();
  const decide: typeof real.decide = (known, facts, moment) => {
    const isBad = facts.some(
      (fact) => fact.kind === "alerts" && fact.alerts.some(({ alert }) => alert.name === "Undecidable"),
    );
    if (isBad) throw new Error("this alert cannot be decided");
    return real.decide(known, facts, moment);
  };
  return { ...real, decide };
});

const withFaultyJudge = (policy: Policy): Policy => ({
  ...policy,
  judge: (alert) => {
    if (alert.name === "Unjudgeable") throw new Error("this alert cannot be judged");
    return policy.judge(alert);
  },
});

journeysOn(
  storeKinds,
  "protocol 9: a bug of Vigie's",
  (journey) => {
    it("in drawing is tried 3 times, then one plain line is sent, and the mark rests", async () => {
      const { vigie, pass, send, metric, detail, incidents } = journey();
      await send({ name: "Undrawable" });
      await pass(minuteMs);
      expect(await metric('vigie_bugs_total{where="delivery"}')).toBe(3);
      const [message, ...more] = vigie.seen.slack();
      expect(more).toEqual([]);
      expect(message?.text).toMatch(/^CRITICAL production: Undrawable \(VIG-\d+\)$/);
      expect(await vigie.run.store.deadLetters(10)).toMatchObject([{ reason: "bug" }]);
      const [incident] = await incidents();
      const { destinations } = await detail(incident?.id ?? "");
      expect(destinations.map(({ state, reason }) => [state, reason])).toEqual([
        ["undelivered", "bug"],
        ["told", null],
        ["told", null],
        ["told", null],
      ]);
    });

    it("in drawing holds up no other incident, and the next fact sends no second line", async () => {
      const { vigie, pass, send } = journey();
      await send({ name: "Undrawable" }, { name: "ServiceDown", labels: { service: "chat" } });
      await pass(minuteMs);
      expect(vigie.seen.slack()).toHaveLength(2);
      await send({ name: "Undrawable", labels: { instance: "2" } });
      await pass(10 * minuteMs);
      expect(vigie.seen.slack()).toHaveLength(2);
      expect(vigie.seen.pages()).toHaveLength(2);
      const { store } = vigie.run;
      const { incidents } = await store.list({ limit: 10 });
      const undrawable = incidents.find(({ incident }) => incident.lead.name === "Undrawable");
      const entries = undrawable ? await store.journal(undrawable.incident, 0, 100) : [];
      const ofSlack = entries.filter(({ data }) => data.destination === "slack:#ai-alerts").map(({ kind }) => kind);
      expect(ofSlack).toEqual(["undelivered", "told", "undelivered"]);
    });

    it.each(["Unjudgeable", "Undecidable"])(
      "over an alert (%s) is one plain line in Vigie's own incident; the sender hears 200, the others are untouched",
      async (name) => {
        const { pass, send, metric, incidents, slack } = journey();
        await send({ name }, { name: "ServiceDown" }, { name: "ServiceDown", labels: { instance: "2" } });
        await pass(minuteMs);
        expect((await incidents()).map(({ service, family, received }) => [service, family, received]).sort()).toEqual([
          ["credit-scoring", "ServiceDown", 2],
          ["vigie", "bug", 1],
        ]);
        expect(slack()).toContain(name);
        expect(await metric('vigie_bugs_total{where="decide"}')).toBe(1);
      },
    );

    it("over one alert of a group leaves the others of that group alone", async () => {
      const { pass, send, incidents } = journey();
      const family = { family: "one" };
      await send(
        { name: "Fine", labels: family },
        { name: "Undecidable", labels: family },
        { name: "Good", labels: family },
      );
      await pass(minuteMs);
      const all = await incidents();
      expect(all.find((one) => one.family === "one")).toMatchObject({ received: 2 });
      expect(all.find((one) => one.family === "bug")).toMatchObject({ received: 1 });
    });
  },
  () => ({ policy: withFaultyJudge }),
);
