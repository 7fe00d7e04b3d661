import { describe, expect, it } from "vitest";
import { actionIds } from "../../../src/incident/actions/action-ids.ts";
import type { People } from "../../../src/policy/people/people.ts";
import { approvalIds, permissionIds } from "../../../src/policy/people/permissions.ts";
import { faultsOf, policyFrom, shippedText } from "./policy-fixture.ts";

const ground = "version: 1\nroute: { tell: { critical: [on-call] } }\n";
const key = "0123456789abcdef0123456789abcde";
const places = `destinations: { on-call: [{ pagerduty: { key: ${key}0, schedule: PTOP1 } }] }\n`;
const peopleOf = (text: string): People => policyFrom(`${ground}${places}${text}`).people;
const faults = (text: string) =>
  faultsOf(`${ground}${places}${text}`).map(({ message, hint }) => `${message}: ${hint}`);
const warnings = (text: string, more = places) =>
  policyFrom(`${ground}${more}${text}`).warnings.flatMap(({ message, inProduction }) =>
    inProduction ? [message] : [],
  );

describe("contacts", () => {
  it("are known by their e-mail in lower case, else by their first account", () => {
    const { contacts } = peopleOf(`
contacts:
  - { name: Ada, email: Ada@Corp.io, slack: U012AB, phone: "+33 1 23 45 67 89", locale: fr }
  - { name: Bo, email: "", slack: "", pagerduty: PABC123 }
  - { name: DPO, email: "" }`);
    expect([...contacts]).toEqual([
      ["ada@corp.io", { id: "ada@corp.io", name: "Ada", slack: "U012AB", phone: "+33 1 23 45 67 89", locale: "fr" }],
      ["pagerduty:PABC123", { id: "pagerduty:PABC123", name: "Bo", pagerduty: "PABC123" }],
    ]);
  });

  it.each([
    ["two people with one e-mail", "{ name: A, email: A@b.io }, { name: B, email: a@B.io }", "`a@b.io` is `A` already"],
    ["two with one account", "{ name: A, slack: U012AB }, { name: B, slack: U012AB }", "`slack:U012AB` is `A` already"],
    ["what is no e-mail", "{ name: A, email: ada }", "`ada` is not an e-mail"],
    ["a group for a member", "{ name: A, slack: S012AB }", "`S012AB` is no account of slack"],
    ["a key that nobody knows", "{ name: A, mail: a@b.io }", "unknown key `mail`: did you mean `email`?"],
  ])("%s: a fault", (_, list, message) => {
    expect(faults(`contacts: [${list}]`)).toContainEqual(expect.stringContaining(message));
  });
});

