import { describe, expect, it } from "vitest";
import { createMasker, defaultSafeLabels } from "../../../src/privacy/masker.ts";
import { createMemory } from "../../../src/privacy/memory.ts";
import { signsOf } from "../../../src/privacy/signs.ts";
import { named } from "./found.ts";

const masker = createMasker({ key: "test key" });

describe("Placeholders (C-19)", () => {
  it.each([
    [
      "a phone, however it is written",
      ["+33612345678", "06 12 34 56 78", "06.12.34.56.78", "0033 6 12 34 56 78", "+33 (0)6 12 34 56 78"],
    ],
    ["a British phone", ["07400 123456", "07400123456", "+44 7400 123456", "07400-123-456"]],
    ["an IBAN", ["FR7630006000011234567890189", "FR76 3000 6000 0112 3456 7890 189", "fr7630006000011234567890189"]],
    ["a card", ["4242424242424242", "4242 4242 4242 4242", "4242-4242-4242-4242"]],
    ["a NIR", ["185057800608491", "1 85 05 78 006 084 91"]],
    ["an IPv6 address", ["2001:db8::1", "2001:0DB8:0:0:0:0:0:1"]],
    ["an IPv4 address and its mapped form", ["10.0.0.1", "::ffff:10.0.0.1", "010.000.000.001"]],
    ["an e-mail address", ["bob@example.fr", "Bob@Example.FR", "bob%40example.fr"]],
  ])("are the same for every spelling of %s", (_, spellings) => {
    expect(new Set(spellings.map((spelling) => masker.text(spelling))).size).toBe(1);
  });

  it("are typed, and their token has twelve hex digits and begins with a letter", () => {
    expect(masker.text("203.0.113.9")).toMatch(/^ip:[a-f][0-9a-f]{11}$/);
  });

  it("differ between kinds, values and keys, and do not between processes", () => {
    const other = createMasker({ key: "another key" });
    expect(masker.text("10.0.0.1")).not.toBe(masker.text("10.0.0.2"));
    expect(masker.text("10.0.0.1")).not.toBe(other.text("10.0.0.1"));
    expect(masker.text("10.0.0.1")).toBe(createMasker({ key: "test key" }).text("10.0.0.1"));
  });

  it("do not hide a real number that only looks like one", () => {
    expect(named(masker.text("phone:0612345678"))).toBe("phone:⟦phone⟧");
    expect(named(masker.text("secret:9a8b7c6d5e4f3a2b"))).toBe("secret:⟦secret⟧");
  });

  it("want a key", () => {
    expect(() => createMasker({ key: "" })).toThrow("The masking key is empty");
  });
});

describe("Labels (protocol 11)", () => {
  it.each(defaultSafeLabels)("keep addresses and numbers in the safe label %s", (name) => {
    for (const value of ["10.0.0.1:9100", "0612345678", "4242424242424242", "2001:db8::1"]) {
      expect(masker.label(name, value)).toBe(value);
    }
  });

  it("lose e-mails, tokens and keys even there", () => {
    expect(named(masker.label("instance", "bob@example.fr"))).toBe("⟦email⟧");
    expect(named(masker.label("job", "password=hunter2"))).toBe("password=⟦secret⟧");
    expect(named(masker.label("pod", `x-${"gh"}p_16C7e42F292c6912E7710c838347Ae178B4a`))).toBe("x-⟦secret⟧");
  });

  it("are masked like text when they are not safe", () => {
    expect(named(masker.label("client_ip", "10.0.0.1"))).toBe("⟦ip⟧");
    expect(named(masker.label("caller", "0612345678"))).toBe("⟦phone⟧");
  });

  it("are judged by what their name says", () => {
    expect(masker.label("app_version", "10.0.0.1")).toBe("10.0.0.1");
    expect(named(masker.label("phone", "33612345678"))).toBe("⟦phone⟧");
    expect(named(masker.label("api_key", "two words"))).toBe("⟦secret⟧");
    expect(named(masker.label("db_password", "1234"))).toBe("⟦secret⟧");
    expect(masker.label("secret", "default-token-x7k2p")).toBe("default-token-x7k2p");
    expect(masker.label("api_key", "")).toBe("");
    expect(named(masker.label("token", "abc"))).toBe("⟦secret⟧");
    expect(named(masker.label("cookie", "session=abc"))).toBe("⟦secret⟧");
    expect(masker.label("token", "512")).toBe("512");
    expect(masker.label("max_token", "abc")).toBe("abc");
  });

  it("are safe as the caller says", () => {
    const own = createMasker({ key: "test key", safeLabels: ["client_ip"] });
    expect(own.label("client_ip", "10.0.0.1")).toBe("10.0.0.1");
    expect(named(own.label("instance", "10.0.0.1"))).toBe("⟦ip⟧");
  });
});

