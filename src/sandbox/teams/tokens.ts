import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type JsonWebKey,
  type KeyObject,
  sign,
  verify,
} from "node:crypto";
import { z } from "zod";
import type { StandInState } from "../state.ts";

const keySchema = z.object({ pem: z.string() });
const keyId = "vigie-sandbox";

/** RS256 tokens of the stand-in, signed with one key that outlives a restart. Times in seconds since the epoch. */
export type SandboxTokens = {
  issue(claims: Readonly<Record<string, unknown>>): string;
  /** The claims, or `undefined` when it is not ours, or was changed. Expiry and audience are the caller's to judge. */
  read(token: string): Readonly<Record<string, unknown>> | undefined;
  /** The public key as inbound validation wants it: endorsed for Teams. */
  publicJwk(): JsonWebKey & { readonly kid: string };
};

/** Opens the tokens; the key is made at first use. */
export function openSandboxTokens(state: StandInState): SandboxTokens {
  let kept: KeyObject | undefined;
  const key = (): KeyObject => {
    kept ??= privateKey(state);
    return kept;
  };
  return {
    issue: (claims) => {
      const content = `${encode({ alg: "RS256", typ: "JWT", kid: keyId })}.${encode(claims)}`;
      return `${content}.${sign("sha256", Buffer.from(content), key()).toString("base64url")}`;
    },
    read: (token) => {
      const [header = "", claims = "", signature = ""] = token.split(".");
      const content = Buffer.from(`${header}.${claims}`);
      const ours = verify("sha256", content, createPublicKey(key()), Buffer.from(signature, "base64url"));
      return ours ? z.record(z.string(), z.unknown()).parse(JSON.parse(decode(claims))) : undefined;
    },
    publicJwk: () => ({
      ...createPublicKey(key()).export({ format: "jwk" }),
      kid: keyId,
      use: "sig",
      alg: "RS256",
      endorsements: ["msteams"],
    }),
  };
}

function privateKey(state: StandInState): KeyObject {
  const stored = keySchema.safeParse(state.get("teams:key"));
  if (stored.success) return createPrivateKey(stored.data.pem);
  const { privateKey: made } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  state.set("teams:key", { pem: made.export({ format: "pem", type: "pkcs8" }) });
  return made;
}

function encode(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString("base64url");
}

function decode(part: string): string {
  return Buffer.from(part, "base64url").toString("utf8");
}