describe("roles", () => {
  const written = `
contacts: [{ name: Ada, email: ada@corp.io }]
roles: { admin: [boss@corp.io], mle: [Ada], ml-ai: [mle, "slack-group:S012AB"] }
teams:
  ml: { on-call: [{ pagerduty: { key: ${key}1, schedule: PML01 } }], roles: { mle: [bo@corp.io], on-call: [pagerduty-schedule:PML02] } }
  web: { roles: { po: [po@corp.io] } }`;
  const holders = (role: string, team?: string) =>
    peopleOf(written)
      .holders(role, team)
      .map((one) => (one.kind === "email" ? one.email : `${one.kind}:${one.id}`));

  it("are held on a team's services by its own list alone, else by the list of all", () => {
    expect(holders("mle", "ml")).toEqual(["bo@corp.io"]);
    expect(holders("mle", "web")).toEqual(["ada@corp.io"]);
    expect(holders("mle")).toEqual(["ada@corp.io"]);
    expect(holders("po", "ml")).toEqual([]);
    expect(holders("po", "web")).toEqual(["po@corp.io"]);
  });

  it("may be held by whoever holds another one (C-14)", () => {
    expect(holders("ml-ai", "ml")).toEqual(["bo@corp.io", "slack-group:S012AB"]);
    expect(peopleOf("roles: { a: [b], b: [a, x@y.io] }").holders("a", undefined)).toEqual([
      { kind: "email", email: "x@y.io" },
    ]);
  });

  it("of who is on call is held by the schedules of the team's own pages, else of the pages for all", () => {
    expect(holders("on-call", "ml")).toEqual(["pagerduty-schedule:PML02", "pagerduty-schedule:PML01"]);
    expect(holders("on-call", "web")).toEqual(["pagerduty-schedule:PTOP1"]);
    expect(peopleOf(written).schedules("ml")).toEqual(["PML02", "PML01"]);
    expect(peopleOf("").hasRoles).toBe(false);
  });

  it.each([
    ["a group of a vendor that has none", "roles: { mle: ['jira-group:x'] }", "`jira-group:` names no group"],
    ["an id that is none", "roles: { mle: ['slack-group:#ml'] }", "`#ml` is no id of a slack-group"],
    [
      "a name that nobody has",
      "contacts: [{ name: Ada, email: a@b.io }]\nroles: { mle: [Adda] }",
      "did you mean `Ada`?",
    ],
    [
      "two contacts of one name",
      "contacts: [{ name: A, email: a@b.io }, { name: A, email: b@b.io }]\nroles: { mle: [A] }",
      "several contacts",
    ],
    ["a global role in a team", "teams: { ml: { roles: { admin: [a@b.io] } } }", "`admin` holds on every team"],
    ["a role called everybody", "roles: { everybody: [a@b.io] }", "`everybody` stands for whoever sees the card"],
  ])("%s: a fault", (_, text, message) => {
    expect(faults(text)).toContainEqual(expect.stringContaining(message));
  });
});

describe("who may do what", () => {
  it("with no roles configured: everything for everybody, but long silences and models for whoever is on call", () => {
    const { may } = peopleOf("");
    const closed = permissionIds.filter((id) => !may(id, undefined).everybody);
    const onModels = [...actionIds, ...approvalIds, "automation"];
    expect([...closed].sort()).toEqual(["silence-long", ...onModels].sort());
    for (const id of closed.filter((one) => one !== "approve-withdrawal"))
      expect(may(id, undefined).roles, id).toEqual(["on-call", "admin"]);
  });

  it("a withdrawal is approved by the product owner alone, also where nobody is one (U-29)", () => {
    for (const roles of ["", "roles: { mle: [a@b.io], admin: [c@b.io] }", "roles: { po: [p@b.io] }"])
      expect(peopleOf(roles).may("approve-withdrawal", undefined)).toEqual({ everybody: false, roles: ["po"] });
  });

  it.each([
    ["rollback", ["mle", "mlops", "on-call", "admin"]],
    ["block-source", ["mle", "mlops", "on-call", "security", "admin"]],
    ["retrain", ["mle", "mlops", "admin"]],
    ["update-baseline", ["mle", "mlops", "admin"]],
    ["approve-rollback", ["mle", "admin"]],
    ["withdrawal", ["po", "mlops", "admin"]],
    ["automation", ["mlops", "on-call", "incident-commander", "admin"]],
  ])("%s is for %j, where all of them are held (C.4)", (id, roles) => {
    const all = ["mle", "mlops", "on-call", "security", "po", "incident-commander"];
    const { may } = peopleOf(`roles: { ${all.map((role) => `${role}: [a@b.io]`).join(", ")} }`);
    expect(may(id, undefined)).toEqual({ everybody: false, roles });
  });

  it("with roles: whoever does or decides the step in the matrix C.4, as far as somebody holds it", () => {
    const { may } = peopleOf("roles: { mle: [a@b.io], po: [p@b.io] }");
    expect(may("cause", undefined)).toEqual({ everybody: false, roles: ["mle", "admin"] });
    expect(may("real", undefined)).toEqual({ everybody: false, roles: ["on-call", "admin"] });
    expect(may("withdrawal", undefined)).toEqual({ everybody: false, roles: ["po", "admin"] });
    expect(may("acknowledge", undefined).everybody).toBe(true);
    expect(may("update", undefined).everybody).toBe(true);
  });

  it("is what `permissions:` says, strictly", () => {
    const { may } = peopleOf("roles: { po: [] }\npermissions: { close: [po], cause: [everybody] }");
    expect(may("close", undefined)).toEqual({ everybody: false, roles: ["po", "admin"] });
    expect(may("cause", undefined).everybody).toBe(true);
  });

  it.each([
    ["a button that is not there", "permissions: { rolback: [everybody] }", "did you mean `rollback`?"],
    [
      "a role that nobody wrote",
      "roles: { mle: [a@b.io] }\npermissions: { close: [mlo] }",
      "no `roles:` says who is `mlo`: did you mean `mle`?",
    ],
    ["a token with such a role", "tokens: { ci: { roles: [boss] } }", "no `roles:` says who is `boss`"],
  ])("%s: a fault", (_, text, message) => {
    expect(faults(text)).toContainEqual(expect.stringContaining(message));
  });

  it("says of tokens what they hold, and for whom they act (protocol 12.3)", () => {
    const { tokens } = peopleOf(
      "roles: { mle: [a@b.io] }\ntokens: { ci: { roles: [mle] }, bridge: { acts_for: true } }",
    );
    expect(tokens.get("ci")).toEqual({ roles: ["mle"], actsFor: false });
    expect(tokens.get("bridge")).toEqual({ roles: [], actsFor: true });
  });
});

