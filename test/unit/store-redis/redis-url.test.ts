import { describe, expect, test } from "vitest";
import { parseRedisUrl } from "../../../src/store/redis/redis-url.ts";

const at = (host: string, port: number) => ({ host, port });

describe("The address of a Redis is read (DESIGN 5)", () => {
  test.each([
    [
      "A host alone has the default port.",
      "redis://db",
      { kind: "single", hosts: [at("db", 6379)], tls: false, db: 0 },
    ],
    ["rediss is TLS, a path is the database.", "rediss://db:6380/3", { tls: true, hosts: [at("db", 6380)], db: 3 }],
    ["An IPv6 host stands in brackets.", "redis://[::1]:7000", { hosts: [at("::1", 7000)] }],
    ["User and password are percent-decoded.", "redis://u:p%40s%2Fs@db", { username: "u", password: "p@s/s" }],
    ["A password may stand without a user.", "redis://:secret@db", { password: "secret" }],
    ["A password may hold colons.", "redis://u:a:b@db", { username: "u", password: "a:b" }],
    [
      "Sentinels are listed, then the master, then the database.",
      "redis+sentinel://:pw@a:1,b/main/2",
      { kind: "sentinel", hosts: [at("a", 1), at("b", 26379)], master: "main", db: 2, password: "pw" },
    ],
    [
      "A cluster is known by some of its nodes.",
      "rediss+cluster://a,b:7001",
      { kind: "cluster", hosts: [at("a", 6379), at("b", 7001)], tls: true, db: 0 },
    ],
  ])("%s", (_, url, expected) => {
    expect(parseRedisUrl(url)).toMatchObject(expected);
  });

  test("What people read of it has no user and no password.", () => {
    expect(parseRedisUrl("redis+sentinel://u:secret@a,b/main").shown).toBe("redis+sentinel://a,b/main");
  });

  test.each([
    ["no host", "redis://", /want redis:/],
    ["another scheme", "http://db", /want redis:/],
    ["a raw @ in the password", "redis://u:sec@ret@db", /percent-encoded/],
    ["a raw / in the password", "redis://u:sec/ret@db", /percent-encoded/],
    ["broken percent-encoding", "redis://u:secret%zz@db", /not percent-encoded/],
    ["a port that is none", "redis://:secret@db:99999", /host:port/],
    ["a host that is none", "redis://:secret@a:b:c", /host:port/],
    ["several hosts", "redis://:secret@a,b", /redis\+sentinel/],
    ["sentinels without a master", "redis+sentinel://:secret@a", /name of the master/],
    ["a database that is no number", "redis://:secret@a/x", /not a number/],
    ["a database in a cluster", "redis+cluster://:secret@a/1", /no numbered databases/],
  ])("An address with %s is refused, and no word of its password is said.", (_, url, reason) => {
    expect(() => parseRedisUrl(url)).toThrow(reason);
    expect(() => parseRedisUrl(url)).not.toThrow(/sec|ret@/);
  });
});
