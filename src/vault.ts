import { createCipheriv, createDecipheriv, hkdfSync } from "node:crypto";
import type { Incident } from "./incident/incident.ts";
import type { AddressWatch } from "./privacy/masker.ts";
import { placeholders } from "./privacy/placeholder.ts";
import type { Store } from "./store/port.ts";

export type VaultDeps = {
  readonly store: Pick<Store, "lend" | "kept" | "alerts">;
  /** The masking key: who has it could make the tokens, too. */
  readonly key: string;
  /** Whether the policy in force can block a source at all; where it cannot, nothing is remembered. */
  readonly isWanted: () => boolean;
  /** Random bytes in lower-case hex. */
  readonly randomHex: (bytes: number) => string;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
};

/**
 * The addresses behind the tokens that masking made, sealed and for a day, so that a source can be blocked by its token
 * while its address stands nowhere (U-18).
 */
export type Vault = {
  /** Told by the masker at the door of what it found. */
  readonly addresses: AddressWatch;
  /**
   * Resolves when what was found so far can be revealed.
   *
   * @throws StoreAway when it is not kept: the sender shall send again
   */
  readonly keep: () => Promise<void>;
  /** The address behind a token; `undefined` where it is not kept any more, or was sealed by another key. */
  readonly reveal: (token: string) => Promise<string | undefined>;
  /** Tokens that an incident's alerts name and that can be revealed, at most 20. */
  readonly sourcesOf: (incident: Incident) => Promise<readonly string[]>;
};

const keptMs = 24 * 60 * 60_000;
/** What is named again and again is sealed again so often. */
const renewedMs = 60 * 60_000;
/** So many addresses of one moment are kept; whoever sends more names no source. */
const foundMax = 1_000;
const rememberedMax = 10_000;
const alertsMax = 50;
const sourcesMax = 20;

export function createVault({ store, key, isWanted, randomHex, now }: VaultDeps): Vault {
  const { seal, open } = createSeal(key, randomHex);
  const found = new Map<string, string>();
  const keptAt = new Map<string, number>();
  const writing = new Set<Promise<void>>();

  async function write(some: readonly (readonly [token: string, address: string])[]): Promise<void> {
    try {
      await Promise.all(some.map(([token, address]) => store.lend(nameOf(token), seal(token, address), keptMs)));
    } catch (error) {
      // Whoever found them may come here only now, and must not answer as if they were kept.
      for (const [token, address] of some) found.set(token, address);
      throw error;
    }
    if (keptAt.size > rememberedMax) keptAt.clear();
    for (const [token] of some) keptAt.set(token, now());
  }

  async function reveal(token: string): Promise<string | undefined> {
    const sealed = await store.kept(nameOf(token));
    return sealed === null ? undefined : open(token, sealed);
  }

  return {
    addresses: {
      isWanted,
      found: (token, address) => {
        const isKept = now() - (keptAt.get(token) ?? Number.NEGATIVE_INFINITY) < renewedMs;
        if (!isKept && found.size < foundMax) found.set(token, address);
      },
    },
    async keep() {
      if (found.size > 0) {
        const mine = write([...found]);
        found.clear();
        const settled = mine.finally(() => writing.delete(settled));
        writing.add(settled);
      }
      // What one request found, another may be writing.
      await Promise.all(writing);
    },
    reveal,
    async sourcesOf(incident) {
      const rows = await store.alerts(incident, alertsMax);
      const texts = rows.flatMap(({ alert }) => Object.values({ ...alert.labels, ...alert.annotations }));
      const named = texts.flatMap((text) => text.match(placeholders) ?? []).filter((token) => token.startsWith("ip:"));
      const tokens = [...new Set(named)].slice(0, sourcesMax);
      const revealed = await Promise.all(tokens.map(reveal));
      return tokens.filter((_, at) => revealed[at] !== undefined);
    },
  };
}

function nameOf(token: string): string {
  return `source:${token}`;
}

/** Random 96 bits for each value, as AES-GCM wants them, and its tag of 128. */
const ivBytes = 12;
const tagBytes = 16;

/** AES-256-GCM under a key of its own, so that nothing else made of the masking key opens it; bound to the token. */
function createSeal(maskKey: string, randomHex: VaultDeps["randomHex"]) {
  const key = Buffer.from(hkdfSync("sha256", maskKey, "", "vigie: addresses behind tokens, 1", 32));
  return {
    seal(token: string, address: string): string {
      const iv = Buffer.from(randomHex(ivBytes), "hex");
      const cipher = createCipheriv("aes-256-gcm", key, iv).setAAD(Buffer.from(token));
      const sealed = Buffer.concat([cipher.update(address, "utf8"), cipher.final()]);
      return Buffer.concat([iv, cipher.getAuthTag(), sealed]).toString("base64url");
    },
    open(token: string, sealed: string): string | undefined {
      const bytes = Buffer.from(sealed, "base64url");
      const [iv, tag] = [bytes.subarray(0, ivBytes), bytes.subarray(ivBytes, ivBytes + tagBytes)];
      try {
        const decipher = createDecipheriv("aes-256-gcm", key, iv, { authTagLength: tagBytes });
        decipher.setAAD(Buffer.from(token)).setAuthTag(tag);
        return decipher.update(bytes.subarray(ivBytes + tagBytes), undefined, "utf8") + decipher.final("utf8");
      } catch {
        // Sealed by another key, or not by us.
        return undefined;
      }
    },
  };
}
