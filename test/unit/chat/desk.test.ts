import { describe, expect, it } from "vitest";
import { handlers } from "../../../handlers/index.ts";
import { createDesk } from "../../../src/chat/create-desk.ts";
import type { Press } from "../../../src/chat/desk.ts";
import type { DeskDeps } from "../../../src/chat/desk-deps.ts";
import type { Directory, OnCall, Person } from "../../../src/chat/person.ts";
import type { Answer } from "../../../src/incident/acts.ts";
import type { Fact } from "../../../src/incident/fact.ts";
import type { Incident } from "../../../src/incident/incident.ts";
import type { Policy } from "../../../src/policy/policy.ts";
import { StoreAway } from "../../../src/store/port.ts";
import { incidentAt, minuteMs, nine, policyOf, type Step } from "../handlers/scene.ts";

const ada: Person = { actor: { id: "person:ada@corp.example", name: "Ada" }, email: "ada@corp.example" };
const bo: Person = { actor: { id: "person:bo@corp.example", name: "Bo" }, email: "bo@corp.example" };
const byReference: Readonly<Record<string, Person>> = {
  "slack:UADA": ada,
  "ada@corp.example": ada,
  "slack:UBO": bo,
  "bo@corp.example": bo,
};

type Scene = {
  readonly step?: Step;
  readonly incident?: Partial<Incident>;
  readonly roles?: Readonly<Record<string, readonly string[]>>;
  readonly may?: Policy["people"]["may"];
  readonly people?: Partial<Policy["people"]>;
  readonly onCall?: OnCall;
  readonly answer?: Answer;
  readonly stored?: "yes" | "no" | "newer";
  readonly locale?: "fr";
  readonly away?: true;
  readonly begin?: DeskDeps["silencing"]["begin"];
};

/** A desk over one incident, with a directory that knows Ada and Bo; remembers what reached the intake. */
function deskOn({ step = "notified", incident: more = {}, roles = {}, ...scene }: Scene = {}) {
  const facts: Fact[] = [];
  const counted: string[] = [];
  const ended: string[] = [];
  const incident = incidentAt(step, { seq: 5, ...more });
  const stored = { incident, number: 12, received: 1, lastReceivedAt: nine };
  const policy = policyOf();
  const people = {
    ...policy.people,
    roles: ["mle", "on-call"],
    ...scene.people,
    ...(scene.may ? { may: scene.may } : {}),
  };
  const named = (person: Person) => (scene.locale ? { ...person, locale: scene.locale } : person);
  const directory: Directory = {
    personOf: async ({ vendor, id }) =>
      named(
        byReference[`${vendor}:${id}`] ?? {
          actor: { id: `person:${vendor}:${id}` },
          ...(id === "UAWAY" ? { unasked: true } : {}),
        },
      ),
    find: async (reference) => byReference[reference] ?? null,
    rolesOf: async ({ actor }) => new Set(roles[actor.id]),
    onCall: async () => scene.onCall ?? { kind: "nobody", because: "no-schedule" },
    mentionOf: async ({ actor }) => `<@${actor.name}>`,
    accountOf: async () => undefined,
  };
  const desk = createDesk({
    store: {
      find: async () => (scene.stored === "no" || scene.stored === "newer" ? null : stored),
      newestOf: async () => (scene.stored === "newer" ? { ...stored, number: 15 } : null),
      alerts: async () => [],
    },
    intake: {
      ask: async (_about, fact) => {
        if (scene.away) throw new StoreAway("away");
        facts.push(fact);
        return {
          incident: { ...incident, seq: 6 },
          answer: fact.kind === "act" ? (scene.answer ?? { kind: "done" }) : null,
        };
      },
    },
    directory,
    policy: () => ({ ...policy, people }),
    handlers,
    silencing: {
      alertmanager: true,
      begin: scene.begin ?? (async (silence) => ({ kind: "begun", silence })),
      end: async ({ id }) => void ended.push(id),
    },
    mask: { text: (value) => value.replace("secret", "[masked]") },
    now: () => nine + minuteMs,
    newId: () => "0123456789abcdef",
    meter: {
      count: (_name, labels = {}) => counted.push(`${labels.handler} ${labels.outcome}`),
      observe: () => {},
      set: () => {},
    },
  });
  const press = (handler: string, change: Partial<Press> = {}) =>
    desk.press({
      handler,
      incident: { groupId: incident.groupId, uid: incident.uid },
      version: 3,
      account: { vendor: "slack", id: "UADA" },
      where: "slack",
      locale: "en",
      ...change,
    });
  return { desk, press, facts, counted, ended };
}

