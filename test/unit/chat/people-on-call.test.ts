import { describe, expect, it } from "vitest";
import { onCallMentions } from "../../../src/chat/people/on-call-mentions.ts";
import { personMentions } from "../../../src/chat/people/person-mentions.ts";
import type { Directory, OnCall, Person } from "../../../src/chat/person.ts";
import { readMention } from "../../../src/receivers/slack/mention.ts";
import { nextStep } from "../../../src/receivers/slack/next.ts";
import { nextStep as nextInTeams } from "../../../src/receivers/teams/next.ts";
import { driftView } from "../draw/views.ts";

const ada: Person = { actor: { id: "person:ada@corp.io", name: "Ada" }, email: "ada@corp.io" };
const onDuty = (...people: Person[]): OnCall => ({ kind: "people", people });

function directoryOf(duty: OnCall | Promise<OnCall>): Pick<Directory, "onCall" | "mentionOf"> {
  return {
    onCall: async () => duty,
    mentionOf: async (person, receiver) =>
      receiver === "slack" ? `<@${person.actor.name?.toUpperCase()}00>` : `${person.actor.name} <${person.email}>`,
  };
}

describe("whom a message that rings calls (behaviour 4)", () => {
  it("is whoever is on call, as each chat writes it", async () => {
    expect(await onCallMentions(directoryOf(onDuty(ada)), {})).toEqual({
      slack: "<@ADA00>",
      teams: "Ada <ada@corp.io>",
    });
  });

  it.each<[string, OnCall | Promise<OnCall>, { pageWithheld?: "environment" }]>([
    ["nobody where nobody is on call", { kind: "nobody", because: "empty" }, {}],
    ["nobody where the environment pages nobody", onDuty(ada), { pageWithheld: "environment" }],
    ["nobody when the schedule is not read in time", new Promise<OnCall>(() => {}), {}],
  ])("is %s", async (_, duty, incident) => {
    expect(await onCallMentions(directoryOf(duty), incident, 5)).toEqual({});
  });

  it("is three people at most", async () => {
    const people = ["Ada", "Bo", "Chi", "Di"].map((name) => ({ actor: { id: `person:${name}`, name } }));
    expect((await onCallMentions(directoryOf(onDuty(...people)), {})).slack).toBe("<@ADA00>, <@BO00>, <@CHI00>");
  });
});

describe("a person whom the journal names", () => {
  it("is mentioned in each chat where they have an account, whatever the journal knows them by", async () => {
    const accounts: Record<string, string> = {
      "ada@corp.io slack": "<@UADA>",
      "ada@corp.io teams": "Ada <ada@corp.io>",
    };
    const mentionOf: Directory["mentionOf"] = async ({ actor, email = actor.id }, receiver) =>
      accounts[`${email} ${receiver}`];
    const people = [ada.actor, ada.actor, { id: "person:slack:U0BO" }];
    expect(await personMentions({ mentionOf }, people)).toEqual({
      "person:ada@corp.io": { slack: "<@UADA>", teams: "Ada <ada@corp.io>" },
      "person:slack:U0BO": {},
    });
  });

  it("is mentioned where they are known in time", async () => {
    const mentionOf: Directory["mentionOf"] = (_, receiver) =>
      receiver === "slack" ? Promise.resolve("<@UADA>") : new Promise(() => {});
    expect(await personMentions({ mentionOf }, [ada.actor], 5)).toEqual({ "person:ada@corp.io": { slack: "<@UADA>" } });
  });
});

describe("a new message", () => {
  const slack = {
    id: "slack:#a",
    receiver: "slack",
    channel: "#a",
    locale: "en",
    fallback: [],
    mention: "@here",
  } as const;
  const teams = {
    ...slack,
    id: "teams:x",
    receiver: "teams",
    conversation: "19:x@thread.tacv2",
    mention: "bo@corp.io",
  } as const;
  const called = { slack: "<@U0ADA00>", teams: "Ada <ada@corp.io>" };
  const view = { ...driftView, onCall: called };

  it("mentions the on-call in place of the destination's own mention, which stands where nobody is on call", () => {
    const said = (one: typeof view | Omit<typeof view, "onCall">) => [
      JSON.stringify(nextStep(one, null, slack, { buttons: false })),
      JSON.stringify(nextInTeams(one, null, teams)),
    ];
    const [inSlack, inTeams] = said(view);
    expect(inSlack).toContain('"user_id":"U0ADA00"');
    expect(inSlack).not.toContain('"range":"here"');
    expect(inTeams).toContain('"mentioned":{"id":"ada@corp.io","name":"Ada"}');
    const { onCall: _, ...alone } = view;
    const [plainSlack, plainTeams] = said(alone);
    expect(plainSlack).toContain('"range":"here"');
    expect(plainTeams).toContain('"id":"bo@corp.io"');
  });

  it("is no reason to edit one that stands, when somebody else is on call", () => {
    const first = nextStep(view, null, slack, { buttons: false });
    if (first?.kind !== "post") throw new Error("nothing was posted");
    const next = nextStep({ ...view, onCall: { slack: "<@U0BO000>" } }, null, slack, { buttons: false });
    expect(next).toMatchObject({ kind: "post", hash: first.hash });
  });
});

describe("a mention as Slack writes it", () => {
  it.each([
    ["<@U0ADA00>", [{ type: "user", user_id: "U0ADA00" }]],
    ["<!subteam^S012AB>", [{ type: "usergroup", usergroup_id: "S012AB" }]],

    ["<@U0ADA00", [{ type: "text", text: "<@U0ADA00" }]],
  ])("%s is read as %j", (written, elements) => {
    expect(readMention(written).map(({ element }) => element)).toEqual(elements);
  });
});
