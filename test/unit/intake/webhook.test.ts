import { describe, expect, it, vi } from "vitest";
import { createBodyBudget, maxBodiesBytes, maxBodyBytes } from "../../../src/intake/body.ts";
import { sources } from "../../../src/sources/index.ts";
import { StoreAway } from "../../../src/store/port.ts";
import { alertBody, driftBody } from "../../support/samples.ts";
import { nine } from "../incident/ledger.ts";
import { openDoor } from "./door.ts";

/** A good body of each sender. */
const good: Readonly<Record<string, object>> = {
  alertmanager: alertBody([{ name: "ServiceDown" }], nine),
  drift: driftBody(3, nine),
};
const names = sources.map(({ name }) => name);
const bodyOf = (source: string): object => good[source] ?? {};

describe.each(names)("POST /webhooks/%s", (source) => {
  it("answers 200 with how many were accepted, after they were stored", async () => {
    const door = await openDoor();
    const { status, accepted, rejected } = await door.post(source, bodyOf(source));
    expect({ status, accepted, rejected }).toEqual({ status: 200, accepted: 1, rejected: [] });
    expect(door.accepted.length).toBeGreaterThan(0);
    expect(door.counted).toEqual([`alerts_received_total ${source} 1`]);
  });

  it.each([
    ["without a header", {}, "unauthenticated"],
    ["with another scheme", { authorization: "Digest t0ken-one" }, "unauthenticated"],
    ["with a bearer token that is wrong", { authorization: "Bearer t0ken-two" }, "wrong-token"],
    ["with a password that is wrong", { authorization: `Basic ${btoa("am:t0ken-two")}` }, "wrong-token"],
    ["with the start of the token", { authorization: "Bearer t0ken" }, "wrong-token"],
    ["with an empty token", { authorization: "Bearer " }, "unauthenticated"],
    ["with the token as user name", { authorization: `Basic ${btoa("t0ken-one:")}` }, "wrong-token"],
  ])("answers 401 %s, and keeps nothing", async (_sentence, headers, code) => {
    const door = await openDoor({ tokens: ["t0ken-one"] });
    const { status, error, headers: said } = await door.post(source, bodyOf(source), headers);
    expect(status).toBe(401);
    expect(error?.code).toBe(code);
    expect(said.get("www-authenticate")).toBe('Bearer realm="vigie", Basic realm="vigie"');
    expect(door.accepted).toEqual([]);
    expect(door.counted).toEqual([`requests_refused_total ${source} ${code} 1`]);
  });

  it.each([
    ["Bearer t0ken-one"],
    ["bearer t0ken-one"],
    ["Bearer t0ken-two"],
    [`Basic ${btoa("alertmanager:t0ken-one")}`],
    [`Basic ${btoa("anybody:t0ken-two")}`],
  ])("takes both tokens while they are exchanged: %s", async (authorization) => {
    const door = await openDoor({ tokens: ["t0ken-one", "t0ken-two"] });
    expect((await door.post(source, bodyOf(source), { authorization })).status).toBe(200);
  });

  it("answers 403 where it has no token and is not asked from this machine itself, and keeps nothing", async () => {
    const door = await openDoor({ isLocal: () => false });
    const { status, error } = await door.post(source, bodyOf(source));
    expect({ status, code: error?.code }).toEqual({ status: 403, code: "forbidden" });
    expect(door.accepted).toEqual([]);
    expect(door.counted).toEqual([`requests_refused_total ${source} forbidden 1`]);
  });

  it("takes what a token proves from any machine", async () => {
    const door = await openDoor({ tokens: ["t0ken-one"], isLocal: () => false });
    expect((await door.post(source, bodyOf(source), { authorization: "Bearer t0ken-one" })).status).toBe(200);
  });

  it.each([["text/plain"], ["application/x-www-form-urlencoded"], ["application/jsonp"], [""]])(
    "answers 415 to %j, which a page elsewhere could send",
    async (type) => {
      const door = await openDoor();
      const { status, error } = await door.post(source, JSON.stringify(bodyOf(source)), { "content-type": type });
      expect({ status, code: error?.code }).toEqual({ status: 415, code: "wrong-type" });
    },
  );

  it.each(["application/json", "application/json; charset=utf-8", "Application/JSON"])("takes %s", async (type) => {
    const door = await openDoor();
    expect((await door.post(source, JSON.stringify(bodyOf(source)), { "content-type": type })).status).toBe(200);
  });

  it("answers 413 to a body that is announced as larger than 32 MiB, before any of it comes", async () => {
    const door = await openDoor();
    const { firstLine, hangUp } = door.say(
      [
        `POST /webhooks/${source} HTTP/1.1`,
        "Host: 127.0.0.1",
        "Content-Type: application/json",
        `Content-Length: ${maxBodyBytes + 1}`,
        "",
        "",
      ].join("\r\n"),
    );
    expect(await firstLine).toMatch(/^HTTP\/1\.1 413 /);
    hangUp();
    expect(door.budget.inWork()).toBe(0);
  });

  it("answers 413 to a body that grows larger than 32 MiB without having said so", async () => {
    const door = await openDoor();
    const chunk = new Uint8Array(1024 * 1024).fill(0x20);
    let sent = 0;
    const body = new ReadableStream({
      pull: (controller) => {
        sent += 1;
        if (sent > maxBodyBytes / chunk.length + 1) controller.close();
        else controller.enqueue(chunk);
      },
    });
    const { status, error } = await door.post(source, body);
    expect({ status, code: error?.code }).toEqual({ status: 413, code: "too-large" });
    expect(door.budget.inWork()).toBe(0);
  });

  it("answers 422 with what is wrong and where, never with the value", async () => {
    const door = await openDoor();
    const { status, error } = await door.post(source, { alerts: [{ status: "secret-value" }], value: "secret-value" });
    expect({ status, code: error?.code }).toEqual({ status: 422, code: "unreadable" });
    expect(error?.issues.length).toBeGreaterThan(0);
    for (const { path, code, message } of error?.issues ?? []) {
      expect([path, code, message].every((text) => text !== "" && !text.includes("secret-value"))).toBe(true);
    }
  });

  it.each([
    ["an array of numbers", "[1, 2, 3]"],
    ["a number", "7"],
    ["null", "null"],
    ["a string", '"alerts"'],
  ])("answers 422 to %s", async (_what, body) => {
    const door = await openDoor();
    expect((await door.post(source, body)).status).toBe(422);
  });

  it.each([
    ["nothing", ""],
    ["half a body", '{"alerts": ['],
    ["a body in UTF-16", Buffer.from('{"alerts":[]}', "utf16le")],
    ["bytes that are no UTF-8", Buffer.from([0x22, 0xff, 0xfe, 0x22])],
  ])("answers 400 to %s", async (_what, body) => {
    const door = await openDoor();
    const { status, error } = await door.post(source, body);
    expect({ status, code: error?.code }).toEqual({ status: 400, code: "not-json" });
  });

  it("answers 503 when the store is away, and says when to come back", async () => {
    const door = await openDoor({ intake: { accept: () => Promise.reject(new StoreAway("the disk is full")) } });
    const { status, error, headers } = await door.post(source, bodyOf(source));
    expect({ status, code: error?.code, after: headers.get("retry-after") }).toEqual({
      status: 503,
      code: "store-away",
      after: "5",
    });
    expect(JSON.stringify(error)).not.toContain("disk");
    expect(door.budget.inWork()).toBe(0);
  });

  it("answers 503, never 429, when too many bodies are in work", async () => {
    const budget = createBodyBudget();
    expect(budget.take(maxBodiesBytes - 10)).not.toBeNull();
    const door = await openDoor({ budget });
    const { status, error } = await door.post(source, bodyOf(source));
    expect({ status, code: error?.code }).toEqual({ status: 503, code: "overloaded" });
  });

  it("answers 503 while it is stopping", async () => {
    const door = await openDoor({ draining: () => true });
    const { status, error } = await door.post(source, bodyOf(source));
    expect({ status, code: error?.code }).toEqual({ status: 503, code: "draining" });
  });

  it("gives the room back of a body whose sender hung up", async () => {
    const door = await openDoor();
    const head = [
      `POST /webhooks/${source} HTTP/1.1`,
      "Host: 127.0.0.1",
      "Content-Type: application/json",
      "Content-Length: 20000000",
      "",
      '{"alerts": [',
    ];
    const { hangUp } = door.say(head.join("\r\n"));
    await vi.waitFor(() => expect(door.budget.inWork()).toBe(20_000_000));
    hangUp();
    await vi.waitFor(() => expect(door.budget.inWork()).toBe(0));
    expect(door.counted).toEqual([`requests_refused_total ${source} cut-off 1`]);
  });

  it("counts a body of unknown length as it grows, so that many of them find no room", async () => {
    const budget = createBodyBudget(3 * 1024 * 1024);
    const door = await openDoor({ budget });
    const chunk = new Uint8Array(1024 * 1024).fill(0x20);
    let sent = 0;
    const body = new ReadableStream({
      pull: (controller) => {
        sent += 1;
        if (sent > 8) controller.close();
        else controller.enqueue(chunk);
      },
    });
    const { status, error } = await door.post(source, body);
    expect({ status, code: error?.code }).toEqual({ status: 503, code: "overloaded" });
    expect(budget.inWork()).toBe(0);
  });
});

