import { describe, expect, it, onTestFinished, vi } from "vitest";
import type { Alert } from "../../../src/alert/alert.ts";
import type { Judgement } from "../../../src/incident/judgement.ts";
import { noLog } from "../../../src/log.ts";
import { StoreAway } from "../../../src/store/port.ts";
import { ended, firing, judgedAs, minuteMs } from "../incident/ledger.ts";
import { alertIn, anIntake, groupOf } from "./an-intake.ts";

describe("what is accepted", () => {
  it("is stored when the promise resolves, one incident per group", async () => {
    const { intake, store } = await anIntake();
    await intake.accept([alertIn("a"), alertIn("b"), alertIn("a", { fingerprint: "f-2" })], 0);
    const { incidents } = await store.list({ limit: 10 });
    expect(incidents.map(({ incident, received }) => [incident.groupKey, incident.firing, received]).sort()).toEqual([
      ['{group="a"}', 2, 2],
      ['{group="b"}', 1, 1],
    ]);
  });

  it("shares one commit with the requests that wait beside it (protocol 4.3)", async () => {
    const { intake, commits } = await anIntake();
    await Promise.all(["a", "b", "c"].map((group) => intake.accept([alertIn(group)], 0)));
    expect(commits.map((items) => items.length)).toEqual([3]);
  });

  it("is decided in a row where requests for one group wait together (protocol 4.1)", async () => {
    const { intake, commits, store } = await anIntake();
    await Promise.all(Array.from({ length: 50 }, () => intake.accept([alertIn("a")], 0)));
    expect(commits).toHaveLength(1);
    expect((await store.list({ limit: 1 })).incidents).toMatchObject([
      { received: 50, incident: { firing: 1, seq: 3 } },
    ]);
  });

  it("takes at most 500 alerts into a commit, and no alert is lost between them (protocol 8.3)", async () => {
    const { intake, commits, store } = await anIntake();
    const many = Array.from({ length: 1_700 }, (_, i) => alertIn("a", { fingerprint: `f-${i}` }));
    await intake.accept(many, 0);
    const sizes = commits.map((items) =>
      items.reduce((sum, item) => sum + (item.kind === "change" ? item.alerts.length : 0), 0),
    );
    expect(Math.max(...sizes)).toBeLessThanOrEqual(500);
    expect((await store.list({ limit: 1 })).incidents).toMatchObject([
      { received: 1_700, incident: { firing: 1_700 } },
    ]);
  });

  it("that the policy drops is counted and stored nowhere", async () => {
    const { intake, commits, counted } = await anIntake();
    await intake.accept([alertIn("a", { name: "Watchdog" })], 0);
    expect(commits).toEqual([]);
    expect(counted).toEqual(["decisions_total drop"]);
  });

  it("whose sender reckons otherwise than Vigie is stored and counted as such (behaviour 2.2)", async () => {
    const figure = { measure: "relative-drop", degradation: 0.1, senderDiffers: true } as const;
    const { intake, counted, store } = await anIntake({ judge: () => ({ ...judgedAs("critical"), figure }) });
    await intake.accept([alertIn("a")], 0);
    expect(counted).toContain("figures_differing_total");
    expect((await store.list({ limit: 1 })).incidents).toMatchObject([{ received: 1 }]);
    const { intake: other, counted: without } = await anIntake();
    await other.accept([alertIn("a")], 0);
    expect(without).not.toContain("figures_differing_total");
  });

  it("and comes to nothing is counted as that", async () => {
    const { intake, commits, counted } = await anIntake();
    await intake.accept([ended(firing("critical", { labels: { group: "a" } })).alert], 0);
    expect(commits).toEqual([]);
    expect(counted).toEqual(["decisions_total nothing"]);
  });

  it("gives a sender id its effect once, over restarts of what is remembered (protocol 4.4)", async () => {
    const { intake, store, clock } = await anIntake();
    await intake.accept([alertIn("a", { senderId: "id-1" })], 0);
    clock.now += minuteMs;
    await intake.accept([alertIn("a", { senderId: "id-1", startsAt: clock.now })], 0);
    expect((await store.list({ limit: 1 })).incidents).toMatchObject([{ received: 2, incident: { seq: 3 } }]);
  });
});

