import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { aView, nine, promoted } from "./a-view.ts";
import { aWorld, type World } from "./a-world.ts";

const dayMs = 24 * 3_600_000;

describe("A message that is more than a day old (behaviour 4)", () => {
  let world: World;
  beforeEach(async () => {
    world = await aWorld();
  });
  afterEach(() => world.stop());

  const later = (afterMs: number) =>
    aView({ seq: 4, updatedAt: nine + afterMs }, [{ ...promoted, at: nine + afterMs }]);

  test("is posted anew when it rings, and the old one says where it goes on", async () => {
    const first = await world.sync(aView(), null);
    world.clock.now += dayMs;
    const second = await world.sync(later(dayMs), first.binding);
    expect(second.steps).toEqual(["continue:4", "shrink", "reply:4"]);
    const [old, anew] = world.standIn.threads();
    expect(JSON.stringify(old?.root.activity)).toContain("This incident is continued here");
    expect(JSON.stringify(old?.root.activity)).toContain(`/${anew?.root.id}`);
    expect(JSON.stringify(old?.root.activity)).not.toContain("Action.Execute");
    expect(anew?.root.activity).toMatchObject({ channelData: { notification: { alert: true } } });
    expect(anew?.replies).toHaveLength(1);
    expect(second.binding?.former).toBeUndefined();
    expect(second.binding?.conversationId).toContain(anew?.root.id);
  });

  test("stays where it is when it is a moment younger, and rings by a short post", async () => {
    const first = await world.sync(aView(), null);
    world.clock.now += dayMs - 1;
    expect((await world.sync(later(dayMs - 1), first.binding)).steps).toEqual(["ring:4", "reply:4"]);
  });

  test("an old message that people deleted is let go of", async () => {
    const first = await world.sync(aView(), null);
    world.clock.now += dayMs;
    const step = world.receiver.next(later(dayMs), first.binding, (await import("./a-view.ts")).destination);
    if (!step) throw new Error("nothing to write");
    const outcome = await world.write(later(dayMs), first.binding, step);
    if (outcome.kind !== "sent") throw new Error("not sent");
    const gone = {
      ...outcome.binding,
      former: { conversationId: "19:alerts@thread.tacv2;messageid=1", activityId: "1" },
    };
    const after = await world.sync(later(dayMs), gone);
    expect(after.steps).toEqual(["shrink", "reply:4"]);
    expect(after.binding?.former).toBeUndefined();
  });
});
