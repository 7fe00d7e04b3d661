import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isLoopback, readConfig } from "../../../src/config.ts";

type Env = Readonly<Record<string, string>>;

const configOf = (env: Env) => {
  const read = readConfig(env);
  if (!read.ok) throw new Error(JSON.stringify(read.faults));
  return read.config;
};
const faultsOf = (env: Env): readonly string[] => {
  const read = readConfig(env);
  return read.ok ? [] : read.faults.map(({ variable }) => variable).sort();
};
const all = ["slack", "teams", "pagerduty", "jira"];
const token = "xoxb-1-2-secret";

describe("an environment without anything", () => {
  it("is a laptop: port 8080 on loopback, the embedded store, the sandbox for all vendors", () => {
    expect(configOf({})).toMatchObject({
      host: "127.0.0.1",
      port: 8080,
      policyFile: null,
      store: "sqlite:./data/vigie.db",
      locale: "en",
      sandboxBy: "laptop",
      webhookTokens: [],
      apiTokens: [],
    });
  });

  it("counts empty variables as not set, as Compose and Kubernetes write them", () => {
    const empty = Object.fromEntries(
      ["PORT", "HOST", "SLACK_BOT_TOKEN", "VIGIE_STORE", "JIRA_EMAIL"].map((name) => [name, ""]),
    );
    expect(configOf(empty)).toEqual({ ...configOf({}), env: {} });
  });
});

describe("when the sandbox stands in (protocol 12.1)", () => {
  const rows: readonly (readonly [sentence: string, env: Env, sandbox: readonly string[], by: string])[] = [
    ["on a laptop, by itself", {}, all, "laptop"],
    ["on a laptop under another name of loopback", { HOST: "localhost" }, all, "laptop"],
    ["on a laptop in development", { NODE_ENV: "development" }, all, "laptop"],
    ["not with a token of Slack", { SLACK_BOT_TOKEN: token }, [], "nobody"],
    [
      "not with an app of Teams",
      { MicrosoftAppId: "a", MicrosoftAppPassword: "b", MicrosoftAppTenantId: "c" },
      [],
      "nobody",
    ],
    ["not with a routing key", { PAGERDUTY_ROUTING_KEY: "k".repeat(32) }, [], "nobody"],
    ["not with a REST token of PagerDuty", { PAGERDUTY_API_TOKEN: "t".repeat(20) }, [], "nobody"],
    [
      "not with a token of Jira",
      { JIRA_API_TOKEN: "t", JIRA_HOST: "https://a.example", JIRA_EMAIL: "a@b.example" },
      [],
      "nobody",
    ],
    ["not on an address that others reach", { HOST: "0.0.0.0", VIGIE_WEBHOOK_TOKEN: "t0ken-one" }, [], "nobody"],
    ["not with a store that somebody chose", { VIGIE_STORE: "redis://127.0.0.1" }, [], "nobody"],
    ["not under a public URL", { VIGIE_PUBLIC_URL: "https://vigie.example" }, [], "nobody"],
    ["not in production", { NODE_ENV: "production" }, [], "nobody"],
    ["not when it is switched off", { VIGIE_SANDBOX: "off" }, [], "nobody"],
    [
      "for all, when it is asked for",
      { VIGIE_SANDBOX: "all", NODE_ENV: "production", SLACK_BOT_TOKEN: token },
      all,
      "asked",
    ],
    [
      "for some, when they are asked for",
      { VIGIE_SANDBOX: "slack, jira", VIGIE_STORE: "redis://r" },
      ["slack", "jira"],
      "asked",
    ],
  ];
  it.each(rows)("%s", (_sentence, env, sandbox, by) => {
    const { sandbox: vendors, sandboxBy } = configOf(env);
    expect([...vendors].sort()).toEqual([...sandbox].sort());
    expect(sandboxBy).toBe(by);
  });

  it("never for a vendor that nobody knows: the start says which there are", () => {
    expect(readConfig({ VIGIE_SANDBOX: "slack,discord" })).toEqual({
      ok: false,
      faults: [
        { variable: "VIGIE_SANDBOX", message: 'must be "all", "off" or a list of slack, teams, pagerduty, jira' },
      ],
    });
  });
});

