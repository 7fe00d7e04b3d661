import { readFile } from "node:fs/promises";
import type { IncomingMessage } from "node:http";
import { request } from "node:https";

/**
 * A `fetch` that checks certificates by one authority, the cluster's own, and no other. Node's `fetch` takes none for one call,
 * and `NODE_EXTRA_CA_CERTS` or `tls.setDefaultCACertificates` would let the cluster vouch for every vendor; so this speaks
 * `node:https`. It sends text, follows no redirect, and reads the file anew for each call: it rotates.
 *
 * @param caFile PEM
 */
export function trustingFetch(caFile: string): typeof globalThis.fetch {
  return async (input, init = {}) => {
    const url = new URL(input instanceof Request ? input.url : input);
    const ca = await readFile(caFile);
    const { method = "GET", signal, body } = init;
    const headers = Object.fromEntries(new Headers(init.headers));
    return new Promise<Response>((answered, failed) => {
      const asked = request(
        url,
        { method, headers, ca, agent: false, ...(signal ? { signal } : {}) },
        (answer: IncomingMessage) => answered(responseOf(answer)),
      );
      asked.on("error", failed);
      asked.end(typeof body === "string" ? body : undefined);
    });
  };
}

/** Statuses whose answer has no body. */
const bodiless: ReadonlySet<number> = new Set([204, 205, 304]);

function responseOf(answer: IncomingMessage): Response {
  const status = answer.statusCode ?? 500;
  const headers = new Headers();
  for (const [name, value] of Object.entries(answer.headersDistinct)) {
    for (const one of value ?? []) headers.append(name, one);
  }
  if (bodiless.has(status)) {
    answer.resume();
    return new Response(null, { status, headers });
  }
  return new Response(ReadableStream.from(answer), { status, headers });
}