describe("a batch with bad alerts in it", () => {
  it("keeps the good ones and lists the bad, by index and path (Alertmanager)", async () => {
    const door = await openDoor();
    const body = alertBody([{ name: "A" }, { name: "B", startsAt: "yesterday" }, { name: "C" }], nine);
    const { status, accepted, rejected } = await door.post("alertmanager", body);
    expect({ status, accepted }).toEqual({ status: 200, accepted: 2 });
    expect(rejected).toEqual([
      {
        index: 1,
        issues: [
          expect.objectContaining({
            path: "alerts.1.startsAt",
            message: expect.stringContaining("2026-08-22T10:00:00Z"),
          }),
        ],
      },
    ]);
    expect(door.accepted.map(({ name }) => name)).toEqual(["A", "C"]);
    expect(door.counted).toEqual(["alerts_received_total alertmanager 2", "alerts_rejected_total alertmanager 1"]);
  });

  it("keeps the good ones and lists the bad, by index and path (drift)", async () => {
    const door = await openDoor();
    const { status, accepted, rejected } = await door.post("drift", [driftBody(3, nine), { metric: "m", value: 1 }]);
    expect({ status, accepted }).toEqual({ status: 200, accepted: 1 });
    expect(rejected).toEqual([
      { index: 1, issues: [{ path: "1.service", code: "custom", message: "service or model is needed" }] },
    ]);
  });

  it("is 422 when none is good, with the issues of all", async () => {
    const door = await openDoor();
    const { status, error } = await door.post("drift", [{}, {}]);
    expect(status).toBe(422);
    expect(new Set(error?.issues.map(({ path }) => path.split(".")[0]))).toEqual(new Set(["0", "1"]));
  });

  it("lists a thousand bad ones and counts the rest, so that no answer is larger than its question", async () => {
    const door = await openDoor();
    const { status, rejected } = await door.post("alertmanager", {
      alerts: [...alertBody([{}], nine).alerts, ...Array.from({ length: 50_000 }, () => 0)],
    });
    expect({ status, listed: rejected?.length }).toEqual({ status: 200, listed: 1_000 });
    expect(door.counted).toContain("alerts_rejected_total alertmanager 50000");
  });

  it("is accepted when it holds nothing: there was nothing to store", async () => {
    const door = await openDoor();
    for (const [source, body] of [
      ["alertmanager", { alerts: [] }],
      ["drift", []],
    ] as const) {
      expect(await door.post(source, body)).toMatchObject({ status: 200, accepted: 0, rejected: [] });
    }
  });

  it("may hold 10,000 alerts (done-line 7)", async () => {
    const door = await openDoor();
    const alerts = Array.from({ length: 10_000 }, (_, i) => ({ name: "Pod", labels: { instance: `i${i}` } }));
    expect(await door.post("alertmanager", alertBody(alerts, nine))).toMatchObject({ status: 200, accepted: 10_000 });
    expect(door.accepted).toHaveLength(10_000);
  });
});
