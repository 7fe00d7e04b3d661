import { describe, expect, it } from "vitest";
import { boundedActor } from "../../../src/incident/bounded.ts";
import { isSamePerson } from "../../../src/incident/same-person.ts";

const long = `${"a".repeat(60)}@corp.example`;

describe("whether two actors may be one (protocol 12.3, behaviour 6)", () => {
  it.each([
    ["one account", "person:ada@corp.example", "person:ada@corp.example"],
    ["a person in chat and through a token", "person:ada@corp.example", "api:bridge for ada@corp.example"],
    ["a person through two tokens", "api:bridge for ada@corp.example", "api:other for ada@corp.example"],
    ["one token for two people", "api:bridge for ada@corp.example", "api:bridge for bob@corp.example"],
    ["a token for somebody and for itself", "api:bridge for ada@corp.example", "api:bridge"],
    ["a long address that the record cuts", `person:${long}`, boundedActor(`api:bridge for ${long}`)],
  ])("counts %s once", (_what, one, other) => {
    expect([isSamePerson(one, other), isSamePerson(other, one)]).toEqual([true, true]);
  });

  it.each([
    ["two people", "person:ada@corp.example", "person:bob@corp.example"],
    ["two people of one long domain", "person:ada@corp.example", "person:ada@corp.example.org"],
    ["two tokens", "api:bridge", "api:other"],
    ["two tokens for two people", "api:bridge for ada@corp.example", "api:other for bob@corp.example"],
    ["a person and what Vigie does", "person:ada@corp.example", "vigie"],
    ["two senders whose ids say nothing", "vigie", "drift"],
  ])("counts %s twice", (_what, one, other) => {
    expect([isSamePerson(one, other), isSamePerson(other, one)]).toEqual([false, false]);
  });
});
