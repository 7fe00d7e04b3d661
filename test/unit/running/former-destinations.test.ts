import { describe, expect, it } from "vitest";
import { rememberDestinations } from "../../../src/former-destinations.ts";
import type { Destination } from "../../../src/policy/destination.ts";
import { keyId } from "../../../src/policy/places/places.ts";
import { aBook } from "./a-book.ts";

const dayMs = 24 * 60 * 60_000;
const key = "5a4db0c5a4db0c5a4db0c5a4db0c5a4d";
const common = { locale: "fr", fallback: ["slack:#b"] } as const;
const slack: Destination = {
  ...common,
  id: "slack:#a",
  receiver: "slack",
  channel: "#a",
  mention: "@here",
  standsIn: true,
};
const teams: Destination = { ...common, id: "teams:19:x", receiver: "teams", conversation: "19:x@thread.tacv2" };
const jira: Destination = {
  ...common,
  id: "jira:OPS",
  receiver: "jira",
  project: "OPS",
  type: "Task",
  priority: { critical: "High" },
  move: { resolved: "done" },
  fields: { team: { value: "ml" } },
  afterMs: 60_000,
};
const page: Destination = {
  ...common,
  id: `pagerduty:${keyId(key)}`,
  receiver: "pagerduty",
  routingKey: key,
  shown: `\${${"PD_KEY"}}`,
  severity: { warning: "error" },
};
const policyOf = (...all: readonly Destination[]) => new Map(all.map((one) => [one.id, one]));
const env = (variables: Readonly<Record<string, string>>) => (name: string) => variables[name];
const set = env({ PD_KEY: key });

describe("destinations of former policies (protocol 10.2)", () => {
  it("are known as they were, for each receiver, and a key is read again by its variable's name", async () => {
    const { store, entries } = aBook();
    expect(await rememberDestinations(store, policyOf(slack, teams, jira, page), set, 0)).toEqual([]);
    expect(entries().join()).not.toContain(key);
    const former = await rememberDestinations(store, policyOf(teams), set, 1);
    expect(former.toSorted((a, b) => a.id.localeCompare(b.id))).toEqual([jira, page, slack]);
  });

  it("are not known where the variable is gone or names another key, or the key was written into the policy", async () => {
    const { store } = aBook();
    const literal: Destination = { ...page, shown: page.id };
    await rememberDestinations(store, policyOf(page), set, 0);
    expect(await rememberDestinations(store, policyOf(), env({}), 1)).toEqual([]);
    expect(await rememberDestinations(store, policyOf(), env({ PD_KEY: key.replace("5", "6") }), 1)).toEqual([]);
    expect(await rememberDestinations(store, policyOf(), set, 1)).toEqual([page]);
    await rememberDestinations(store, policyOf(literal), set, 2);
    expect(await rememberDestinations(store, policyOf(), set, 3)).toEqual([]);
  });

  it("are noted once, as the policy in force says, and are forgotten a year after they left it", async () => {
    const { store, entries } = aBook();
    await rememberDestinations(store, policyOf(slack), set, 0);
    await rememberDestinations(store, policyOf(slack), set, dayMs);
    expect(entries()).toHaveLength(1);
    await rememberDestinations(store, policyOf({ ...slack, mention: "@ml" }), set, 2 * dayMs);
    expect(entries()).toHaveLength(1);
    expect(await rememberDestinations(store, policyOf(), set, 3 * dayMs)).toMatchObject([{ mention: "@ml" }]);
    expect(await rememberDestinations(store, policyOf(), set, 367 * dayMs)).toHaveLength(1);
    expect(await rememberDestinations(store, policyOf(), set, 368 * dayMs)).toEqual([]);
    expect(entries()).toEqual([]);
  });

  it("that a later release noted stay as they are", async () => {
    const { store, entries } = aBook(['{"destination":{"receiver":"matrix"}}', "not JSON"]);
    expect(await rememberDestinations(store, policyOf(), set, 0)).toEqual([]);
    expect(entries()).toHaveLength(2);
  });
});