const about = expect.objectContaining({ number: 12, version: 6 });
const forRoles =
  (...wanted: string[]) =>
  () => ({ everybody: false, roles: [...wanted, "admin"] });

describe("a press", () => {
  it("acts with what the presser had read, who they are, where, and what would outdate it", async () => {
    const { press, facts, counted } = deskOn();
    expect(await press("acknowledge")).toEqual({ kind: "done", said: "Acknowledged. VIG-12 is yours.", about });
    expect(facts).toMatchObject([
      {
        kind: "act",
        act: { kind: "acknowledge" },
        by: ada.actor,
        where: "slack",
        read: {
          version: 3,
          outdatedBy: [
            "acknowledged",
            "resolved-elsewhere",
            "resolved",
            "recovered",
            "closed",
            "ended-by-hand",
            "resolved-by-hand",
          ],
        },
      },
    ]);
    expect(counted).toEqual(["acknowledge done"]);
  });

  it("without a version is about the incident as it is now", async () => {
    const { desk, facts } = deskOn();
    const account = { vendor: "slack", id: "UADA" } as const;
    await desk.press({ handler: "acknowledge", incident: { number: 12 }, account, where: "slack", locale: "en" });
    expect(facts[0]).toMatchObject({ read: { version: 5 } });
  });

  it("of a button with a form asks first, and writes nothing", async () => {
    const { press, facts, counted } = deskOn();
    expect(await press("note")).toMatchObject({ kind: "form", form: { title: "Note" }, about: { version: 5 } });
    expect(facts).toEqual([]);
    expect(counted).toEqual(["note form"]);
  });

  it("with values that are wrong says which field, and writes nothing", async () => {
    const { press, facts } = deskOn();
    expect(await press("note", { values: { text: " " } })).toMatchObject({
      kind: "faulty",
      faults: [{ field: "text", message: "This is needed." }],
    });
    expect(facts).toEqual([]);
  });

  it("masks what was typed before it is stored", async () => {
    const { press, facts } = deskOn();
    await press("note", { values: { text: "the secret is out" } });
    expect(facts[0]).toMatchObject({ act: { kind: "note", text: "the [masked] is out" } });
  });

  it("reads of a chat only what the form asks, and tells a program which field does not exist", async () => {
    const values = { text: "x", "vigie:about": "1:2:3" };
    expect(await deskOn().press("note", { values })).toMatchObject({ kind: "done" });
    expect(await deskOn().press("note", { values, where: "api" })).toMatchObject({
      kind: "faulty",
      faults: [{ field: "vigie:about", message: "There is no such field." }],
    });
  });

  it("that names somebody looks them up", async () => {
    const { press, facts } = deskOn();
    await press("assign", { values: { to: "slack:UBO" } });
    expect(facts[0]).toMatchObject({ act: { kind: "assign", to: bo.actor } });
  });

  it("that names somebody unknown says so at the field", async () => {
    expect(await deskOn().press("assign", { values: { to: "x@example.com" } })).toMatchObject({
      kind: "faulty",
      faults: [{ field: "to", message: expect.stringContaining("nobody by that name") }],
    });
  });

  it("is answered in the presser's own language", async () => {
    const { press } = deskOn({ locale: "fr" });
    expect(await press("acknowledge")).toMatchObject({ said: "Pris en charge. VIG-12 est à vous." });
  });

  it("while the store is away is thrown, and counted", async () => {
    const { press, counted } = deskOn({ away: true });
    await expect(press("acknowledge")).rejects.toBeInstanceOf(StoreAway);
    expect(counted).toEqual(["acknowledge away"]);
  });
});

