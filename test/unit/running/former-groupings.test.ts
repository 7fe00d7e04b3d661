import { describe, expect, it } from "vitest";
import { createFormerGroupings } from "../../../src/former-groupings.ts";
import { firing } from "../incident/ledger.ts";
import { aBook } from "./a-book.ts";
import { groupingBy } from "./grouping-by.ts";

const { alert } = firing("critical", { labels: { service: "s", cluster: "c", pod: "p" } });

describe("groupings of former policies (protocol 10.1)", () => {
  it("are none where the grouping was never another: then nothing is looked for", async () => {
    const { store } = aBook();
    const groupings = createFormerGroupings(store);
    await groupings.note(groupingBy("service"), 1);
    expect(await groupings.besides(groupingBy("service"))).toBeNull();
  });

  it("say where they would put an alert, the present group and what puts it alike left out", async () => {
    const { store } = aBook();
    const groupings = createFormerGroupings(store);
    for (const [at, label] of ["service", "cluster", "pod"].entries()) await groupings.note(groupingBy(label), at);
    const former = await groupings.besides(groupingBy("pod"));
    expect(former?.(alert, "present").map(({ groupKey }) => groupKey)).toEqual(['{cluster="c"}', '{service="s"}']);
    const [newest] = former?.(alert, "present") ?? [];
    expect(former?.(alert, newest?.groupId ?? "").map(({ groupKey }) => groupKey)).toEqual(['{service="s"}']);
  });

  it("are noted once each, by when they were in force last; the newest 32 besides the present one are kept", async () => {
    const { store, entries } = aBook();
    const groupings = createFormerGroupings(store);
    for (let at = 0; at < 6; at += 1) await groupings.note(groupingBy(at % 2 ? "service" : "cluster"), at);
    expect(entries().map((entry) => JSON.parse(entry).at)).toEqual([4, 5]);
    for (let at = 0; at < 40; at += 1) await groupings.note(groupingBy(`label_${at}`), 10 + at);
    expect(entries()).toHaveLength(33);
    const former = await groupings.besides(groupingBy("label_39"));
    expect(former?.(alert, "present")).toHaveLength(1);
    await groupings.note(groupingBy("label_39"), 100);
    expect(entries().some((entry) => JSON.parse(entry).at === 100)).toBe(false);
  });

  it("that cannot be read are left alone", async () => {
    const { store, entries } = aBook(["not JSON", JSON.stringify({ at: 0, grouping: "of a later release" })]);
    const groupings = createFormerGroupings(store);
    expect(await groupings.besides(groupingBy("service"))).toBeNull();
    await groupings.note(groupingBy("service"), 1);
    expect(entries()).toHaveLength(3);
  });
});