describe("an address that others reach", () => {
  it.each(["0.0.0.0", "::", "10.0.0.7", "vigie.example", "[::]"])("%s needs a token for senders, by name", (HOST) => {
    const read = readConfig({ HOST });
    expect(read.ok ? [] : read.faults).toMatchObject([
      { variable: "VIGIE_WEBHOOK_TOKEN", message: expect.stringContaining("HOST") },
    ]);
    expect(configOf({ HOST, VIGIE_WEBHOOK_TOKEN: "t0ken-one" }).webhookTokens).toEqual(["t0ken-one"]);
  });

  it("is not made safe by a list of no tokens", () => {
    for (const VIGIE_WEBHOOK_TOKEN of [",", " , ,"]) {
      expect(faultsOf({ HOST: "0.0.0.0", VIGIE_WEBHOOK_TOKEN })).toEqual(["VIGIE_WEBHOOK_TOKEN"]);
    }
  });

  it.each([
    ["localhost", true],
    ["LOCALHOST", true],
    ["127.0.0.1", true],
    ["127.8.9.1", true],
    ["::1", true],
    ["[::1]", true],
    ["::ffff:127.0.0.1", true],
    ["0.0.0.0", false],
    ["127.0.0.1.evil.example", false],
    ["localhost.evil.example", false],
    ["128.0.0.1", false],
    ["::", false],
    ["", false],
  ])("is told from loopback: %j is %s", (host, expected) => {
    expect(isLoopback(host)).toBe(expected);
  });
});

describe("faults", () => {
  const everyFault = {
    PORT: "80800",
    HOST: "0.0.0.0",
    SLACK_BOT_TOKEN: " ",
    VIGIE_STORE_ACK: "replica",
    VIGIE_PUBLIC_URL: "ftp://vigie.example",
    VIGIE_MASK_KEY: "short",
    VIGIE_LOCALE: "de",
    VIGIE_SANDBOX: "everything",
    MicrosoftAppId: "app",
    MicrosoftAppType: "None",
    JIRA_API_TOKEN: "t",
    JIRA_EMAIL: "nobody",
  };

  it("are sentences of ours, in the language that is asked for", () => {
    const messages = (env: Env) => {
      const read = readConfig(env);
      return new Map(read.ok ? [] : read.faults.map(({ variable, message }) => [variable, message]));
    };
    const english = messages(everyFault);
    expect(english.get("VIGIE_LOCALE")).toBe("must be en or fr");
    for (const message of english.values()) expect(message).toMatch(/^(must (be|have)|is needed|is set)[ ,]/);
    const french = messages({ ...everyFault, VIGIE_LOCALE: "fr" });
    expect([...french.keys()].sort()).toEqual([...english.keys()].filter((name) => name !== "VIGIE_LOCALE").sort());
    for (const message of french.values()) expect(message).toMatch(/^(doit (être|avoir)|est (nécessaire|définie))[ ,]/);
    for (const PORT of ["eighty", "-1", "80.5", "65536"])
      expect(messages({ PORT }).get("PORT")).toBe("must be a port, 0 to 65535");
  });

  it("are all named at once, also those that depend on several variables", () => {
    const env = {
      PORT: "80800",
      HOST: "0.0.0.0",
      VIGIE_STORE_ACK: "replica",
      VIGIE_PUBLIC_URL: "ftp://vigie.example",
      VIGIE_MASK_KEY: "short",
      VIGIE_LOCALE: "de",
      VIGIE_SANDBOX: "everything",
      MicrosoftAppId: "app",
      MicrosoftAppType: "None",
      JIRA_API_TOKEN: "t",
      JIRA_EMAIL: "nobody",
    };
    expect(faultsOf(env)).toEqual(
      [
        ...["PORT", "VIGIE_STORE_ACK", "VIGIE_PUBLIC_URL", "VIGIE_MASK_KEY", "VIGIE_LOCALE", "VIGIE_SANDBOX"],
        ...["MicrosoftAppType", "MicrosoftAppPassword", "MicrosoftAppTenantId", "JIRA_EMAIL", "JIRA_HOST"],
        "VIGIE_WEBHOOK_TOKEN",
      ].sort(),
    );
  });

  it("never hold a value", () => {
    const names = [
      "PORT",
      "VIGIE_STORE_ACK",
      "VIGIE_PUBLIC_URL",
      "VIGIE_MASK_KEY",
      "VIGIE_LOCALE",
      "VIGIE_SANDBOX",
      "JIRA_HOST",
    ];
    const odd = fc.stringMatching(/^[a-z]{7,14}$/).map((text) => `§${text}`);
    fc.assert(
      fc.property(
        fc.dictionary(fc.constantFrom(...names, "JIRA_EMAIL", "MicrosoftAppType", "SLACK_API_URL"), odd),
        (env) => {
          const read = readConfig(env);
          const said = read.ok ? "" : JSON.stringify(read.faults);
          for (const value of Object.values(env)) expect(said).not.toContain(value);
        },
      ),
    );
  });

  it("say what to write instead", () => {
    const read = readConfig({ JIRA_API_TOKEN: "t", PORT: "eighty", VIGIE_MASK_KEY: "short" });
    expect(read.ok ? [] : read.faults).toEqual([
      { variable: "PORT", message: "must be a port, 0 to 65535" },
      { variable: "VIGIE_MASK_KEY", message: "must have at least 16 characters" },
      { variable: "JIRA_HOST", message: "is needed because JIRA_API_TOKEN is set" },
      { variable: "JIRA_EMAIL", message: "is needed because JIRA_API_TOKEN is set" },
    ]);
  });

  it("throw at no environment at all", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.stringMatching(/^[A-Z_]{1,20}$/), fc.string({ unit: "binary" })), (env) => {
        expect(typeof readConfig(env).ok).toBe("boolean");
      }),
    );
  });
});