describe("Links (protocol 11)", () => {
  it.each([
    ["keeps the host and drops user info", "https://bob:pw@10.0.0.1:8443/x", "https://10.0.0.1:8443/x"],
    ["masks the path", "http://x.fr/users/bob@example.fr/10.0.0.1", "http://x.fr/users/⟦email⟧/⟦ip⟧"],
    ["masks encoded parameters", "https://x.fr/?e=bob%40example.fr&n=1", "https://x.fr/?e=⟦email⟧&n=1"],
    [
      "masks what is encoded twice",
      "https://x.fr/?u=%2F%3Fe%3Dbob%2540example.fr",
      "https://x.fr/?u=%2F%3Fe%3D⟦email⟧",
    ],
    ["reads a plus both ways", "https://x.fr/?p=+33612345678&q=06+12+34+56+78", "https://x.fr/?p=⟦phone⟧&q=⟦phone⟧"],
    [
      "masks the fragment",
      "https://x.fr/#access_token=abc123&tel=0612345678",
      "https://x.fr/#access_token=⟦secret⟧&tel=⟦phone⟧",
    ],
    [
      "masks a token, however short, and keeps a count",
      "https://x.fr/?token=abc&max_token=512&token=512",
      "https://x.fr/?token=⟦secret⟧&max_token=512&token=512",
    ],
    [
      "masks a parameter that is named as a key",
      "https://x.fr/?api_key=k&key=foo",
      "https://x.fr/?api_key=⟦secret⟧&key=foo",
    ],
    [
      "keeps an expression an expression",
      "http://p:9090/graph?g0.expr=up%7Binstance%3D%2210.0.0.1%3A9100%22%7D&g0.tab=1",
      "http://p:9090/graph?g0.expr=up%7Binstance%3D%22⟦ip⟧:9100%22%7D&g0.tab=1",
    ],
    [
      "masks the key of a webhook",
      "https://hooks.slack.com/services/T02ABCDEF/B03GHIJKL/q1w2e3r4t5y6u7i8o9p0",
      "https://hooks.slack.com/services/⟦secret⟧",
    ],
  ])("%s", (_, link, masked) => {
    expect(named(masker.link(link) ?? "null")).toBe(masked);
  });

  it("gives a harmless link back in the spelling of the URL standard", () => {
    expect(masker.link("http://am:9093")).toBe("http://am:9093/");
    expect(masker.link("https://x.fr/a?b=%zz&c=%ff+d")).toBe("https://x.fr/a?b=%zz&c=%ff+d");
    expect(masker.link("HTTPS://X.fr/a b?<script>")).toBe("https://x.fr/a%20b?%3Cscript%3E");
  });

  it.each(["javascript:alert(1)", "ftp://x/", "/relative", "x.fr", "", "http://", "data:text/html,x", "mailto:b@x.fr"])(
    "is null for %j, which is no http(s) link",
    (value) => {
      expect(masker.link(value)).toBeNull();
    },
  );
});

describe("What is not a secret", () => {
  it.each([
    "token: 4096",
    "prompt_tokens=1532, max_token=512",
    "token: 24h0m0s",
    "Token: expired",
    "password: expired for 3 users",
    "Password is about to expire",
    "Le mot de passe est expiré depuis 3 jours",
    "password={{ .Values.password }}",
    ["api_key: $", "{API_KEY}"].join(""),
    "secret: kube-system/default-token-x7k2p",
    "PWD=/app",
    "const token = axios.CancelToken; secret: SecretNotFoundException",
    "password: process.env.DB_PASSWORD",
    "Enter passphrase for key ...: passphrase: '...'",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/121.0.0.0 Safari/537.36 Edg/120.0.0.0",
    "pass=12 fail=0",
    "pw=40 of 60 workers",
    "cookie: expired",
    "Set-Cookie: SameSite=None without Secure",
    'http_cookies_total{cookie=~"a.+"}',
    "Basic authentication failed for user",
    "Bearer authentication failed",
    "docker run -u 1000:1000 app",
    "nginx@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    "git@github.com:acme/router.git",
    "-----BEGIN CERTIFICATE-----",
    'password=~".+"',
    'rate(api_key_usage_total{token=~"a.+"}[5m])',
  ])("stays: %s", (text) => {
    expect(masker.text(text)).toBe(text);
  });
});

describe("Speed", () => {
  it("tells most labels to be harmless at a glance, without a pattern", () => {
    for (const value of ["critical", "llm-router", "ai-hallucination", "HighErrorRate", "eu-west-1", "0.25", "12345"]) {
      expect(signsOf(value), value).toBe(0);
    }
  });
});

describe("The memory of results", () => {
  it("never holds more than its bytes, and keeps what is asked for", () => {
    const memory = createMemory(100_000);
    memory.remember("often", "masked");
    let held = 0;
    for (let index = 0; index < 2000; index++) {
      memory.remember(`seldom ${index}`, `result ${index}`);
      expect(memory.recall("often")).toBe("masked");
    }
    for (let index = 0; index < 2000; index++) if (memory.recall(`seldom ${index}`)) held++;
    expect(held).toBeGreaterThan(200);
    expect(held * 96).toBeLessThan(100_000);
  });

  it("does not remember long strings, and nothing at all with no bytes", () => {
    const memory = createMemory(10_000_000);
    memory.remember("x".repeat(5000), "y");
    expect(memory.recall("x".repeat(5000))).toBeUndefined();
    const none = createMemory(0);
    none.remember("a", "b");
    expect(none.recall("a")).toBeUndefined();
  });
});
