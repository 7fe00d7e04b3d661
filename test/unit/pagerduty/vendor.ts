import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { serve } from "@hono/node-server";
import type { Hono } from "hono";

/** A request as the vendor saw it. */
export type Seen = {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
};
export type Vendor = { readonly url: string; readonly seen: readonly Seen[]; stop(): Promise<void> };

/** A vendor on 127.0.0.1 that answers as told and counts what it was asked. */
export async function startVendor(answer: (seen: Seen, response: ServerResponse) => void): Promise<Vendor> {
  const seen: Seen[] = [];
  const server = createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request) body += chunk;
    const one = { method: request.method ?? "", path: request.url ?? "", headers: request.headers, body };
    seen.push(one);
    answer(one, response);
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    seen,
    stop: () => {
      server.closeAllConnections();
      return new Promise((done) => server.close(() => done()));
    },
  };
}

/** A stand-in on 127.0.0.1. */
export async function startStandIn(routes: Hono): Promise<{ readonly url: string; stop(): Promise<void> }> {
  return new Promise((done) => {
    const server = serve({ fetch: routes.fetch, port: 0, hostname: "127.0.0.1" }, ({ port }) =>
      done({
        url: `http://127.0.0.1:${port}`,
        stop: () => {
          if ("closeAllConnections" in server) server.closeAllConnections();
          return new Promise((stopped) => server.close(() => stopped()));
        },
      }),
    );
  });
}
