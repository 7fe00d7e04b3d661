import { createHmac, createPublicKey, generateKeyPairSync, type KeyObject, sign } from "node:crypto";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createTokenCheck, type TokenCheck } from "../../../../src/receivers/teams/inbound-token.ts";

const nowSec = Date.UTC(2026, 10, 20, 9) / 1000;
const appId = "11111111-1111-1111-1111-111111111111";
const serviceUrl = "https://smba.trafficmanager.net/emea/";
const activity = { channelId: "msteams", serviceUrl };
const [own, foreign] = [pair(), pair()];

function pair() {
  return generateKeyPairSync("rsa", { modulusLength: 2048 });
}

const good = {
  serviceurl: serviceUrl,
  iss: "https://api.botframework.com",
  aud: appId,
  nbf: nowSec - 60,
  exp: nowSec + 600,
};

type Change = { readonly claims?: object; readonly header?: object; readonly key?: KeyObject };

function token({ claims = {}, header = {}, key = own.privateKey }: Change = {}): string {
  const content = `${part({ alg: "RS256", typ: "JWT", kid: "k1", ...header })}.${part({ ...good, ...claims })}`;
  return `${content}.${sign("sha256", Buffer.from(content), key).toString("base64url")}`;
}

function hs256(): string {
  const content = `${part({ alg: "HS256", typ: "JWT", kid: "k1" })}.${part(good)}`;
  const publicPem = own.publicKey.export({ format: "pem", type: "spki" });
  return `${content}.${createHmac("sha256", publicPem).update(content).digest("base64url")}`;
}

function part(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString("base64url");
}

describe("Who may call /api/messages (protocol 12)", () => {
  let server: Server;
  let asked: string[];
  let status: number;
  let clock: number;
  let check: TokenCheck;

  beforeEach(async () => {
    asked = [];
    status = 200;
    clock = nowSec * 1000;
    server = createServer((request, answer) => {
      asked.push(request.url ?? "");
      const jwk = {
        ...createPublicKey(own.publicKey.export({ format: "pem", type: "spki" })).export({ format: "jwk" }),
      };
      const body = request.url?.includes("openid")
        ? { jwks_uri: `${urlOf(server)}/keys` }
        : {
            keys: [
              { ...jwk, kid: "k1", endorsements: ["msteams", "webchat"] },
              { kid: "ec", kty: "EC" },
            ],
          };
      answer.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
    });
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    check = createTokenCheck({ appId, openIdMetadataUrl: `${urlOf(server)}/openid`, now: () => clock });
  });
  afterEach(() => {
    server.closeAllConnections();
    server.close();
  });

  const judge = async (value: string, of = activity) => {
    const judged = await check(value, of);
    return judged.kind === "good" ? "good" : judged.because;
  };

  test.each([
    ["a good one", token(), "good"],
    ["for another bot", token({ claims: { aud: "22222222-2222-2222-2222-222222222222" } }), "audience"],
    ["for two bots", token({ claims: { aud: [appId, "other"] } }), "unreadable"],
    ["of another issuer", token({ claims: { iss: "https://evil.example" } }), "issuer"],
    ["expired ten minutes ago", token({ claims: { exp: nowSec - 600 } }), "expired"],
    ["expired two minutes ago, which is skew", token({ claims: { exp: nowSec - 120 } }), "good"],
    ["good in ten minutes", token({ claims: { nbf: nowSec + 600 } }), "not-yet"],
    ["good in two minutes, which is skew", token({ claims: { nbf: nowSec + 120 } }), "good"],
    ["without an end", token({ claims: { exp: undefined } }), "unreadable"],
    ["without a service URL", token({ claims: { serviceurl: undefined } }), "service-url"],
    ["for another service URL", token({ claims: { serviceurl: "https://evil.example/" } }), "service-url"],
    ["signed by another key of the same name", token({ key: foreign.privateKey }), "signature"],
    ["of a key that nobody knows", token({ header: { kid: "k9" }, key: foreign.privateKey }), "unknown-key"],
    ["of a key that is not RSA", token({ header: { kid: "ec" } }), "unknown-key"],
    ["signed by nobody", token({ header: { alg: "none" } }), "algorithm"],
    ["signed with the public key as a secret", hs256(), "algorithm"],
    ["that is garbage", "abc", "unreadable"],
    ["that is empty", "", "no-token"],
  ])("a token %s", async (_what, value, verdict) => {
    expect(await judge(value === "" ? "" : `Bearer ${value}`)).toBe(verdict);
  });

  test("another scheme is no token, and a channel that the key is not for is refused", async () => {
    expect(await judge(`Basic ${token()}`)).toBe("no-token");
    expect(await judge(`Bearer ${token()}`, { ...activity, channelId: "skype" })).toBe("not-endorsed");
  });

  test("keys are read once, again for one that nobody knew but not more often than once a minute, and after a day", async () => {
    const unknown = `Bearer ${token({ header: { kid: "new" } })}`;
    await Promise.all([judge(`Bearer ${token()}`), judge(`Bearer ${token()}`)]);
    expect(asked).toEqual(["/openid", "/keys"]);
    await judge(unknown);
    expect(asked).toHaveLength(2);
    clock += 60_000;
    await Promise.all([judge(unknown), judge(unknown)]);
    expect(asked).toHaveLength(4);
    clock += 24 * 3_600_000;
    await judge(`Bearer ${token()}`);
    expect(asked).toHaveLength(6);
  });

  test("keys that cannot be read are no verdict about the caller; those that are known go on", async () => {
    status = 500;
    expect(await judge(`Bearer ${token()}`)).toBe("keys-away");
    status = 200;
    clock += 60_000;
    expect(await judge(`Bearer ${token({ claims: { exp: nowSec + 6_000 } })}`)).toBe("good");
    status = 500;
    clock += 25 * 3_600_000;
    expect(await judge(`Bearer ${token({ claims: { exp: nowSec + 30 * 3_600 } })}`)).toBe("good");
  });
});

function urlOf(server: Server): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
