import { describe, expect, it } from "vitest";
import { formOf, openIngress, pressed, signed } from "./ingress.ts";

const user = { id: "U0ONCALL01" };
const action = { type: "button", action_id: "vigie:acknowledge", block_id: "b", value: "~g1:~u1:3" };
const deep = `${"[".repeat(200_000)}${"]".repeat(200_000)}`;
const submitted = (view: object) =>
  formOf({ type: "view_submission", team: { id: "T1" }, user, view: { callback_id: "vigie:form", ...view } });
const about = { for: "press", handler: "close", groupId: "g1", uid: "u1" };

/** Signed, and not what Slack sends. */
const strange: Readonly<Record<string, string>> = {
  "payload=null": "payload=null",
  "payload=[]": "payload=[]",
  "payload=7": "payload=7",
  "payload is no JSON": "payload={",
  "payload nested without end": `payload=${deep}`,
  "no type": formOf({ user }),
  "a type that is an object": formOf({ type: { toString: 1 }, user }),
  "a prototype": 'payload={"__proto__":{"type":"block_actions"},"constructor":{"prototype":{"type":"x"}}}',
  "two payloads": `${pressed("close")}&payload=%7B%7D`,
  "no user": pressed("acknowledge", { user: undefined }),
  "a user whose id is markup": pressed("acknowledge", { user: { id: "<!channel>" } }),
  "no actions": pressed("acknowledge", { actions: [] }),
  "actions that are none": pressed("acknowledge", { actions: [null, 7, {}] }),
  "an action of nobody's": pressed("acknowledge", { actions: [{ ...action, action_id: "theirs" }] }),
  "a form of nobody's": submitted({ callback_id: "theirs", private_metadata: JSON.stringify(about), state: {} }),
  "a form without state": submitted({ private_metadata: JSON.stringify(about) }),
  "a form whose state is a list": submitted({ private_metadata: JSON.stringify(about), state: { values: [[]] } }),
  "a form about nothing": submitted({ private_metadata: "{}", state: { values: {} } }),
  "a form about a prototype": submitted({ private_metadata: '{"__proto__":{"for":"press"}}', state: { values: {} } }),
  "a command of another app": new URLSearchParams({
    command: "/theirs",
    text: "x",
    user_id: "U1",
    trigger_id: "1",
  }).toString(),
  "a command of nobody": new URLSearchParams({ command: "/vigie", text: "open", trigger_id: "1" }).toString(),
};

/** Values that no button of Vigie carries. */
const forged: readonly string[] = [
  "",
  "~g1:~u1",
  "~g1:~u1:-1",
  "~g1:~u1:1e3",
  "~g1:~u1:9999999999999",
  "~../../g:~u1:3",
  "~g1:~u1:3\n",
  `~${"g".repeat(81)}:~u1:3`,
  "constructor:prototype:3",
];

describe("what is signed and strange", () => {
  it.each(Object.keys(strange))("%s is 200 and presses nothing", async (name) => {
    const slack = openIngress();
    const body = strange[name] ?? "";
    expect((await slack.post(body, signed(body))).status).toBe(200);
    expect(slack.presses).toEqual([]);
    expect(slack.ran).toEqual([]);
  });

  it.each(forged)("a button that carries %j presses nothing", async (value) => {
    const slack = openIngress();
    const body = pressed("acknowledge", { actions: [{ ...action, value }] });
    expect((await slack.post(body, signed(body))).status).toBe(200);
    expect(slack.presses).toEqual([]);
  });

  it("a field that is called as objects are is a field", async () => {
    const slack = openIngress();
    const values = '{"__proto__":{"value":{"value":"x"}},"constructor":{"value":{"value":"y"}}}';
    const body = submitted({ private_metadata: JSON.stringify(about), state: { values: {} } });
    const sent = body.replace(encodeURIComponent('"values":{}'), encodeURIComponent(`"values":${values}`));
    expect(sent).not.toBe(body);
    expect((await slack.post(sent, signed(sent))).status).toBe(200);
    expect(slack.presses.map((press) => Object.getPrototypeOf(press.values))).toEqual([Object.prototype]);
  });
});

describe("where answers go", () => {
  it.each([
    "http://hooks.slack.com/actions/1",
    "https://hooks.slack.com.evil.example/1",
    "https://evil.example/hooks.slack.com",
    "https://hooks.slack.com@evil.example/",
    "http://127.0.0.1:10/api/",
    "http://169.254.169.254/latest/meta-data",
    "file:///etc/passwd",
    "hooks.slack.com",
  ])("never to %s", async (response_url) => {
    const asked: unknown[] = [];
    const real = globalThis.fetch;
    globalThis.fetch = async (to) => {
      asked.push(to);
      return new Response(null, { status: 500 });
    };
    try {
      const press = async () => ({ kind: "missing", said: "There is no such incident." }) as const;
      const slack = openIngress({ press });
      const body = pressed("acknowledge", { response_url });
      await slack.post(body, signed(body));
      await slack.ingress.stop();
      expect(asked).toEqual([]);
      expect(slack.calls.map(({ method }) => method)).toEqual(["chat.postEphemeral"]);
    } finally {
      globalThis.fetch = real;
    }
  });
});
