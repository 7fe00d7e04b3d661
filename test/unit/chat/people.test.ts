import { describe, expect, it } from "vitest";
import { createDirectory } from "../../../src/chat/people/directory.ts";
import { howToMatch } from "../../../src/chat/people/how-to-match.ts";
import type { LookedUp, PeopleSource, PeopleSources, VendorUser } from "../../../src/policy/people/vendor-people.ts";
import { policyFrom } from "../policy/policy-fixture.ts";

const nobody: PeopleSource = {
  user: async () => ({ kind: "absent" }),
  byEmail: async () => ({ kind: "absent" }),
  members: async () => ({ kind: "found", value: [] }),
};

/** A directory under a clock of its own; `asked` is every look-up that a vendor got. */
function directoryOf(written: string, given: { readonly [V in keyof PeopleSources]?: Partial<PeopleSource> } = {}) {
  const clock = { now: Date.UTC(2026, 10, 20, 3) };
  const asked: string[] = [];
  let policy = policyFrom(`version: 1\nroute: {}\n${written}`);
  const sources = Object.fromEntries(
    Object.entries(given).map(([vendor, some]) => {
      const whole = { ...nobody, ...some };
      const counted = (name: "user" | "byEmail" | "members") => async (what: string, signal: AbortSignal) => {
        asked.push(`${vendor} ${name} ${what}`);
        return whole[name]?.(what, signal) ?? { kind: "absent" as const };
      };
      return [vendor, { user: counted("user"), byEmail: counted("byEmail"), members: counted("members") }];
    }),
  );
  const directory = createDirectory({
    people: () => policy.people,
    sources: sources as PeopleSources,
    now: () => clock.now,
    timeOutMs: 20,
  });
  const reload = (text: string) => {
    policy = policyFrom(`version: 1\nroute: {}\n${text}`);
  };
  return { ...directory, asked, clock, reload };
}

const found = <T>(value: T): LookedUp<T> => ({ kind: "found", value });
const ada: VendorUser = { id: "U0ADA", name: "Ada", email: "Ada@Corp.io" };
const never = <T>(): Promise<T> => new Promise(() => {});