describe("when the store is away", () => {
  const away = () => Promise.reject(new StoreAway("the disk is full"));

  it("the request learns that its alerts were not stored", async () => {
    const { intake, counted } = await anIntake({}, (store) => ({ ...store, commit: away }));
    await expect(intake.accept([alertIn("a")], 0)).rejects.toBeInstanceOf(StoreAway);
    expect(counted).toEqual(["store_away_total"]);
  });

  it("a request of which one part is stored is not stored: it is sent again and counted twice at most", async () => {
    let calls = 0;
    const { intake, store } = await anIntake({}, (real) => ({
      ...real,
      commit: (items) => {
        calls += 1;
        return calls === 2 ? away() : real.commit(items);
      },
    }));
    const many = Array.from({ length: 900 }, (_, i) => alertIn("a", { fingerprint: `f-${i}` }));
    await expect(intake.accept(many, 0)).rejects.toBeInstanceOf(StoreAway);
    await intake.accept(many, 0);
    expect((await store.list({ limit: 1 })).incidents).toMatchObject([{ incident: { firing: 900 } }]);
  });

  it("a large request whose first part fails while the rest is still read does not end the process", async () => {
    const unhandled: unknown[] = [];
    const note = (reason: unknown) => unhandled.push(reason);
    process.on("unhandledRejection", note);
    onTestFinished(() => void process.off("unhandledRejection", note));
    const slowly = (until = performance.now() + 0.02) => {
      while (performance.now() < until);
    };
    const { intake } = await anIntake(
      {
        judge: () => {
          slowly();
          return judgedAs("critical");
        },
      },
      (store) => ({ ...store, load: away }),
    );
    const many = Array.from({ length: 4_000 }, (_, i) => alertIn("a", { fingerprint: `f-${i}` }));
    await expect(intake.accept(many, 0)).rejects.toBeInstanceOf(StoreAway);
    await new Promise((resolve) => setImmediate(resolve));
    expect(unhandled).toEqual([]);
  });

  it("an error that is none of the store's own is answered as if it were away, and logged as the bug it is", async () => {
    const errors: string[] = [];
    const log = { ...noLog, error: (_fields: object, message: string) => void errors.push(message) };
    const { intake } = await anIntake({ log }, (store) => ({
      ...store,
      commit: () => Promise.reject(new TypeError("no")),
    }));
    await expect(intake.accept([alertIn("a")], 0)).rejects.toBeInstanceOf(StoreAway);
    expect(errors).toEqual(["a commit failed"]);
  });
});

describe("a bug", () => {
  const judgeWithABug = ({ name, source, labels }: Alert): Judgement => {
    if (name === "Broken") throw new TypeError("undefined is not a function");
    return judgedAs(
      "warning",
      source === "vigie" ? { groupId: "f".repeat(32), groupKey: "vigie" } : groupOf(labels.group),
    );
  };

  it("in judging one alert tells that alert in Vigie's own incident and touches no other (protocol 9)", async () => {
    const { intake, store, counted } = await anIntake({ judge: judgeWithABug });
    await intake.accept([alertIn("a"), alertIn("b", { name: "Broken", fingerprint: "broken" }), alertIn("c")], 0);
    const { incidents } = await store.list({ limit: 10 });
    expect(incidents.map(({ incident }) => incident.groupKey).sort()).toEqual(["vigie", '{group="a"}', '{group="c"}']);
    expect(incidents.find(({ incident }) => incident.groupKey === "vigie")?.incident.lead).toMatchObject({
      name: "Vigie: bug",
      summary: expect.stringContaining("the alert Broken is told only here"),
    });
    expect(counted).toContain("bugs_total decide");
  });

  it("in deciding one alert touches no other of the same group", async () => {
    const poison = (alert: Alert): Judgement => {
      const judgement = judgeWithABug(alert);
      return alert.fingerprint === "poison"
        ? {
            ...judgement,
            get owed(): never {
              throw new TypeError("poison");
            },
          }
        : judgement;
    };
    const { intake, store } = await anIntake({ judge: poison });
    await intake.accept(
      [alertIn("a"), alertIn("a", { fingerprint: "poison" }), alertIn("a", { fingerprint: "f-2" })],
      0,
    );
    const { incidents } = await store.list({ limit: 10 });
    const firingIn = (key: string) => incidents.find(({ incident }) => incident.groupKey === key)?.incident.firing;
    expect([firingIn('{group="a"}'), firingIn("vigie")]).toEqual([2, 1]);
  });
});

describe("an alert that fires again right after its own resolution", () => {
  it.each([
    ["gone", 1],
    ["active", 2],
    ["unknown", 2],
  ] as const)("is asked about at the sender, and %s makes %i pages (protocol 5.2)", async (answer, pageNo) => {
    const stillActive = vi.fn(async () => answer);
    const { intake, store, clock } = await anIntake({ stillActive });
    const first = firing("critical", { labels: { group: "a" } });
    const paging = { ...first.alert };
    await intake.accept([paging], 0);
    clock.now += minuteMs;
    await intake.accept([ended(first).alert], 0);
    expect(stillActive).not.toHaveBeenCalled();
    await intake.accept([paging], 0);
    expect(stillActive).toHaveBeenCalledExactlyOnceWith(["f1"]);
    expect((await store.list({ limit: 1 })).incidents).toMatchObject([{ incident: { pageNo, reopened: 1 } }]);
  });
});
