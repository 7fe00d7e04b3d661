import { describe, expect, it } from "vitest";
import { createLog } from "../../../src/write-log.ts";

const secrets = new Map([
  ["VIGIE_WEBHOOK_TOKEN", ["t0ken-one", "t0ken-one-more"]],
  ["VIGIE_STORE", ['p@ss"word\\1']],
  ["SLACK_BOT_TOKEN", ["xoxb-2417-abc"]],
  ["SHORT", ["abc"]],
]);
const everySecret = [...secrets.values()].flat().filter((value) => value.length > 3);

function written(write: (log: ReturnType<typeof createLog>) => void): string {
  const lines: string[] = [];
  write(createLog(secrets, { write: (line: string) => void lines.push(line) }));
  return lines.join("");
}
/** No secret, in no spelling in which a line could hold it. */
function expectClean(line: string): void {
  for (const secret of everySecret) {
    for (const form of [secret, JSON.stringify(secret).slice(1, -1), encodeURIComponent(secret)]) {
      expect(line).not.toContain(form);
    }
  }
  expect(() => JSON.parse(line)).not.toThrow();
}

describe("a line of the log", () => {
  it.each(everySecret)(
    "never holds %s: in the message, in fields however deep, in errors and their causes",
    (secret) => {
      const cause = Object.assign(new Error(`inner ${secret}`), { code: `E_${secret}` });
      const shapes: readonly ((log: ReturnType<typeof createLog>) => void)[] = [
        (log) => log.info({}, `the token is ${secret}`),
        (log) => log.warn({ a: { b: [{ c: `x${secret}y` }] } }, "nested"),
        (log) => log.error({ [secret]: 1 }, "as a name"),
        (log) => log.error({ err: new Error(`failed with ${secret}`, { cause }) }, "an error"),
        (log) => log.error({ err: secret }, "no error at all"),
        (log) => log.error({ url: `https://user:${encodeURIComponent(secret)}@host/` }, "inside a link"),
      ];
      for (const shape of shapes) expectClean(written(shape));
    },
  );

  it("names the variable in place of the value", () => {
    expect(JSON.parse(written((log) => log.info({ url: "?t=xoxb-2417-abc" }, "hi"))).url).toBe("?t=[SLACK_BOT_TOKEN]");
  });

  it("hides a secret that begins as another does", () => {
    expect(JSON.parse(written((log) => log.info({}, "t0ken-one-more"))).msg).toBe("[VIGIE_WEBHOOK_TOKEN]");
  });

  it("leaves words alone that are as short as a secret nobody should use", () => {
    expect(JSON.parse(written((log) => log.info({}, "abc"))).msg).toBe("abc");
  });

  it("tells of an error what helps, and nothing that a library hung on it", () => {
    const error = Object.assign(new TypeError("no answer", { cause: new Error("socket hang up") }), {
      code: "ECONNRESET",
      config: { headers: { authorization: "Bearer nobody-knows-this" } },
    });
    const { err } = JSON.parse(written((log) => log.error({ err: error }, "a call failed")));
    expect(err).toMatchObject({
      name: "TypeError",
      message: "no answer",
      code: "ECONNRESET",
      cause: { message: "socket hang up" },
    });
    expect(err.where).toMatch(/log\.test\.ts:\d+/);
    expect(JSON.stringify(err)).not.toContain("nobody-knows-this");
  });

  it("ends where errors are each other's cause in a circle", () => {
    const error = new Error("first");
    error.cause = new Error("second", { cause: error });
    expect(written((log) => log.error({ err: error }, "round and round"))).toContain("second");
  });

  it.each(["token", "authorization", "password"])("hides a field named %s, whatever it holds", (name) => {
    const line = written((log) => log.info({ [name]: "unheard-of", deep: { [name]: "unheard-of" } }, "hi"));
    expect(line).not.toContain("unheard-of");
  });
});
