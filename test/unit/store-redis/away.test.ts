import { describe, expect, test } from "vitest";
import { StoreAway } from "../../../src/store/port.ts";
import { type Fate, fateOf, NotSent, storeAway } from "../../../src/store/redis/away.ts";

/** An error as ioredis gives it for an answer of Redis. */
function reply(message: string, command = "evalsha"): Error {
  return Object.assign(new Error(message), { name: "ReplyError", command: { name: command, args: ["secret"] } });
}

describe("What a failed call asks for (protocol 4.6, 6)", () => {
  test.each<[Fate, Error]>([
    ["send its text", reply("NOSCRIPT No matching script. Please use EVAL.")],
    ["send again", reply("MOVED 3999 127.0.0.1:6381")],
    ["send again", reply("ASK 3999 127.0.0.1:6381")],
    ["send again", reply("TRYAGAIN Multiple keys request during rehashing of slot")],
    ["send again", Object.assign(new Error("Command aborted due to connection close"), { name: "AbortError" })],
    ["send again", new NotSent("slots moved")],
    ["away", reply("READONLY You can't write against a read only replica. script: 0a1b, on @user_script:1.")],
    ["away", reply("OOM command not allowed when used memory > 'maxmemory'.")],
    ["away", reply("LOADING Redis is loading the dataset in memory")],
    ["away", reply("CLUSTERDOWN The cluster is down")],
    ["away", reply("MISCONF Redis is configured to save RDB snapshots, but cannot persist on disk")],
    ["away", reply("MASTERDOWN Link with MASTER is down")],
    ["away", reply("BUSY Redis is busy running a script")],
    ["away", reply("NOAUTH Authentication required.")],
    ["away", reply("ERR Error running script (call to f_0a1b): @user_script:1: -OOM command not allowed")],
    ["away", reply("ERR max number of clients reached", "hello")],
    ["away", new Error("Command timed out")],
    ["away", new Error("Connection is closed.")],
    ["away", new StoreAway("Redis did not answer")],
    ["bug", reply("ERR user_script:12: attempt to index a nil value script: 0a1b, on @user_script:12.")],
    ["bug", reply("ERR wrong number of arguments for 'get' command", "get")],
    ["bug", reply("WRONGTYPE Operation against a key holding the wrong kind of value", "get")],
    ["bug", reply("CROSSSLOT Keys in request don't hash to the same slot")],
    ["bug", new TypeError("a key was missing")],
  ])("%s: %o", (fate, error) => {
    expect(fateOf(error)).toBe(fate);
  });
});

describe("A failure is told without what was sent", () => {
  test("The cause is kept, its command with data and password is not.", () => {
    const away = storeAway("redis://db", reply("WRONGPASS invalid username-password pair", "hello"));
    expect(away).toBeInstanceOf(StoreAway);
    expect(away.message).toBe("Redis at redis://db is away: WRONGPASS invalid username-password pair");
    expect(away.cause).toMatchObject({ name: "ReplyError" });
    expect(away.cause).not.toHaveProperty("command");
  });

  test("What is away already stays as it is.", () => {
    const away = new StoreAway("Redis did not answer within 2000 ms");
    expect(storeAway("redis://db", away)).toBe(away);
  });
});