describe("a press of what is not there", () => {
  it("a button that nobody knows", async () => {
    const { press, counted } = deskOn();
    expect(await press("rm -rf")).toEqual({ kind: "missing", said: "There is no such button." });
    expect(counted).toEqual(["unknown missing"]);
  });

  it("an incident that was purged, ten days later; the newest of its kind is named", async () => {
    expect(await deskOn({ stored: "no" }).press("real")).toMatchObject({
      kind: "missing",
      said: "This incident is no longer kept.",
    });
    const { said } = { said: "", ...(await deskOn({ stored: "newer" }).press("real")) };
    expect(said).toBe("This incident is no longer kept. The newest of its kind is VIG-15.");
  });

  it("values that no form asks for are not looked at, and the journal says who sent them", async () => {
    const { press, facts } = deskOn();
    expect(await press("note", { values: { text: "x".repeat(10_001) } })).toMatchObject({
      kind: "refused",
      code: "too-long",
    });
    expect(facts).toMatchObject([{ kind: "pressed-in-vain", because: "too-long", handler: "note" }]);
  });
});

describe("who may (behaviour 6, U-50)", () => {
  it("without the role: refused, told what would be needed, and audited; no form opens", async () => {
    const holders = () => [{ kind: "email" as const, email: "mle@corp.example" }];
    const { press, facts, counted } = deskOn({ may: forRoles("mle"), people: { holders } });
    expect(await press("note")).toMatchObject({
      kind: "refused",
      code: "role",
      said: "This needs one of these roles: mle, admin. Nothing was done.",
    });
    expect(facts).toMatchObject([{ kind: "pressed-in-vain", handler: "note", by: ada.actor, because: "role" }]);
    expect(counted).toEqual(["note refused"]);
  });

  it("whoever could not be looked up in time is told so, not that they lack a role", async () => {
    const { press, facts } = deskOn({ may: forRoles("mle") });
    const unknown = { account: { vendor: "slack", id: "UAWAY" } } as const;
    expect(await press("note", unknown)).toMatchObject({
      kind: "refused",
      code: "unknown-person",
      said: expect.stringMatching(/^Vigie could not look up in time who you are.*press again/),
    });
    expect(facts).toMatchObject([{ kind: "pressed-in-vain", because: "unknown-person" }]);
    const away = deskOn({ may: forRoles("on-call"), onCall: { kind: "nobody", because: "unreachable" } });
    expect(await away.press("real")).toMatchObject({ kind: "refused", code: "unknown-person" });
  });

  it("who lost the role while the form was open is refused when it is sent", async () => {
    const roles: Record<string, string[]> = { [ada.actor.id]: ["mle"] };
    const { press } = deskOn({ may: forRoles("mle"), roles });
    expect(await press("note")).toMatchObject({ kind: "form" });
    delete roles[ada.actor.id];
    expect(await press("note", { values: { text: "x" } })).toMatchObject({ kind: "refused", code: "role" });
  });

  it("a role that nobody holds is said to be nobody's, with where to say whose it is (U-29)", async () => {
    expect(await deskOn({ may: () => ({ everybody: false, roles: ["po"] }) }).press("note")).toMatchObject({
      code: "role",
      said: "This needs one of these roles, and nobody holds them: po. Say who does under `roles:` in the policy. Nothing was done.",
    });
  });

  it("whom a service names as its authority may, and nobody else, whatever their roles (A004-35)", async () => {
    const authority = (...people: string[]): Policy["people"]["may"] => {
      return () => ({ everybody: false, roles: ["owner"], people });
    };
    expect(await deskOn({ may: authority("ada@corp.example") }).press("note")).toMatchObject({ kind: "form" });
    expect(await deskOn({ may: authority("bo@corp.example") }).press("note")).toMatchObject({
      code: "role",
      said: "For this service the policy gives it to these alone: bo@corp.example, owner. Nothing was done.",
    });
  });

  it("whoever is on call may what those on call may, whether or not they hold a role", async () => {
    const may = forRoles("on-call");
    const onCall: OnCall = { kind: "people", people: [ada] };
    expect(await deskOn({ may, onCall }).press("real")).toMatchObject({ kind: "done" });
    const byBo = { account: { vendor: "slack", id: "UBO" } } as const;
    expect(await deskOn({ may, onCall }).press("real", byBo)).toMatchObject({ kind: "refused", code: "role" });
  });

  it("where nobody is known to be on call, the refusal says what to configure", async () => {
    expect(await deskOn({ may: forRoles("on-call") }).press("real")).toMatchObject({
      code: "nobody-on-call",
      said: expect.stringContaining("give a schedule to the role `on-call`"),
    });
  });

  it("more than four hours of silence wants more than four hours' permission", async () => {
    const may: Policy["people"]["may"] = (id) =>
      id === "silence-long" ? { everybody: false, roles: ["mle"] } : { everybody: true, roles: [] };
    const values = { for: "8h", why: "maintenance" };
    expect(await deskOn({ may }).press("silence", { values })).toMatchObject({
      kind: "faulty",
      faults: [{ field: "for" }],
    });
    const roles = { [ada.actor.id]: ["mle"] };
    expect(await deskOn({ may, roles }).press("silence", { values })).toMatchObject({ kind: "done" });
  });

  it("a token acts for itself with the roles that the policy gives it", async () => {
    const may = forRoles("mle");
    const token = { account: { vendor: "api", id: "ci" }, where: "api" } as const;
    const tokens = new Map([["ci", { roles: ["mle"], actsFor: false }]]);
    const { press, facts } = deskOn({ may, people: { tokens } });
    expect(await press("real", token)).toMatchObject({ kind: "done" });
    expect(facts[0]).toMatchObject({ by: { id: "api:ci", name: "ci" } });
    expect(await deskOn({ may }).press("real", token)).toMatchObject({ kind: "refused", code: "role" });
  });

  it("a bridge acts for somebody with their roles, not its own, and both are named (protocol 12.3)", async () => {
    const may = forRoles("mle");
    const tokens = new Map([["bridge", { roles: ["mle"], actsFor: true }]]);
    const account = { vendor: "api", id: "bridge", email: "bo@corp.example" } as const;
    const without = deskOn({ may, people: { tokens } });
    expect(await without.press("real", { account, where: "api" })).toMatchObject({ kind: "refused", code: "role" });
    const { press, facts } = deskOn({ may, people: { tokens }, roles: { [bo.actor.id]: ["mle"] } });
    expect(await press("real", { account, where: "api" })).toMatchObject({ kind: "done" });
    expect(facts[0]).toMatchObject({ by: { id: "api:bridge for bo@corp.example", name: "Bo" } });
  });
});

