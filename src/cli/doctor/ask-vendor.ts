/** What a vendor answered, or why it did not. */
export type VendorAnswer =
  | { readonly kind: "answer"; readonly status: number; readonly headers: Headers; readonly body: unknown }
  | { readonly kind: "silence"; readonly reason: string };

const timeOutMs = 10_000;

/** One request of at most 10 s, never repeated, following no redirect: a token goes where it was meant for. */
export async function askVendor(fetchFn: typeof fetch, url: string, init: RequestInit = {}): Promise<VendorAnswer> {
  try {
    const response = await fetchFn(url, { ...init, redirect: "manual", signal: AbortSignal.timeout(timeOutMs) });
    const body: unknown = await response.json().catch(() => undefined);
    return { kind: "answer", status: response.status, headers: response.headers, body };
  } catch (cause) {
    return { kind: "silence", reason: reasonOf(cause) };
  }
}

function reasonOf(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause);
  const { cause: inner } = cause;
  return inner instanceof Error && "code" in inner ? String(inner.code) : cause.name;
}
