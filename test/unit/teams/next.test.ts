import { describe, expect, it } from "vitest";
import type { EntryData, EntryKind } from "../../../src/incident/entry-kinds.ts";
import type { IncidentView } from "../../../src/incident/view.ts";
import type { TeamsBinding, TeamsStep } from "../../../src/receivers/teams/binding.ts";
import { nextStep } from "../../../src/receivers/teams/next.ts";
import { tellings } from "../draw/tellings.ts";
import { aView, channel, destination, nine } from "./a-view.ts";

const to = { ...destination, mention: "on-call@corp.example" };
const bob = "person:bob@corp.example";
const mentions = { [bob]: { teams: "Bob <bob@corp.example>" } };
const shown: TeamsBinding = {
  serviceUrl: "https://smba.example",
  tenantId: "t",
  conversationId: `${channel};messageid=${nine}`,
  activityId: "1:x",
  hash: "before",
  lastSeq: 3,
  rungSeq: 3,
  reposted: false,
};

type Said = { readonly kind: EntryKind; readonly data: Readonly<Record<string, unknown>>; readonly at?: number };

/** What follows on a message that shows something else, once these are in the journal as entries 4, 5 and so on. */
function next(entries: readonly Said[], binding = shown): TeamsStep | null {
  const story = entries.map(({ kind, data, at = nine + 60_000 }) => ({ actor: "vigie", kind, data, at }));
  const view: IncidentView = { ...aView({}, story), mentions };
  return nextStep(view, binding, to);
}

const entry = <K extends EntryKind>(kind: K, data: EntryData[K], at?: number): Said => ({
  kind,
  data: { ...data },
  ...(at === undefined ? {} : { at }),
});
const doer = { by: "person:ada@corp.example", where: "teams" };
const acknowledged = entry("acknowledged", doer);
const assigned = entry("assigned", { ...doer, to: bob, toName: "Bob" });

describe("how loud a channel hears of an entry (behaviour 4)", () => {
  const steps = {
    quiet: { kind: "edit", rings: false },
    calls: { kind: "reply", seq: 4, rings: true },
    rings: { kind: "ring", seq: 4, rings: true },
  };

  it.each(tellings)("$kind $tells", ({ tells, ...said }) => {
    expect(next([said])).toMatchObject(steps[tells]);
  });

  it("what calls somebody mentions them alone, by a reply in the thread", () => {
    const step = next([assigned]);
    const card = step?.activity.attachments?.[0]?.content;
    expect(card?.msteams.entities).toMatchObject([{ mentioned: { id: "bob@corp.example" } }]);
    expect(step?.activity).not.toHaveProperty("channelData");
  });

  it("what rang calls nobody a second time where the thread tells it", () => {
    const escalated = entry("escalated", { ...doer, because: "by-hand", to: bob });
    expect(JSON.stringify(next([escalated]))).toContain("<at>Bob</at>");
    const retold = next([escalated, assigned], { ...shown, rungSeq: 4 });
    expect(retold).toMatchObject({ kind: "reply", seq: 4, rings: false });
    expect(JSON.stringify(retold)).not.toContain("<at>");
  });

  it("a commander is asked for of whoever is on call, else of whom the destination names", () => {
    expect(JSON.stringify(next([entry("commander-asked", {})]))).toContain('"id":"on-call@corp.example"');
  });

  it("goes before the edit, after what was told quietly before it", () => {
    expect(next([acknowledged, assigned])).toMatchObject({ kind: "reply", seq: 4, rings: false });
    expect(next([acknowledged])).toMatchObject({ kind: "edit" });
  });

  it("a call brings no old message down the channel, what rings does", () => {
    const day = nine + 25 * 3_600_000;
    expect(next([{ ...assigned, at: day }])).toMatchObject({ kind: "reply" });
    expect(next([entry("reminded", { times: 1 }, day)])).toMatchObject({ kind: "continue" });
  });
});