describe("who somebody is", () => {
  it("is the contact that names the account, without asking anybody", async () => {
    const it = directoryOf("contacts: [{ name: Ada L, email: Ada@corp.io, slack: U0ADA, locale: fr }]", { slack: {} });
    expect(await it.personOf({ vendor: "slack", id: "U0ADA", name: "ada" })).toEqual({
      actor: { id: "person:ada@corp.io", name: "Ada L" },
      email: "ada@corp.io",
      locale: "fr",
    });
    expect(it.asked).toEqual([]);
  });

  it("is known by the vendor's e-mail in any case, and asked for once in ten minutes", async () => {
    const it = directoryOf("contacts: [{ name: Ada L, email: ada@corp.io }]", {
      slack: { user: async () => found(ada) },
    });
    const press = { vendor: "slack", id: "U0ADA" } as const;
    const [one, two] = await Promise.all([it.personOf(press), it.personOf(press)]);
    expect(one).toEqual({ actor: { id: "person:ada@corp.io", name: "Ada L" }, email: "ada@corp.io" });
    expect(two).toEqual(one);
    it.clock.now += 10 * 60_000 - 1;
    await it.personOf(press);
    expect(it.asked).toEqual(["slack user U0ADA"]);
    it.clock.now += 1;
    await it.personOf(press);
    expect(it.asked).toHaveLength(2);
  });

  it("is not somebody whose address only looks the same in lower case", async () => {
    const it = directoryOf("contacts: [{ name: Kit, email: kit@corp.io }]\nroles: { admin: [kit@corp.io] }", {
      slack: { user: async () => found({ id: "U0EVE", email: "\u212ait@corp.io" }) },
    });
    const person = await it.personOf({ vendor: "slack", id: "U0EVE" });
    expect(person.actor.id).toBe("person:\u212ait@corp.io");
    expect(await it.rolesOf(person, undefined)).toEqual(new Set());
  });

  it("is nobody where an id could end a mention and begin another, though no vendor can be asked", async () => {
    const it = directoryOf("");
    expect(await it.find("slack:U0ADA")).toMatchObject({ actor: { id: "person:slack:U0ADA" } });
    const forged = ["slack:U0ADA> @channel <@U0ADA", "slack:U0ADA,@here", `slack:${"U".repeat(201)}`, "teams:x> <y"];
    for (const one of forged) expect(await it.find(one)).toBeNull();
    expect(await it.find(`${"a".repeat(65)}@corp.io`)).toBeNull();
  });

  it("is the vendor's id and name where nobody says an e-mail", async () => {
    const it = directoryOf("", { slack: { user: async () => found({ id: "U0ADA", name: "Ada" }) } });
    expect(await it.personOf({ vendor: "slack", id: "U0ADA", name: "ada.l" })).toEqual({
      actor: { id: "person:slack:U0ADA", name: "Ada" },
    });
  });

  it.each<[string, () => Promise<LookedUp<VendorUser>>]>([
    ["is slow", never],
    ["is away", async () => ({ kind: "away" })],
    ["limits", async () => ({ kind: "away", afterMs: 30_000 })],
    ["breaks", () => Promise.reject(new Error("a bug"))],
  ])("is what the press itself said while the vendor %s, and not known to be nobody", async (_, user) => {
    const it = directoryOf("", { slack: { user } });
    expect(await it.personOf({ vendor: "slack", id: "U0ADA", name: "ada" })).toEqual({
      actor: { id: "person:slack:U0ADA", name: "ada" },
      unasked: true,
    });
  });

  it("is what the press itself said for good where the token may not ask", async () => {
    const it = directoryOf("", { slack: { user: async () => ({ kind: "barred" }) } });
    expect(await it.personOf({ vendor: "slack", id: "U0ADA", name: "ada" })).toEqual({
      actor: { id: "person:slack:U0ADA", name: "ada" },
    });
  });

  it("is known to the next press by an answer that came too late for the first, asked for once", async () => {
    const late = Promise.withResolvers<LookedUp<VendorUser>>();
    const it = directoryOf("", { slack: { user: () => late.promise } });
    const press = { vendor: "slack", id: "U0ADA" } as const;
    expect(await it.personOf(press)).toMatchObject({ unasked: true });
    late.resolve(found(ada));
    expect(await it.personOf(press)).toMatchObject({ email: "ada@corp.io" });
    expect(it.asked).toHaveLength(1);
  });

  it("stays what was known while the vendor is away, and a limited vendor is left alone as long as it says", async () => {
    let answer: LookedUp<VendorUser> = found(ada);
    const it = directoryOf("", { slack: { user: async () => answer } });
    const press = { vendor: "slack", id: "U0ADA" } as const;
    const known = await it.personOf(press);
    answer = { kind: "away", afterMs: 30_000 };
    it.clock.now += 11 * 60_000;
    expect(await it.personOf(press)).toEqual(known);
    it.clock.now += 29_999;
    expect(await it.personOf(press)).toEqual(known);
    expect(it.asked).toHaveLength(2);
    it.clock.now += 1;
    await it.personOf(press);
    expect(it.asked).toHaveLength(3);
  });

  it("follows a policy that was read again at once", async () => {
    const it = directoryOf("", { slack: { user: async () => found(ada) } });
    expect((await it.personOf({ vendor: "slack", id: "U0ADA" })).actor.name).toBe("Ada");
    it.reload("contacts: [{ name: Countess, email: ada@corp.io }]");
    expect((await it.personOf({ vendor: "slack", id: "U0ADA" })).actor.name).toBe("Countess");
  });

  it("is found by e-mail, by a form's value, by a contact's name, and not by anything else", async () => {
    const it = directoryOf("contacts: [{ name: Bo, email: bo@corp.io }]", {
      slack: { user: async (id) => (id === "U0ADA" ? found(ada) : { kind: "absent" }) },
      pagerduty: {
        byEmail: async (email) => (email === "eve@corp.io" ? found({ id: "PEVE", name: "Eve" }) : { kind: "absent" }),
      },
    });
    expect((await it.find("BO@corp.io"))?.actor).toEqual({ id: "person:bo@corp.io", name: "Bo" });
    expect((await it.find("bo"))?.actor.id).toBe("person:bo@corp.io");
    expect((await it.find("slack:U0ADA"))?.actor.id).toBe("person:ada@corp.io");
    expect((await it.find("eve@corp.io"))?.actor).toEqual({ id: "person:eve@corp.io", name: "Eve" });
    expect((await directoryOf("roles: { mle: [Eve@corp.io] }").find("eve@corp.io"))?.actor.id).toBe(
      "person:eve@corp.io",
    );
    expect(await it.find("slack:U0GONE")).toBeNull();
    expect(await it.find("mallory@corp.io")).toBeNull();
    expect(await it.find("<!channel>")).toBeNull();
  });

  it("is a token by its name, with the roles that the policy gives it", async () => {
    const it = directoryOf("roles: { mle: [a@corp.io] }\ntokens: { ci: { roles: [mle] }, bridge: { acts_for: true } }");
    const ci = await it.personOf({ vendor: "api", id: "ci" });
    expect(ci).toEqual({ actor: { id: "api:ci" } });
    expect([...(await it.rolesOf(ci, undefined))]).toEqual(["mle"]);
    expect([...(await it.rolesOf({ actor: { id: "api:bridge" } }, undefined))]).toEqual([]);
    const through = { actor: { id: "api:bridge for a@corp.io" }, email: "a@corp.io", through: "bridge" };
    expect([...(await it.rolesOf(through, undefined))]).toEqual(["mle"]);
  });
});

