import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { IncidentView } from "../../../src/incident/view.ts";
import type { TeamsBinding } from "../../../src/receivers/teams/binding.ts";
import { createTeamsReceiver } from "../../../src/receivers/teams/index.ts";
import { aView, destination, promoted, resolved } from "../../unit/teams/a-view.ts";
import { aWorld, type World } from "../../unit/teams/a-world.ts";
import { missingForPrism, type Prism, refereePath, startPrism } from "./prism.ts";

const spec = "teams/botframework/botframework-channel.swagger2.json";
const missing = missingForPrism(spec);

describe.skipIf(missing)(
  `The connector, judged on both sides by Microsoft's description of it ${missing ?? ""}`,
  () => {
    let world: World;
    let prism: Prism;
    beforeAll(async () => {
      world = await aWorld();
      prism = await startPrism({ kind: "proxy", spec: refereePath(spec), upstream: world.urls.serviceUrl });
    });
    afterAll(async () => {
      await prism?.stop();
      await world?.stop();
    });

    test("what Vigie sends and what the stand-in answers: post, ring, edit, reply, look, and refusals", async () => {
      const receiver = createTeamsReceiver({ ...world.options, serviceUrl: prism.url });
      const steps: string[] = [];
      const sync = async (view: IncidentView, from: TeamsBinding | null) => {
        let binding = from;
        for (
          let step = receiver.next(view, binding, destination);
          step;
          step = receiver.next(view, binding, destination)
        ) {
          const signal = AbortSignal.timeout(20_000);
          const outcome = await receiver.write({ view, destination, binding, step, attemptId: "a", signal });
          steps.push(`${step.step} ${outcome.kind}`);
          if (outcome.kind !== "sent") return binding;
          binding = outcome.binding;
        }
        return binding;
      };
      const binding = await sync(aView({ severity: "warning" }), null);
      await sync(aView({}, [promoted, resolved]), binding);
      expect(await receiver.check(destination, AbortSignal.timeout(20_000))).toMatchObject({ kind: "ok" });
      world.standIn.configure({ openDoors: false });
      await sync(aView(), null);
      world.standIn.configure({ openDoors: true, deleted: [destination.conversation] });
      await sync(aView(), null);
      expect(steps).toEqual([
        "post sent",
        "ring:4 sent",
        "edit sent",
        "reply:4 sent",
        "reply:5 sent",
        "post refused",
        "post refused",
      ]);
      expect(prism.faults("request")).toEqual([]);
      expect(prism.faults("response")).toEqual([]);
      expect(prism.judged.map(({ method, status }) => `${method} ${status}`)).toEqual([
        ...["POST 201", "POST 201", "PUT 200", "POST 201", "POST 201", "GET 200", "POST 403", "POST 404"],
      ]);
    });
  },
);