describe("a press that comes too late", () => {
  const judged = { judged: { seq: 5, at: nine, by: bo.actor } };

  it("of a button that is gone: who did what when, with their role (U-07)", async () => {
    const scene = { step: "judged", incident: { latest: judged }, roles: { [bo.actor.id]: ["on-call"] } } as const;
    const { press, facts } = deskOn(scene);
    expect(await press("real")).toMatchObject({
      kind: "refused",
      code: "stale",
      said: "Bo (on-call) judged it real at 09:00 UTC. Nothing was done: look again, then decide.",
    });
    expect(facts).toMatchObject([{ kind: "pressed-in-vain", because: "not-offered" }]);
  });

  it("of a form over a card that is out of date: it does not open, unless the presser did it themselves (protocol 12.5)", async () => {
    const changed = (by: Person) => ({ "severity-by-hand": { seq: 5, at: nine, by: by.actor } });
    const { press, facts } = deskOn({ incident: { latest: changed(bo) } });
    expect(await press("severity")).toMatchObject({
      code: "stale",
      said: "Bo changed its severity at 09:00 UTC. Nothing was done: look again, then decide.",
    });
    expect(facts).toMatchObject([{ kind: "pressed-in-vain", because: "stale" }]);
    expect(await press("severity", { version: 5 })).toMatchObject({ kind: "form" });
    expect(await deskOn({ incident: { latest: changed(ada) } }).press("severity")).toMatchObject({ kind: "form" });
  });

  it("by whoever did it before is no news: it is theirs already", async () => {
    const acknowledged = { acknowledged: { seq: 5, at: nine, by: ada.actor } };
    expect(
      await deskOn({ step: "acknowledged", incident: { latest: acknowledged } }).press("acknowledge"),
    ).toMatchObject({
      code: "already-so",
      said: "It is yours already.",
    });
  });

  it("that lost the race in the commit: who did what when, with their role and day", async () => {
    const answer: Answer = { kind: "stale", entry: "judged", by: bo.actor, at: nine - 24 * 60 * minuteMs };
    expect(await deskOn({ answer, roles: { [bo.actor.id]: ["mle"] } }).press("real")).toMatchObject({
      code: "stale",
      said: "Bo (mle) judged it real at 19 Nov, 09:00 UTC. Nothing was done: look again, then decide.",
    });
  });

  it("that the commit refuses: why, and who and when where it knows", async () => {
    const answer: Answer = {
      kind: "refused",
      because: "already-so",
      by: { id: "person:chi@corp.example", name: "Chi" },
      at: nine,
    };
    expect(await deskOn({ answer }).press("acknowledge")).toMatchObject({
      code: "already-so",
      said: "It is so already. Chi, 09:00 UTC.",
    });
    expect(
      await deskOn({ answer: { kind: "refused", because: "no-ladder" } }).press("escalate", { values: { to: "next" } }),
    ).toMatchObject({
      code: "no-ladder",
      said: "The policy has no further step: choose a person or a team.",
    });
  });

  it("of what was so already when they read it says who did it: a program sees no card", async () => {
    const acknowledged = (by: Person) => ({ acknowledged: { seq: 2, at: nine, by: by.actor } });
    const pressOver = (by: Person) =>
      deskOn({ step: "acknowledged", incident: { latest: acknowledged(by) } }).press("acknowledge");
    expect(await pressOver(bo)).toMatchObject({ code: "already-so", said: "Bo acknowledged it at 09:00 UTC." });
    expect(await pressOver(ada)).toMatchObject({ code: "already-so", said: "It is yours already." });
  });

  it("of one's own double click: it is theirs, or so already", async () => {
    const answer: Answer = { kind: "refused", because: "already-so", by: ada.actor, at: nine };
    expect(await deskOn({ answer }).press("acknowledge")).toMatchObject({ said: "It is yours already." });
    expect(await deskOn({ answer }).press("real")).toMatchObject({ said: "It is so already." });
  });

  it("what still lacks before an end is named (U-10)", async () => {
    expect(await deskOn({ step: "judged" }).press("close")).toMatchObject({ code: "needs-cause" });
    const caused = deskOn({ step: "caused" });
    expect(await caused.press("resolve")).toMatchObject({
      code: "needs-remediation",
      said: expect.stringContaining("give the fix and the change to monitoring first"),
    });
  });

  it("of something that makes no sense in this phase, or any more", async () => {
    expect(await deskOn().press("mitigated")).toMatchObject({
      code: "not-offered",
      said: expect.stringContaining("notified"),
    });
    expect(await deskOn({ step: "closed" }).press("acknowledge")).toMatchObject({ code: "over", said: "It is over." });
    expect(await deskOn().press("reopen")).toMatchObject({ code: "not-over" });
  });
});