describe("whoever is known by a vendor's id alone", () => {
  const hidden = { actor: { id: "person:slack:U0ADA" } };

  it("is told how to be matched, in their language", () => {
    expect(howToMatch(hidden, "en")).toBe(
      "Vigie does not know your e-mail: ask for a line in `contacts:` with `slack: U0ADA`, or make it visible to the app (scope `users:read.email`).",
    );
    expect(howToMatch(hidden, "fr")).toMatch(/^Vigie ne connaît pas votre adresse\u00a0: /);
  });

  it("is told nothing once they are known, nor is a token", () => {
    expect(howToMatch({ actor: { id: "person:ada@corp.io" }, email: "ada@corp.io" }, "en")).toBeUndefined();
    expect(howToMatch({ actor: { id: "api:ci" } }, "en")).toBeUndefined();
  });
});

describe("roles", () => {
  const groups = `
roles: { admin: [boss@corp.io], incident-commander: [slack-group:S0LEAD] }
teams:
  ml: { roles: { mle: [slack-group:S0MLE], on-call: [pagerduty-schedule:PSCHED] } }
  web: { roles: { mle: [bo@corp.io] } }`;
  const adaNow = { actor: { id: "person:ada@corp.io" }, email: "ada@corp.io" };

  it("come by group and schedule on the team's services alone, the global ones everywhere", async () => {
    const it = directoryOf(groups, {
      slack: {
        byEmail: async (email) => (email === "ada@corp.io" ? found(ada) : { kind: "absent" }),
        members: async (group) => found(group === "S0MLE" || group === "S0LEAD" ? [{ id: "U0ADA" }] : []),
      },
      pagerduty: { members: async () => found([{ id: "PADA", email: "ada@corp.io" }]) },
    });
    expect(await it.rolesOf(adaNow, "ml")).toEqual(new Set(["mle", "on-call", "incident-commander"]));
    expect(await it.rolesOf(adaNow, "web")).toEqual(new Set(["incident-commander"]));
    expect(await it.rolesOf({ actor: { id: "person:boss@corp.io" }, email: "boss@corp.io" }, "web")).toEqual(
      new Set(["admin"]),
    );
  });

  it("count for somebody whose e-mail is hidden, by their account", async () => {
    const it = directoryOf(groups, { slack: { members: async () => found([{ id: "U0ADA" }]) } });
    expect(await it.rolesOf({ actor: { id: "person:slack:U0ADA" } }, "ml")).toEqual(
      new Set(["mle", "incident-commander"]),
    );
  });

  it("are lost within a minute of being lost at the vendor", async () => {
    let members = [{ id: "U0ADA" }];
    const it = directoryOf(groups, { slack: { byEmail: async () => found(ada), members: async () => found(members) } });
    expect((await it.rolesOf(adaNow, "ml")).has("mle")).toBe(true);
    members = [];
    it.clock.now += 59_999;
    expect((await it.rolesOf(adaNow, "ml")).has("mle")).toBe(true);
    it.clock.now += 1;
    expect((await it.rolesOf(adaNow, "ml")).has("mle")).toBe(false);
  });

  it("stand while the vendor is away, but a quarter of an hour at most", async () => {
    let answer: LookedUp<readonly VendorUser[]> = found([{ id: "U0ADA" }]);
    const it = directoryOf(groups, { slack: { byEmail: async () => found(ada), members: async () => answer } });
    await it.rolesOf(adaNow, "ml");
    answer = { kind: "away" };
    it.clock.now += 14 * 60_000;
    expect((await it.rolesOf(adaNow, "ml")).has("mle")).toBe(true);
    it.clock.now += 60_000;
    expect((await it.rolesOf(adaNow, "ml")).has("mle")).toBe(false);
  });
});

