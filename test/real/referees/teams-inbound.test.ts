import { execFile } from "node:child_process";
import { createHmac, createPublicKey, generateKeyPairSync, type KeyObject, sign } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { resolve } from "node:path";
import { promisify } from "node:util";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { createTokenCheck } from "../../../src/receivers/teams/inbound-token.ts";
import { sandboxTeamsApp } from "../../../src/sandbox/teams/memory.ts";
import { aBot, ada } from "../../unit/chat/teams/a-bot.ts";
import { channel } from "../../unit/teams/a-view.ts";
import { refereePath } from "./prism.ts";

const oracle = refereePath("tools/bf-jwt-oracle/oracle.cjs");
const protocol = refereePath("teams/botframework/protocol-activity.md");
const missing = missingOf(oracle, protocol);

function missingOf(...files: string[]): string {
  const gone = files.filter((file) => !existsSync(file));
  if (gone.length === 0) return "";
  const why = `missing ${gone.join(", ")} (set VIGIE_REFEREES)`;
  if (process.env.CI === "true") throw new Error(why);
  return why;
}

const appId = "11111111-1111-1111-1111-111111111111";
const serviceUrl = "https://smba.trafficmanager.net/emea/";

/** The tokens that the oracle judges, by the names that it gives them. */
function oracleTokens(own: KeyPair, foreign: KeyPair, nowSec: number): Readonly<Record<string, string>> {
  const good = {
    serviceurl: serviceUrl,
    iss: "https://api.botframework.com",
    aud: appId,
    nbf: nowSec - 60,
    exp: nowSec + 600,
  };
  const token = (claims: object = {}, kid = "k1", key = own.privateKey) => signed({ ...good, ...claims }, kid, key);
  const head = part({ alg: "HS256", kid: "k1", typ: "JWT" });
  const publicPem = own.publicKey.export({ format: "pem", type: "spki" });
  const hmac = createHmac("sha256", publicPem)
    .update(`${head}.${part(good)}`)
    .digest("base64url");
  return {
    valid: token(),
    "wrong aud": token({ aud: "22222222-2222-2222-2222-222222222222" }),
    "wrong iss": token({ iss: "https://evil" }),
    "expired 10 min": token({ exp: nowSec - 600 }),
    "expired 2 min (skew)": token({ exp: nowSec - 120 }),
    "nbf +10 min": token({ nbf: nowSec + 600 }),
    "nbf +2 min (skew)": token({ nbf: nowSec + 120 }),
    "no serviceurl": token({ serviceurl: undefined }),
    "other serviceurl": token({ serviceurl: "https://evil/" }),
    "other key same kid": token({}, "k1", foreign.privateKey),
    "unknown kid": token({}, "k9", foreign.privateKey),
    "alg none": `${part({ alg: "none", kid: "k1" })}.${part(good)}.`,
    "HS256 with public key": `${head}.${part(good)}.${hmac}`,
    garbage: "abc",
    empty: "",
    "channel not endorsed": token(),
  };
}

type KeyPair = { readonly publicKey: KeyObject; readonly privateKey: KeyObject };

function signed(claims: object, kid: string, key: KeyObject): string {
  const content = `${part({ alg: "RS256", typ: "JWT", kid })}.${part(claims)}`;
  return `${content}.${sign("sha256", Buffer.from(content), key).toString("base64url")}`;
}

function part(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString("base64url");
}

describe.skipIf(missing !== "")(
  `What Teams sends, judged by the official connector and its protocol ${missing}`,
  () => {
    test("the official connector and Vigie judge the same tokens alike", async () => {
      const { stdout } = await promisify(execFile)(process.execPath, [oracle], {
        env: { ...process.env, NODE_PATH: resolve("node_modules") },
      });
      const official = Object.fromEntries(
        [...stdout.matchAll(/^(ACCEPT|reject) (.+?)(?: - .*)?$/gm)].map(([, verdict, name]) => [name, verdict]),
      );
      const [own, foreign] = [1, 2].map(() => generateKeyPairSync("rsa", { modulusLength: 2048 }));
      if (!own || !foreign) throw new Error("no keys");
      const tokens = oracleTokens(own, foreign, Math.floor(Date.now() / 1000));
      const server = createServer((request, answer) => {
        const jwk = createPublicKey(own.publicKey.export({ format: "pem", type: "spki" })).export({ format: "jwk" });
        const keys = [{ ...jwk, kid: "k1", endorsements: ["msteams", "webchat"] }];
        const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
        answer.end(JSON.stringify(request.url === "/keys" ? { keys } : { jwks_uri: `${url}/keys` }));
      });
      await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
      const openIdMetadataUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/openid`;
      const check = createTokenCheck({ appId, openIdMetadataUrl, now: Date.now });
      const ours: Record<string, string> = {};
      for (const [name, token] of Object.entries(tokens)) {
        const channelId = name === "channel not endorsed" ? "skype" : "msteams";
        const judged = await check(token === "" ? "" : `Bearer ${token}`, { channelId, serviceUrl });
        ours[name] = judged.kind === "good" ? "ACCEPT" : "reject";
      }
      server.closeAllConnections();
      server.close();
      expect(Object.keys(official)).toHaveLength(16);
      expect(ours).toEqual(official);
    });

    test("every sample of the protocol is understood or politely ignored, bare and as Teams would send it", async () => {
      const samples = [...readFileSync(protocol, "utf8").matchAll(/```json\s*([\s\S]*?)```/g)].flatMap(
        ([, text = ""]) => {
          const { data } = z.record(z.string(), z.unknown()).safeParse(parsed(text));
          return data ? [data] : [];
        },
      );
      expect(samples.length).toBeGreaterThan(5);
      const kinds = `message contactRelationUpdate conversationUpdate endOfConversation event invoke installationUpdate
      messageDelete messageUpdate messageReaction suggestion trace typing handoff command commandResult`.split(/\s+/);
      const bot = await aBot();
      try {
        const { tenantId } = sandboxTeamsApp;
        const clothes = {
          channelId: "msteams",
          from: { id: "29:x", aadObjectId: ada.teams },
          conversation: { id: `${channel};messageid=1`, conversationType: "channel", tenantId },
          channelData: { tenant: { id: tenantId } },
        };
        for (const type of kinds) {
          for (const sample of [{}, ...samples]) {
            const worn = { ...sample, ...clothes };
            for (const activity of [
              { type, ...sample },
              { type, ...worn },
              { ...sample, type, ...clothes },
            ]) {
              const answer = await bot.standIn.caller.send({ ...activity, serviceUrl: bot.urls.serviceUrl });
              expect([JSON.stringify(activity), [200, 400, 401].includes(answer.status)]).toEqual([
                expect.anything(),
                true,
              ]);
            }
          }
        }
        expect(bot.presses).toEqual([]);
      } finally {
        await bot.stop();
      }
    });
  },
);

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