describe("tokens", () => {
  it("of senders are two during an exchange", () => {
    expect(configOf({ VIGIE_WEBHOOK_TOKEN: "t0ken-one, t0ken-two" }).webhookTokens).toEqual(["t0ken-one", "t0ken-two"]);
  });

  it("of the API have names, and a bare one is named api", () => {
    expect(configOf({ VIGIE_API_TOKEN: "ops:s3cret-one,s3cret-two" }).apiTokens).toEqual([
      { name: "ops", token: "s3cret-one" },
      { name: "api", token: "s3cret-two" },
    ]);
  });
});

describe("what must never be printed", () => {
  it("is every token, key and password, alone and without its name, and passwords inside addresses", () => {
    const { secrets } = configOf({
      VIGIE_WEBHOOK_TOKEN: "t0ken-one,t0ken-two",
      VIGIE_API_TOKEN: "ops:s3cret-one",
      VIGIE_MASK_KEY: "m".repeat(16),
      VIGIE_STORE: "redis://vigie:p%40ss-word@redis.example:6379/1",
      SLACK_BOT_TOKEN: token,
      NIGHT_ROUTING_KEY: "k".repeat(32),
      HOME: "/home/vigie",
      ALERTMANAGER_URL: "http://am.example",
    });
    expect(Object.fromEntries(secrets)).toEqual({
      VIGIE_WEBHOOK_TOKEN: ["t0ken-one,t0ken-two", "t0ken-one", "t0ken-two"],
      VIGIE_API_TOKEN: ["s3cret-one"],
      VIGIE_MASK_KEY: ["m".repeat(16)],
      VIGIE_STORE: ["p%40ss-word", "p@ss-word"],
      SLACK_BOT_TOKEN: [token],
      NIGHT_ROUTING_KEY: ["k".repeat(32)],
    });
  });
});
