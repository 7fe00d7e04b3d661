import { describe, expect, it } from "vitest";
import type { EntryData, EntryKind } from "../../../src/incident/entry-kinds.ts";
import type { JournalEntry } from "../../../src/incident/journal.ts";
import type { IncidentView } from "../../../src/incident/view.ts";
import type { SlackBinding, SlackStep } from "../../../src/receivers/slack/binding.ts";
import { nextStep } from "../../../src/receivers/slack/next.ts";
import { tellings } from "../draw/tellings.ts";
import { driftView, nine, storyOf, withIncident } from "../draw/views.ts";

const to = {
  id: "slack:#ai-alerts",
  receiver: "slack",
  channel: "#ai-alerts",
  locale: "en",
  fallback: [],
  mention: "@here",
} as const;

const bob = "person:bob@corp.example";
const mentions = { [bob]: { slack: "<@U012BOB>" } };
const binding: SlackBinding = { channel: "C1", ts: String(nine / 1000), hash: "before", lastSeq: 0, link: null };

type Said = Pick<JournalEntry, "kind" | "data" | "at">;

/** What follows on a message that shows something else, once these are in the journal. */
function next(...entries: readonly Said[]): SlackStep | null {
  const view: IncidentView = {
    ...withIncident(driftView, { seq: entries.length }),
    story: storyOf(...entries),
    mentions,
  };
  return nextStep(view, binding, to, { buttons: false });
}

const entry = <K extends EntryKind>(kind: K, data: EntryData[K], at = nine + 60_000): Said => ({
  kind,
  data: { ...data },
  at,
});
const doer = { by: "person:ada@corp.example", where: "slack" };
const acknowledged = entry("acknowledged", doer);
const assigned = entry("assigned", { ...doer, to: bob, toName: "Bob" });

describe("how loud a channel hears of an entry (behaviour 4)", () => {
  it.each(tellings)("$kind $tells", ({ kind, data, tells }) => {
    const step = next({ kind, data, at: nine + 60_000 });
    if (tells === "quiet") return expect(step).toMatchObject({ kind: "edit", rings: false });
    return expect(step).toMatchObject({ kind: "reply", seq: 1, rings: true, broadcast: tells === "rings" });
  });

  it("what calls somebody mentions them alone, and says what it is about", () => {
    const message = JSON.stringify(next(assigned));
    expect(message).toContain('"user_id":"U012BOB"');
    expect(message).toMatch(/<@U012BOB> URGENT · prod · credit-scoring .* Assigned to Bob/);
    expect(message).not.toContain('"range":"here"');
  });

  it("whoever has no account here is named, and nobody else is called in their place", () => {
    const message = JSON.stringify(next(entry("assigned", { ...doer, to: "person:eve@corp.example", toName: "Eve" })));
    expect(message).toContain("Assigned to Eve");
    expect(message).not.toMatch(/"user_id"|"range"/);
  });

  it("a commander is asked for of whoever is on call, else of whom the destination names", () => {
    expect(JSON.stringify(next(entry("commander-asked", {})))).toContain('"range":"here"');
  });

  it("goes before the edit, after what was told quietly before it", () => {
    expect(next(acknowledged, assigned)).toMatchObject({ kind: "reply", seq: 1, rings: false, broadcast: false });
    expect(next(acknowledged)).toMatchObject({ kind: "edit" });
  });

  it("a call brings no old message down the channel, what rings does", () => {
    const day = nine + 25 * 3_600_000;
    expect(next({ ...assigned, at: day })).toMatchObject({ kind: "reply" });
    expect(next(entry("reminded", { times: 1 }, day))).toMatchObject({ kind: "post", step: "post:1" });
  });
});