describe("experts (U-27)", () => {
  it("are called by a mention in each chat, and by a page of their own", () => {
    const { experts } = peopleOf(`
contacts: [{ name: Ada, email: ada@corp.io, slack: U012AB }]
experts:
  data: { slack: "slack-group:S012AB", people: [Ada, bo@corp.io], tell: [on-call] }
  gpu: { people: [Ada] }`);
    expect(experts.get("data")).toMatchObject({
      mentions: { slack: "<!subteam^S012AB>", teams: "Ada <ada@corp.io>" },
      people: ["ada@corp.io", "bo@corp.io"],
      owed: [{ receiver: "pagerduty", told: "on-call", place: { file: "test.yaml" } }],
    });
    expect(experts.get("gpu")?.mentions).toEqual({
      slack: "<@U012AB>",
      teams: "Ada <ada@corp.io>",
      pagerduty: "ada@corp.io",
    });
  });

  it.each([
    ["a channel", "experts: { data: { slack: '#data' } }", "`#data` is no user group or member of Slack"],
    ["a place that is not there", "experts: { data: { tell: [oncall] } }", "did you mean `on-call`?"],
  ])("%s: a fault", (_, text, message) => {
    expect(faults(text)).toContainEqual(expect.stringContaining(message));
  });
});

describe("what production must not run with (A000-67, C-20)", () => {
  it.each([
    [
      "a contact without an address that a role needs",
      "contacts: [{ name: DPO, email: '' }]\nroles: { dpo: [DPO] }",
      "`DPO` has no address, and `dpo` needs them",
    ],
    [
      "an example that a role needs",
      "roles: { po: [owner@corp.example] }",
      "`owner@corp.example` is an example, and `po` needs a person",
    ],
    [
      "an example among experts",
      "experts: { data: { people: [x@example.com] } }",
      "`x@example.com` is an example, and `data` needs a person",
    ],
    [
      "what nobody may press",
      "roles: { po: [] }\npermissions: { close: [po], reopen: [po] }",
      "nobody may press close, reopen: nobody holds po, admin",
    ],
    [
      "what nobody of a team may press",
      "teams: { ml: { roles: { po: [a@b.io] } }, web: {} }\npermissions: { close: [po] }",
      "nobody may press close (for: web): nobody holds po, admin",
    ],
  ])("%s", (_, text, message) => {
    expect(warnings(text)).toEqual([message]);
  });

  it("a page without a schedule: nobody can say who answers", () => {
    const page = `destinations: { on-call: [{ pagerduty: { key: ${key}0 } }] }\n`;
    expect(warnings("", page)).toEqual(["pages of `on-call` name no schedule: nobody can say who is on call"]);
    expect(warnings("roles: { on-call: ['pagerduty-schedule:PTOP1'] }", page)).toEqual([]);
    expect(warnings("", places)).toEqual([]);
  });

  it("a contact that nobody needs may be empty", () => {
    expect(warnings("contacts: [{ name: DPO, email: '' }]")).toEqual([]);
  });
});