describe("who is on call", () => {
  const scheduled = "teams: { ml: { roles: { on-call: [pagerduty-schedule:PSCHED] } } }";
  const until = Date.UTC(2026, 10, 20, 12);

  it("is whoever the schedule names now, as a person of ours, and until when", async () => {
    const it = directoryOf(`contacts: [{ name: Ada L, email: ada@corp.io }]\n${scheduled}`, {
      pagerduty: {
        members: async () =>
          found([
            { id: "PADA", email: "ADA@corp.io", until },
            { id: "PADA", email: "ada@corp.io", until },
          ]),
      },
    });
    expect(await it.onCall("ml")).toEqual({
      kind: "people",
      people: [{ actor: { id: "person:ada@corp.io", name: "Ada L" }, email: "ada@corp.io" }],
      until,
    });
  });

  it("asks for the e-mail where the schedule gives an id alone", async () => {
    const it = directoryOf(scheduled, {
      pagerduty: {
        members: async () => found([{ id: "PADA" }]),
        user: async () => found({ id: "PADA", name: "Ada", email: "ada@corp.io" }),
      },
    });
    expect(await it.onCall("ml")).toMatchObject({ people: [{ email: "ada@corp.io" }] });
  });

  it.each<[string, string, string, Parameters<typeof directoryOf>[1]]>([
    ["no-schedule", "nothing names a schedule", "teams: { ml: {} }", { pagerduty: {} }],
    ["no-token", "there is no token", scheduled, {}],
    ["empty", "nobody is on the schedule", scheduled, { pagerduty: {} }],
    ["unreachable", "PagerDuty is away", scheduled, { pagerduty: { members: async () => ({ kind: "away" }) } }],
    ["unreachable", "PagerDuty is slow", scheduled, { pagerduty: { members: never } }],
  ])("is nobody, because %s: %s", async (because, _, written, sources) => {
    expect(await directoryOf(written, sources).onCall("ml")).toEqual({ kind: "nobody", because });
  });

  it("is by the schedule of the team's page, else of `destinations:`", async () => {
    const key = "0123456789abcdef0123456789abcde";
    const it = directoryOf(
      `
destinations: { on-call: [{ pagerduty: { key: ${key}0, schedule: PTOP1 } }] }
teams: { ml: { on-call: [{ pagerduty: { key: ${key}1, schedule: PML01 } }] }, web: {} }`,
      { pagerduty: {} },
    );
    await it.onCall("ml");
    await it.onCall("web");
    await it.onCall(undefined);
    expect(it.asked).toEqual(["pagerduty members PML01", "pagerduty members PTOP1"]);
  });
});

describe("how somebody is mentioned", () => {
  it("is by their account there, found by e-mail once", async () => {
    const it = directoryOf("", { slack: { byEmail: async () => found(ada) } });
    const person = { actor: { id: "person:ada@corp.io", name: "Ada, <Countess>" }, email: "ada@corp.io" };
    expect(await it.mentionOf(person, "slack")).toBe("<@U0ADA>");
    expect(await it.mentionOf(person, "slack")).toBe("<@U0ADA>");
    expect(it.asked).toEqual(["slack byEmail ada@corp.io"]);
  });

  it("is with a name that cannot break out in Teams, and not at all where there are no mentions", async () => {
    const it = directoryOf(
      "contacts: [{ name: 'Ada, <Countess>', email: ada@corp.io, teams: 00000000-0000-4000-8000-0000000000a1 }]",
    );
    const person = await it.find("ada@corp.io");
    expect(person && (await it.mentionOf(person, "teams"))).toBe(
      "Ada   Countess <00000000-0000-4000-8000-0000000000a1>",
    );
    expect(person && (await it.mentionOf(person, "jira"))).toBeUndefined();
    expect(person && (await it.mentionOf(person, "slack"))).toBeUndefined();
  });
});
