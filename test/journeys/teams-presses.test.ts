import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { type FakeWorld, fakeWorld } from "../support/fake-world.ts";
import { alertBody } from "../support/samples.ts";
import { buttons, teamsPeople } from "../support/teams-people.ts";
import { startUnderTest, type UnderTest } from "../support/vigie-under-test.ts";
import { onEachStore } from "./on-each-store.ts";

/** Only Ada may close; everybody may note. */
const ruled = `
version: 1
destinations: { chat: [{ teams: "19:ruled@thread.tacv2" }] }
contacts: [{ name: Ada, email: ada@sandbox.example }, { name: Bo, email: bo@sandbox.example }]
roles: { lead: [ada@sandbox.example] }
permissions: { close: [lead], note: [everybody] }
route: { tell: { critical: [chat] } }
`;

onEachStore("People act in Teams (issue 4, behaviour 8)", (fresh) => {
  let url: string;
  let dir: string;
  let world: FakeWorld;
  let vigie: UnderTest;

  beforeEach(async () => {
    url = await fresh();
    dir = mkdtempSync(join(tmpdir(), "vigie-teams-"));
    world = fakeWorld();
    vigie = await startUnderTest({ store: url, world, dir });
  });
  afterEach(async () => {
    await vigie.stop();
    rmSync(dir, { recursive: true, force: true });
  });

  const opened = async () => {
    expect((await vigie.post("alertmanager", alertBody([{}], world.now()))).status).toBe(200);
    await vigie.settle();
    return card();
  };
  const card = () => {
    const [thread] = vigie.seen.teamsCards();
    if (!thread) throw new Error("there is no card in Teams");
    return thread;
  };

  it("a press is stored before it is answered, the presser sees it at once and everybody within seconds", async () => {
    const thread = await opened();
    const { ada, press } = teamsPeople(vigie);
    const shown = await press(ada, thread, "acknowledge");
    expect(shown.text).toMatch(/ada/i);
    expect(buttons(shown.card).map(({ verb }) => verb)).not.toContain("vigie:acknowledge");
    await vigie.settle(5_000);
    expect(JSON.stringify(card().root.activity)).toMatch(/ada/i);
    expect(JSON.stringify(vigie.seen.slack())).toMatch(/ada/i);
  });

  it("the same press twice has one effect, and the second hears who was first", async () => {
    const thread = await opened();
    const { ada, bo, press } = teamsPeople(vigie);
    await press(ada, thread, "acknowledge");
    const second = await press(bo, thread, "acknowledge");
    expect(second.text).toMatch(/ada/i);
    await vigie.settle(5_000);
    expect(JSON.stringify(card().root.activity)).not.toMatch(/by bo/i);
  });

  it("a form opens in the card, is filled, and its words reach the thread", async () => {
    const thread = await opened();
    const { ada, press } = teamsPeople(vigie);
    const form = await press(ada, thread, "note");
    expect(form.text).toContain("Input.Text");
    const [, field = ""] = /"id":"(value-[^"]+)"/.exec(form.text) ?? [];
    await press(ada, thread, "note", { [field]: "the feature store lags" }, form.card);
    await vigie.settle();
    expect(JSON.stringify(card().replies)).toContain("the feature store lags");
  });

  it("who lacks the role is refused in private, and their own card has no such button", async () => {
    await vigie.stop();
    const file = join(dir, "policy.yaml");
    writeFileSync(file, ruled);
    vigie = await startUnderTest({ store: url, world, dir, env: { VIGIE_POLICY: file } });
    const thread = await opened();
    const { ada, bo, press } = teamsPeople(vigie);
    const refused = await press(bo, thread, "close");
    expect(buttons(refused.card).map(({ verb }) => verb)).toEqual(["vigie:refresh"]);
    const own = await press(bo, thread, "refresh", {}, refused.card);
    expect(buttons(own.card).map(({ verb }) => verb)).toContain("vigie:note");
    expect(buttons(own.card).map(({ verb }) => verb)).not.toContain("vigie:close");
    expect((await press(ada, thread, "close")).text).toContain("Input.");
    await vigie.settle();
    expect(JSON.stringify(card())).not.toContain(bo.email);
  });

  it("what Vigie begins to say goes on after a restart, at the address that Teams told", async () => {
    const thread = await opened();
    const { ada, caller } = teamsPeople(vigie);
    const told = `${vigie.run.origin}/sandbox/teams/teams/apac`;
    const { tenantId } = teamsPeople(vigie).memory.settings();
    const said = await caller.send({
      type: "message",
      text: "<at>Vigie</at> here",
      serviceUrl: told,
      from: { id: `29:${ada.teams}`, name: ada.name, aadObjectId: ada.teams },
      entities: [{ type: "mention", text: "<at>Vigie</at>", mentioned: { id: `28:${appId(vigie)}` } }],
      conversation: { id: `${thread.channel};messageid=${thread.root.id}`, conversationType: "channel", tenantId },
    });
    expect(said.status).toBe(200);
    expect(JSON.stringify(card().replies)).toContain(`{ teams: \\"${thread.channel}\\" }`);
    const port = URL.parse(vigie.run.origin)?.port ?? "";
    await vigie.stop();
    vigie = await startUnderTest({ store: url, world, dir, env: { PORT: port } });
    expect(JSON.stringify(await vigie.run.store.notes("teams-conversations"))).toContain("/teams/apac");
    await vigie.post("alertmanager", alertBody([{ status: "resolved" }], world.now() + 60_000));
    await vigie.settle();
    expect(JSON.stringify(card().root.activity)).toMatch(/resolved/i);
  });
});

function appId(vigie: UnderTest): string {
  return teamsPeople(vigie).memory.settings().appId;
}
