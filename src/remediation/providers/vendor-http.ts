import type { z } from "zod";
import { boundedText } from "../../bounded-text.ts";
import { codeOf, retryAfterMs, wasNeverSent } from "../../http-error.ts";
import { jsonIn } from "../../json-in.ts";
import type { Call } from "../provider.ts";
import type { ProviderDeps } from "./provider-access.ts";
import { vendorText } from "./vendor-text.ts";

/** One request. A `read` changes nothing there; a `write` may, also where its answer is lost. */
export type VendorRequest<T> = {
  readonly effect: "read" | "write";
  readonly method: "GET" | "POST" | "PUT" | "PATCH";
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** What a success must look like; an empty body is read as `undefined`. */
  readonly answer: z.ZodType<T>;
  /** Values that no text may hold; those of `authorization` are known by themselves. */
  readonly secrets?: readonly string[];
};

/** Why a request did not succeed; `detail` is for people: bounded, masked, without a secret. */
export type VendorFailure = {
  /**
   * - `denied` 401, 403; `gone` 404, 410; `conflict` 409, 412; `busy` 429, 503: nothing was done.
   * - `refused`: any other status of 3xx and 4xx: nothing was done.
   * - `away`: it surely did not arrive; of a read also 5xx. `timed-out`, `faulty`: a read without a (readable) answer.
   * - `unknown`: a write that may have taken effect: its answer was lost, cannot be read, or is 5xx.
   */
  readonly kind: "denied" | "gone" | "conflict" | "busy" | "refused" | "away" | "timed-out" | "faulty" | "unknown";
  readonly detail?: string;
  /** `Retry-After` of what is busy. */
  readonly afterMs?: number;
};
export type VendorAnswer<T> = { readonly kind: "ok"; readonly data: T } | VendorFailure;

/** The one way in which providers call out. Never throws, never repeats, follows no redirect. */
export type VendorHttp = <T>(request: VendorRequest<T>, call: Pick<Call, "signal" | "now">) => Promise<VendorAnswer<T>>;

const maxBodyBytes = 1024 * 1024;
/** Whatever the caller's own time-out is. */
const ceilingMs = 10_000;

const kinds: Readonly<Record<number, VendorFailure["kind"]>> = {
  401: "denied",
  403: "denied",
  404: "gone",
  408: "away",
  409: "conflict",
  410: "gone",
  412: "conflict",
  429: "busy",
  503: "busy",
};

/** A redirect is not followed: a token goes where it was meant for, and nowhere else. */
export function createVendorHttp({ fetch, mask }: Pick<ProviderDeps, "fetch" | "mask">): VendorHttp {
  return async (request, { signal: asked, now }) => {
    const { effect, method, url, headers = {}, body } = request;
    const signal = AbortSignal.any([asked, AbortSignal.timeout(ceilingMs)]);
    try {
      const init = { method, headers, redirect: "manual", signal, ...(body === undefined ? {} : { body }) } as const;
      const response = await fetch(url, init);
      const text = await boundedText(response, maxBodyBytes);
      if (!response.ok) return failed(response, text ?? "", request, { mask, now });
      const read = request.answer.safeParse(text === "" ? undefined : (jsonIn(text ?? "") ?? null));
      if (read.success) return { kind: "ok", data: read.data };
      return { kind: effect === "write" ? "unknown" : "faulty", detail: String(response.status) };
    } catch (error) {
      return silence(error, effect, signal);
    }
  };
}

function failed<T>(
  response: Response,
  text: string,
  { effect, headers = {}, secrets = [] }: VendorRequest<T>,
  { mask, now }: { readonly mask: ProviderDeps["mask"]; readonly now: number },
): VendorFailure {
  const { status } = response;
  const kind = kinds[status] ?? (status < 500 ? "refused" : effect === "write" ? "unknown" : "away");
  const hidden = [...secrets, ...credentialsIn(headers.authorization)];
  const afterMs = kind === "busy" ? retryAfterMs(response.headers.get("retry-after"), now) : undefined;
  return {
    kind: kind === "away" && effect === "write" ? "unknown" : kind,
    detail: vendorText(`${status} ${saidIn(text)}`, hidden, mask),
    ...(afterMs === undefined ? {} : { afterMs }),
  };
}

/** Only the error's code is told, never its message: that holds addresses. */
function silence(error: unknown, effect: VendorRequest<unknown>["effect"], signal: AbortSignal): VendorFailure {
  const code = codeOf(error);
  const detail = signal.aborted ? {} : { detail: code ?? "?" };
  if (!signal.aborted && (effect === "read" || wasNeverSent(code))) return { kind: "away", ...detail };
  return { kind: effect === "write" ? "unknown" : "timed-out", ...detail };
}

/** Where vendors put their words: MLflow, GitHub and Kubernetes say `message`. Pages for people are not repeated. */
function saidIn(text: string): string {
  const said = jsonIn(text);
  if (typeof said === "object" && said !== null) {
    const words = Object.entries(said).filter(([name]) => ["message", "error", "detail", "title"].includes(name));
    return words.map(([, value]) => (typeof value === "string" ? value : "")).find((word) => word !== "") ?? "";
  }
  return text.trimStart().startsWith("<") ? "" : text;
}

/** The token of a Bearer, the user info and the password of a Basic. */
function credentialsIn(authorization: string | undefined): readonly string[] {
  const [, scheme = "", value = ""] = /^(\S+) (.*)$/.exec(authorization ?? "") ?? [];
  if (value === "") return [];
  if (scheme.toLowerCase() !== "basic") return [value];
  const pair = Buffer.from(value, "base64").toString();
  return [value, pair, pair.slice(pair.indexOf(":") + 1)];
}
