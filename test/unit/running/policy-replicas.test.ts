import { describe, expect, it } from "vitest";
import { noLog } from "../../../src/log.ts";
import { noMeter } from "../../../src/meter.ts";
import { createPolicyReplicas } from "../../../src/policy-replicas.ts";
import { StoreAway } from "../../../src/store/port.ts";

const secondMs = 1_000;

function aReplica() {
  const world = { now: 0, others: ["one"] as readonly string[], away: false, own: "one" };
  const said: string[] = [];
  const gauges: number[] = [];
  const replicas = createPolicyReplicas({
    store: {
      announce: async (process, what, forMs) => {
        if (world.away) throw new StoreAway("away");
        if (forMs > 1)
          return new Map([[process, what], ...world.others.map((one, at) => [`other-${at}`, one] as const)]);
        said.push("left");
        return new Map();
      },
    },
    process: "this",
    hash: () => world.own,
    own: {
      begin: async (about) => void said.push(`begin ${"hashes" in about ? about.hashes.join(" ") : ""}`),
      end: async () => void said.push("end"),
    },
    now: () => world.now,
    meter: { ...noMeter, set: (_, value) => void gauges.push(value) },
    log: noLog,
  });
  const announce = async (afterMs: number, others: readonly string[]) => {
    world.now += afterMs;
    world.others = others;
    await replicas.announce();
  };
  return { world, said, gauges, replicas, announce };
}

describe("replicas that run different policies (protocol 10.2)", () => {
  it("are said after more than a minute, once, and are over when they are equal again", async () => {
    const { said, gauges, announce } = aReplica();
    await announce(0, ["two"]);
    await announce(60 * secondMs, ["two"]);
    expect(said).toEqual([]);
    await announce(1, ["two"]);
    await announce(20 * secondMs, ["two"]);
    expect(said).toEqual(["begin one two"]);
    await announce(20 * secondMs, ["one"]);
    await announce(20 * secondMs, ["one"]);
    expect(said).toEqual(["begin one two", "end"]);
    expect(gauges).toEqual([2, 2, 2, 2, 1, 1]);
  });

  it("are not said while they are rolled out: each time they are equal the minute begins anew", async () => {
    const { said, announce } = aReplica();
    await announce(0, ["two"]);
    await announce(50 * secondMs, ["one"]);
    await announce(20 * secondMs, ["two"]);
    await announce(50 * secondMs, ["two"]);
    expect(said).toEqual(["end"]);
  });

  it("keep their last word while the store is away, and this one takes its own back when it stops", async () => {
    const { world, said, replicas, announce } = aReplica();
    await announce(0, ["two", "two"]);
    world.away = true;
    await announce(20 * secondMs, []);
    expect(replicas.hashes()).toEqual(["one", "two"]);
    await replicas.leave();
    expect(said).toEqual([]);
    world.away = false;
    await replicas.leave();
    expect(said).toEqual(["left"]);
  });
});
