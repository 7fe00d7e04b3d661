import { createPublicKey, type KeyObject, verify } from "node:crypto";
import { z } from "zod";

/** Why a request is not believed to come from Teams; `keys-away` says nothing about the request itself. */
const tokenRefusals = [
  "no-token",
  "unreadable",
  "algorithm",
  "issuer",
  "unknown-key",
  "signature",
  "audience",
  "expired",
  "not-yet",
  "service-url",
  "not-endorsed",
  "keys-away",
] as const;
export type TokenRefusal = (typeof tokenRefusals)[number];

/** What the token must fit: the fields of the activity that it came with. */
export type TokenFor = { readonly channelId: string; readonly serviceUrl: string };

/** Judges the `Authorization` header of a request from Teams: its claims, or why not. */
export type TokenCheck = (
  authorization: string,
  activity: TokenFor,
) => Promise<
  | { readonly kind: "good"; readonly claims: Readonly<Record<string, unknown>> }
  | { readonly kind: "refused"; readonly because: TokenRefusal }
>;

export type TokenCheckOptions = {
  readonly appId: string;
  /** Where the keys are listed; read at first use, once a day, and for a key that nobody knew. */
  readonly openIdMetadataUrl: string;
  readonly now: () => number;
};

const issuer = "https://api.botframework.com";
/** @see https://learn.microsoft.com/en-us/azure/bot-service/rest-api/bot-framework-rest-connector-authentication (2026-11-20): 5 min of skew */
const skewMs = 5 * 60_000;
const keysLiveMs = 24 * 3_600_000;
/** Strangers can make us ask for keys by naming unknown ones, but not more often than this. */
const askAgainMs = 60_000;
/** The same while no key is known at all, when nobody can press. */
const firstAgainMs = 1_000;
const askTimeOutMs = 5_000;

const headerSchema = z.object({ alg: z.string(), kid: z.string() });
const claimsSchema = z.looseObject({
  iss: z.string(),
  aud: z.string(),
  exp: z.number(),
  nbf: z.number().optional(),
  serviceurl: z.string().optional(),
});
const metadataSchema = z.object({ jwks_uri: z.url({ protocol: /^https?$/ }) });
const keySchema = z.object({
  kid: z.string(),
  kty: z.literal("RSA"),
  n: z.string(),
  e: z.string(),
  endorsements: z.array(z.string()).default([]),
});
const keysSchema = z.object({ keys: z.array(z.unknown()) });

type Key = { readonly key: KeyObject; readonly endorsements: readonly string[] };

/**
 * The rules of the Bot Framework for what the channel sends. The SDK has them too, but asks the wall clock, waits for the
 * list of keys without end, keeps it in one static map, and writes each refusal to standard error.
 *
 * @see https://learn.microsoft.com/en-us/azure/bot-service/rest-api/bot-framework-rest-connector-authentication (2026-11-20)
 */
export function createTokenCheck({ appId, openIdMetadataUrl, now }: TokenCheckOptions): TokenCheck {
  const keyOf = keyRing(openIdMetadataUrl, now);
  return async (authorization, activity) => {
    const refused = (because: TokenRefusal) => ({ kind: "refused", because }) as const;
    const [, token] = /^Bearer (\S+)$/.exec(authorization) ?? [];
    if (token === undefined) return refused("no-token");
    const [head = "", body = "", signature = ""] = token.split(".");
    const header = headerSchema.safeParse(decoded(head));
    const claims = claimsSchema.safeParse(decoded(body));
    if (!header.success || !claims.success) return refused("unreadable");
    if (header.data.alg !== "RS256") return refused("algorithm");
    if (claims.data.iss !== issuer) return refused("issuer");
    const key = await keyOf(header.data.kid);
    if (typeof key === "string") return refused(key);
    if (!verify("sha256", Buffer.from(`${head}.${body}`), key.key, Buffer.from(signature, "base64url"))) {
      return refused("signature");
    }
    const { aud, exp, nbf, serviceurl } = claims.data;
    if (aud !== appId) return refused("audience");
    if (now() >= exp * 1000 + skewMs) return refused("expired");
    if (nbf !== undefined && nbf * 1000 > now() + skewMs) return refused("not-yet");
    if (serviceurl !== activity.serviceUrl) return refused("service-url");
    if (key.endorsements.length > 0 && !key.endorsements.includes(activity.channelId)) return refused("not-endorsed");
    return { kind: "good", claims: claims.data };
  };
}

/** The keys by their id; concurrent askers share one request. */
function keyRing(metadataUrl: string, now: () => number): (kid: string) => Promise<Key | "unknown-key" | "keys-away"> {
  let keys: ReadonlyMap<string, Key> | undefined;
  let askedAt = Number.NEGATIVE_INFINITY;
  let asking: Promise<void> | undefined;

  const ask = async (): Promise<void> => {
    askedAt = now();
    const { jwks_uri } = metadataSchema.parse(await getJson(metadataUrl));
    keys = readKeys(await getJson(jwks_uri));
  };
  return async (kid) => {
    const age = Math.abs(now() - askedAt);
    if (age >= keysLiveMs || (!keys?.has(kid) && age >= (keys ? askAgainMs : firstAgainMs))) {
      asking ??= ask()
        .catch(() => {})
        .finally(() => {
          asking = undefined;
        });
    }
    await asking;
    return keys === undefined ? "keys-away" : (keys.get(kid) ?? "unknown-key");
  };
}

function readKeys(answer: unknown): ReadonlyMap<string, Key> {
  const { keys } = keysSchema.parse(answer);
  return new Map(
    keys.flatMap((one) => {
      const { data } = keySchema.safeParse(one);
      if (!data) return [];
      const { kid, endorsements, ...jwk } = data;
      return [[kid, { key: createPublicKey({ key: jwk, format: "jwk" }), endorsements }] as const];
    }),
  );
}

async function getJson(url: string): Promise<unknown> {
  const answer = await fetch(url, { redirect: "error", signal: AbortSignal.timeout(askTimeOutMs) });
  if (!answer.ok) throw new Error(`HTTP ${answer.status}`);
  return answer.json();
}

function decoded(part: string): unknown {
  try {
    return JSON.parse(Buffer.from(part, "base64url").toString("utf8"));
  } catch {
    return undefined;
  }
}
