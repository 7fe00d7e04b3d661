import { describe, expect, it } from "vitest";
import { nowMs, openIngress, pressed, signed } from "./ingress.ts";

const minute = 60_000;
const body = pressed();

/** Each negative case and the reason that it fails for. */
const negatives: readonly (readonly [string, string, Record<string, string>, string])[] = [
  ["is five minutes and a second old", body, signed(body, { at: nowMs - 5 * minute - 1000 }), "old"],
  ["comes from the future", body, signed(body, { at: nowMs + 5 * minute + 1000 }), "future"],
  ["was signed before its body was altered", body.replace("acknowledge", "close"), signed(body), "wrong-signature"],
  ["was signed with another secret", body, signed(body, { by: "another" }), "wrong-signature"],
  ["has a signature of another version", body, altered({ "x-slack-signature": "v1=00" }), "wrong-signature"],
  ["has a signature of another length", body, altered({ "x-slack-signature": "v0=00" }), "wrong-signature"],
  ["has no signature", body, altered({ "x-slack-signature": "" }), "unsigned"],
  ["has no timestamp", body, altered({ "x-slack-request-timestamp": "" }), "unsigned"],
  ["has words in place of a timestamp", body, altered({ "x-slack-request-timestamp": "now" }), "unsigned"],
  ["has no header at all", body, {}, "unsigned"],
];

function altered(more: Record<string, string>): Record<string, string> {
  return { ...signed(body), ...more };
}

describe("a request to /slack/events", () => {
  it.each(negatives)("that %s is 401 for its own reason and does nothing", async (_, sent, headers, reason) => {
    const slack = openIngress();
    const answer = await slack.post(sent, headers);
    expect(answer).toMatchObject({ status: 401, json: { error: { code: reason } } });
    expect(slack.presses).toEqual([]);
    expect(slack.logged).toEqual([{ fault: reason }]);
  });

  it.each([-5 * minute, 0, 5 * minute])("that is %d ms ahead of Vigie's clock is taken", async (ms) => {
    const slack = openIngress();
    expect((await slack.post(body, signed(body, { at: nowMs + ms }))).status).toBe(200);
    expect(slack.presses).toHaveLength(1);
  });

  it.each(["old", "new"])("signed with the %s secret is taken during a rotation", async (by) => {
    const slack = openIngress({ signingSecrets: ["new", "old"] });
    expect((await slack.post(body, signed(body, { by }))).status).toBe(200);
    expect(slack.presses).toHaveLength(1);
  });

  it("that is sent again is answered as before and has no second effect", async () => {
    const slack = openIngress({
      press: async () => ({ kind: "done", said: "", about: { number: 7, groupId: "g", uid: "u", version: 4 } }),
    });
    const headers = signed(body);
    const first = await slack.post(body, headers);
    const again = await slack.post(body, headers);
    expect(again).toEqual(first);
    expect(slack.presses).toHaveLength(1);
  });

  it("twice at the same moment takes effect once", async () => {
    const slack = openIngress();
    const headers = signed(body);
    await Promise.all([slack.post(body, headers), slack.post(body, headers)]);
    expect(slack.presses).toHaveLength(1);
  });

  it("is one and the same however its headers are written", async () => {
    const slack = openIngress();
    const headers = signed(body);
    await slack.post(body, headers);
    await slack.post(body, { ...headers, "x-slack-request-timestamp": `00${headers["x-slack-request-timestamp"]}` });
    expect(slack.presses).toHaveLength(1);
    const loud = headers["x-slack-signature"]?.replace(/[a-f]/g, (letter) => letter.toUpperCase()) ?? "";
    expect((await slack.post(body, { ...headers, "x-slack-signature": loud })).status).toBe(401);
  });

  it.each([
    ["unsigned", {}],
    ["old", signed(body, { at: 0 })],
  ])("that is %s is refused before a byte of its body is read", async (reason, headers) => {
    const never = new ReadableStream({ pull: () => new Promise(() => {}) });
    expect(await openIngress().post(never, headers)).toMatchObject({ status: 401, json: { error: { code: reason } } });
  });

  it("of more than 1 MiB is 413", async () => {
    const slack = openIngress();
    const large = `payload=${"x".repeat(1024 * 1024)}`;
    const answer = await slack.post(large, signed(large));
    expect(answer).toMatchObject({ status: 413, json: { error: { code: "too-large" } } });
  });

  it("that checks the certificate is 200 and does nothing (ssl_check)", async () => {
    const slack = openIngress();
    const check = "ssl_check=1&token=x";
    expect(await slack.post(check, signed(check))).toMatchObject({ status: 200, text: "" });
    expect((await slack.post(check, {})).status).toBe(401);
  });

  it("that verifies the address gets its challenge back (url_verification)", async () => {
    const slack = openIngress();
    const verify = JSON.stringify({ type: "url_verification", challenge: "abc" });
    const answer = await slack.post(verify, signed(verify, { type: "application/json" }));
    expect(answer).toMatchObject({ status: 200, json: { challenge: "abc" } });
    expect((await slack.post(verify, {})).status).toBe(401);
  });

  it("is not there without a signing secret", async () => {
    const slack = openIngress({ signingSecrets: [] });
    expect((await slack.post(body, signed(body))).status).toBe(404);
  });
});