describe("the shipped files", () => {
  const policy = `${ground}${places}include: [contacts.yaml, rbac.yaml]\n`;
  const filled = shippedText("contacts.example.yaml").replaceAll(
    /- name: (\w)(.*)\n {4}email: ""/g,
    "- name: $1$2\n    email: $1@corp.io",
  );
  const included = (contacts: string) => [
    { file: "contacts.yaml", text: contacts },
    { file: "rbac.yaml", text: shippedText("rbac.yaml") },
  ];

  it("are included as they are, and everything that is left to fill in is named where it stands", () => {
    const { warnings, people } = policyFrom(policy, { included: included(shippedText("contacts.example.yaml")) });
    expect(new Set(warnings.map(({ file, inProduction }) => `${file} ${inProduction}`))).toEqual(
      new Set(["contacts.yaml fails"]),
    );
    expect(warnings).toHaveLength(7);
    expect(people.hasRoles).toBe(true);
  });

  it("are clean once they are filled in, and say what the defaults say (C.4)", () => {
    const unique = filled.replace("M@corp.io", "m1@corp.io").replace("A@corp.io", "a@corp.io");
    const { warnings, people } = policyFrom(policy, { included: included(unique) });
    expect(warnings).toEqual([]);
    expect(people.holders("ml-ai", undefined)).toEqual(people.holders("mle", undefined));
    const roles = shippedText("rbac.yaml").split("\npermissions:")[0] ?? "";
    const byDefault = policyFrom(policy, {
      included: [
        { file: "contacts.yaml", text: unique },
        { file: "rbac.yaml", text: roles },
      ],
    }).people;
    for (const id of permissionIds) {
      const [written, otherwise] = [people.may(id, undefined), byDefault.may(id, undefined)];
      expect({ id, ...written, roles: [...written.roles].sort() }).toEqual({
        id,
        ...otherwise,
        roles: [...otherwise.roles].sort(),
      });
    }
  });
});

describe("files about people", () => {
  const main = `${ground}${places}include: [people.yaml]\ncontacts: [{ name: Ada, email: ada@corp.io }]\n`;
  const said = (text: string) =>
    faultsOf(main, { included: [{ file: "people.yaml", text }] }).map(
      ({ file, line, message }) => `${file}:${line} ${message}`,
    );

  it("add to what the main file says", () => {
    const { people } = policyFrom(main, {
      included: [
        {
          file: "people.yaml",
          text: "version: 1\ncontacts: [{ name: Bo, email: bo@corp.io }]\nroles: { mle: [Ada, Bo] }",
        },
      ],
    });
    expect([...people.contacts.keys()]).toEqual(["ada@corp.io", "bo@corp.io"]);
    expect(people.holders("mle", undefined)).toHaveLength(2);
  });

  it("are cited where a contact is wrong, in their own file and line", () => {
    expect(said("version: 1\ncontacts:\n  - { name: Bo, email: bo@corp.io }\n  - { name: Chi, email: chi }")).toEqual([
      "people.yaml:4 `chi` is not an e-mail",
    ]);
  });

  it("hold nothing else", () => {
    expect(said("version: 1\ncontacts: []\nroute: {}")).toEqual([
      "people.yaml:3 `route` does not stand in a team’s file",
    ]);
  });

  it("a team's file brings its contacts, and no roles for all", () => {
    const team = "version: 1\nteams: { ml: { roles: { mle: [Bo] } } }\ncontacts: [{ name: Bo, email: bo@corp.io }]\n";
    const { people } = policyFrom(main, { included: [{ file: "people.yaml", text: team }] });
    expect(people.holders("mle", "ml")).toEqual([{ kind: "email", email: "bo@corp.io" }]);
    expect(said(`${team}roles: { admin: [Bo] }`)).toEqual(["people.yaml:4 `roles` does not stand in a team’s file"]);
  });
});
