import { createHmac } from "node:crypto";
import type { z } from "zod";
import { requestTo } from "../../request-to.ts";
import type { Call } from "../provider.ts";
import type { SigningKey } from "./signing-key.ts";
import type { VendorRequest } from "./vendor-http.ts";

/** A request to something that knows Vigie by its signature. */
export type SignedRequest<T> = {
  readonly effect: VendorRequest<T>["effect"];
  readonly method: VendorRequest<T>["method"];
  /** Its user info goes as Basic. It is the policy's own address, so one of a private network is meant. */
  readonly address: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly answer: z.ZodType<T>;
  /** What tells this request from others of the same run and step: `undo`, `read`. */
  readonly kind?: string;
  /** Further values that no text may hold. */
  readonly hidden?: readonly string[];
};

/**
 * The request with the headers by which a receiver knows the sender and a repeated call: the delivery `run:step[:kind]`,
 * which is also the idempotency key, the time in seconds since the epoch, and `v1=` with the hex HMAC-SHA256 of
 * `delivery.time.body` (docs/connect/registry.md). Without a key nothing is signed.
 */
export function signedRequest<T>(asked: SignedRequest<T>, key: SigningKey, call: Call): VendorRequest<T> {
  const { effect, method, answer, kind, hidden = [] } = asked;
  const { url, headers } = requestTo(asked.address);
  const body = asked.body === undefined ? "" : JSON.stringify(asked.body);
  const delivery = [call.run, call.step, ...(kind === undefined ? [] : [kind])].join(":");
  const seconds = String(Math.floor(call.now / 1000));
  const own: Record<string, string> = { "x-vigie-delivery": delivery, "x-vigie-timestamp": seconds };
  if (effect === "write") own["idempotency-key"] = delivery;
  if (key.kind === "key") {
    own["x-vigie-signature"] =
      `v1=${createHmac("sha256", key.value).update(`${delivery}.${seconds}.${body}`).digest("hex")}`;
  }
  if (asked.body !== undefined) own["content-type"] = "application/json";
  return {
    ...{ effect, method, url, answer },
    headers: { accept: "application/json", ...headers, ...asked.headers, ...own },
    ...(asked.body === undefined ? {} : { body }),
    secrets: [...hidden, ...(key.kind === "key" ? [key.value] : [])],
  };
}
