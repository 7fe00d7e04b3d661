import { createHmac, timingSafeEqual } from "node:crypto";
import type { Context, Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import type { Log } from "../log.ts";
import type { Meter } from "../meter.ts";
import { StoreAway } from "../store/port.ts";
import { tokenAuth } from "../token-auth.ts";

/** Why a vendor's call was not taken in; also the label of the metric. */
export const hookRefusals = {
  unsigned: [401, "the signature is missing"],
  "wrong-signature": [401, "the signature is not by a secret that is configured"],
  unauthenticated: [401, "no secret is configured, so a token is needed: Authorization: Bearer …"],
  "wrong-token": [401, "the token is not the one configured"],
  forbidden: [403, "without a secret or VIGIE_WEBHOOK_TOKEN only this machine may send, and through no proxy"],
  "not-json": [400, "the body is not JSON"],
  "too-large": [413, "the body is larger than 4 MiB"],
  draining: [503, "the service is stopping, send again"],
  "store-away": [503, "the store is away, nothing was stored, send again"],
} as const satisfies Record<string, readonly [400 | 401 | 403 | 413 | 503, string]>;
export type HookRefusal = keyof typeof hookRefusals;

/** Vendors that tell what people did there. */
export const hookVendors = ["pagerduty", "jira"] as const;
export type HookVendor = (typeof hookVendors)[number];

/** What one vendor's calls look like. */
export type VendorHook = {
  readonly vendor: HookVendor;
  /** Each subscription has its own; none: a token, else this machine alone. */
  readonly secrets: readonly string[];
  /** Signatures in hex of HMAC-SHA256 over the raw body, as the request's headers give them; any may be right. */
  readonly signaturesIn: (header: (name: string) => string | undefined) => readonly string[];
  /**
   * Takes in what the body says; resolves when it is stored. What is not known, or about nothing of ours, is `ignored`.
   *
   * @throws StoreAway when it is not stored: the vendor shall send again
   */
  readonly take: (body: unknown, header: (name: string) => string | undefined) => Promise<"taken" | "ignored">;
};

export type HookDeps = {
  /** `VIGIE_WEBHOOK_TOKEN`. */
  readonly tokens: readonly string[];
  readonly isLocal: (c: Context) => boolean;
  readonly meter: Meter;
  readonly log: Log;
};

/** Far above what the vendors send about one incident or issue. */
const bodyMaxBytes = 4 * 1024 * 1024;

/** `POST /webhooks/<vendor>`: verify over the raw body, store, answer; whatever is not for Vigie is politely 200. */
export function mountHook(app: Hono, hook: VendorHook, deps: HookDeps): { readonly stop: () => void } {
  let isDraining = false;
  const refuse = (c: Context, refusal: HookRefusal): Response => {
    const [status, message] = hookRefusals[refusal];
    deps.meter.count("requests_refused_total", { source: hook.vendor, reason: refusal });
    if (status === 503) c.header("retry-after", "5");
    return c.json({ error: { code: refusal, message, issues: [] } }, status);
  };
  app.post(
    `/webhooks/${hook.vendor}`,
    async (c, next) => {
      if (isDraining) return refuse(c, "draining");
      const stranger = strangerByHeaders(c, hook, deps);
      return stranger ? refuse(c, stranger) : next();
    },
    bodyLimit({ maxSize: bodyMaxBytes, onError: (c) => refuse(c, "too-large") }),
    async (c) => {
      const raw = Buffer.from(await c.req.arrayBuffer());
      if (!isSigned(c, raw, hook)) return refuse(c, "wrong-signature");
      const body = readJson(raw);
      if (body === undefined) return refuse(c, "not-json");
      try {
        return c.json({ ok: true, [await hook.take(body, (name) => c.req.header(name))]: 1 });
      } catch (cause) {
        if (!(cause instanceof StoreAway)) throw cause;
        deps.log.warn(
          { source: hook.vendor, err: cause },
          "what a vendor told was not stored, it was told to send again",
        );
        return refuse(c, "store-away");
      }
    },
  );
  return {
    stop: () => {
      isDraining = true;
    },
  };
}

/** Why whoever sends this is not the vendor, as far as it shows before the body is read; `null` when it may be. */
function strangerByHeaders(
  c: Context,
  { secrets, signaturesIn }: VendorHook,
  { tokens, isLocal }: HookDeps,
): HookRefusal | null {
  if (secrets.length > 0) return signaturesIn((name) => c.req.header(name)).length === 0 ? "unsigned" : null;
  const auth = tokenAuth(tokens, c.req.header("authorization"));
  if (auth === "missing") return "unauthenticated";
  if (auth === "wrong") return "wrong-token";
  // A page elsewhere may reach this machine through a browser on it, under a name of its own.
  return auth === "open" && !isLocal(c) ? "forbidden" : null;
}

/** Whether any signature is by any secret; all are compared, each in constant time. Without secrets there is none. */
function isSigned(c: Context, raw: Buffer, { secrets, signaturesIn }: VendorHook): boolean {
  const given = signaturesIn((name) => c.req.header(name));
  let isRight = secrets.length === 0;
  for (const secret of secrets) {
    const expected = createHmac("sha256", secret).update(raw).digest();
    for (const hex of given) {
      const bytes = Buffer.from(/^[0-9a-f]{64}$/i.test(hex) ? hex : "", "hex");
      isRight = (bytes.length === expected.length && timingSafeEqual(bytes, expected)) || isRight;
    }
  }
  return isRight;
}

const utf8 = new TextDecoder("utf-8", { fatal: true });

/** `undefined` for anything that is not JSON in UTF-8; JSON itself has no such value. */
function readJson(raw: Buffer): unknown {
  try {
    return JSON.parse(utf8.decode(raw));
  } catch {
    return undefined;
  }
}