describe("a silence", () => {
  const values = { for: "1h", why: "maintenance" };

  it("is kept before it takes effect, and let go where the commit refuses it", async () => {
    const taken = deskOn();
    expect(await taken.press("silence", { values })).toMatchObject({ kind: "done", said: "VIG-12 is silenced." });
    expect(taken.ended).toEqual([]);
    const refused = deskOn({ answer: { kind: "refused", because: "over" } });
    await refused.press("silence", { values });
    expect(refused.ended).toEqual(["0123456789abcdef"]);
  });

  it("is let go where the commit cannot be stored: whoever is told that nothing was done silenced nothing", async () => {
    const { press, ended } = deskOn({ away: true });
    await expect(press("silence", { values })).rejects.toBeInstanceOf(StoreAway);
    expect(ended).toEqual(["0123456789abcdef"]);
  });

  it("that Alertmanager was to know and does not is refused as a whole", async () => {
    const { press, facts } = deskOn({ begin: async () => ({ kind: "away" }) });
    expect(await press("silence", { values: { ...values, elsewhere: "true" } })).toMatchObject({
      kind: "refused",
      code: "away",
    });
    expect(facts.map(({ kind }) => kind)).toEqual(["pressed-in-vain"]);
  });

  it("that is ended is ended everywhere", async () => {
    const { press, ended } = deskOn({ step: "silenced" });
    expect(await press("unsilence")).toMatchObject({ kind: "done" });
    expect(ended).toEqual(["0123456789abcdef"]);
  });
});
