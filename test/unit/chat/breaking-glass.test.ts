import { describe, expect, it } from "vitest";
import { handlers } from "../../../handlers/index.ts";
import { createDesk } from "../../../src/chat/create-desk.ts";
import type { Directory, OnCall, Person } from "../../../src/chat/person.ts";
import type { ActionId } from "../../../src/incident/actions/action-ids.ts";
import type { ActionPlan } from "../../../src/incident/actions/plan.ts";
import type { Run } from "../../../src/incident/actions/run.ts";
import type { Fact } from "../../../src/incident/fact.ts";
import { noRemedies } from "../../../src/policy/actions/compile-remedies.ts";
import { driftView } from "../draw/views.ts";
import { incidentAt, nine, policyOf } from "../handlers/scene.ts";

const ada: Person = { actor: { id: "person:ada@corp.example", name: "Ada" }, email: "ada@corp.example" };
const onCallIs = (...people: readonly Person[]): OnCall => ({ kind: "people", people });

type Scene = {
  readonly handler?: "approve" | "rollback";
  readonly action?: ActionId;
  readonly onCall?: OnCall;
  readonly glass?: boolean;
  readonly roles?: string[];
};

/** A desk over one incident that waits for an approval of the product owner; Ada presses. */
function deskOn({ handler = "approve", action = "rollback", onCall = onCallIs(ada), glass = true, roles = [] }: Scene) {
  const facts: Fact[] = [];
  const asked: [string, string | undefined][] = [];
  const plan: ActionPlan = { action, at: nine, steps: [], checksServing: false, withinMs: 0, approvers: ["po"] };
  const run: Run = {
    ...{ id: "r1", action, plan, state: "asked", by: "person:bo@corp.example", where: "slack", askedAt: nine },
    ...{ steps: [], changed: false },
  };
  const step = { provider: "mlflow", key: "k", doing: "move-alias", name: "champion", to: "7" } as const;
  const open = { plans: { rollback: { ...plan, steps: [step] } } };
  const incident = incidentAt("judged", { seq: 5, ...(handler === "approve" ? { runs: [run] } : open) });
  const policy = policyOf();
  const directory: Directory = {
    personOf: async () => ada,
    find: async () => null,
    rolesOf: async () => new Set(roles),
    onCall: async () => onCall,
    mentionOf: async () => undefined,
    accountOf: async () => undefined,
  };
  const desk = createDesk({
    store: {
      find: async () => ({ incident, number: 12, received: 1, lastReceivedAt: nine }),
      newestOf: async () => null,
      alerts: async () => driftView.alerts.map((row) => ({ ...row, received: 1 })),
    },
    intake: {
      ask: async (_about, fact) => {
        facts.push(fact);
        return { incident, answer: { kind: "done" } };
      },
    },
    directory,
    policy: () => ({
      ...policy,
      remediesOf: () => ({ ...noRemedies, breakGlass: glass }),
      people: {
        ...policy.people,
        may: (id, _team, service) => {
          asked.push([id, service]);
          return { everybody: false, roles: id.startsWith("approve-") ? ["po"] : ["mle"] };
        },
      },
    }),
    handlers,
    silencing: { alertmanager: false, begin: async () => ({ kind: "away" }), end: async () => {} },
    mask: { text: (text) => text },
    now: () => nine,
    newId: () => "0123456789abcdef",
    meter: { count: () => {}, observe: () => {}, set: () => {} },
  });
  const press = (values?: Readonly<Record<string, string>>) =>
    desk.press({
      handler,
      incident: { number: 12 },
      version: 5,
      account: { vendor: "slack", id: "UADA" },
      ...(values ? { values } : {}),
      where: "slack",
      locale: "en",
    });
  return { press, facts, asked };
}

describe("an approval (behaviour 6)", () => {
  it("asks the permission of the action that waits, of the service whose model it is", async () => {
    const { press, asked, facts } = deskOn({ roles: ["po"] });
    expect(await press({})).toMatchObject({ kind: "done", said: "Approved for VIG-12." });
    expect(asked).toContainEqual(["approve-rollback", "credit-scoring"]);
    expect(facts).toMatchObject([{ act: { kind: "approve-run", run: "r1" } }]);
    expect(facts[0]).not.toHaveProperty("act.alone");
  });

  it("is given alone by who is on call and lacks the role, with a reason", async () => {
    const { press, facts } = deskOn({});
    expect(await press()).toMatchObject({ kind: "form", form: { fields: [{ id: "why", required: true }] } });
    expect(await press({})).toMatchObject({ kind: "faulty", faults: [{ field: "why" }] });
    expect(await press({ why: "nobody answers" })).toMatchObject({ kind: "done" });
    expect(facts).toMatchObject([{ act: { kind: "approve-run", alone: true, why: "nobody answers" } }]);
  });

  it.each<[string, Scene]>([
    ["who is not on call", { onCall: onCallIs() }],
    ["anybody where the policy says `break_glass: off`", { glass: false }],
    ["anybody but the product owner for a withdrawal (U-29)", { action: "withdrawal" }],
  ])("is refused to %s", async (_who, scene) => {
    const { press, facts } = deskOn(scene);
    expect(await press({ why: "nobody answers" })).toMatchObject({ kind: "refused", code: "role" });
    expect(facts).toMatchObject([{ kind: "pressed-in-vain", handler: "approve", because: "role" }]);
  });

  it("is not needed by who may do the action and breaks glass; who may not do it breaks nothing (A004-35)", async () => {
    const values = { alone: "true", why: "3 a.m." };
    const may = deskOn({ handler: "rollback", roles: ["mle"] });
    expect(await may.press(values)).toMatchObject({ kind: "done" });
    expect(may.facts).toMatchObject([{ act: { kind: "run-action", alone: true, why: "3 a.m." } }]);
    const mayNot = deskOn({ handler: "rollback" });
    expect(await mayNot.press(values)).toMatchObject({ kind: "refused", code: "role" });
    const off = deskOn({ handler: "rollback", roles: ["mle"], glass: false });
    await off.press(values);
    expect(off.facts).toMatchObject([{ act: { kind: "run-action", why: "3 a.m." } }]);
    expect(off.facts[0]).not.toHaveProperty("act.alone");
  });
});
