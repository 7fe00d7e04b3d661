import type { AddressInfo } from "node:net";
import { type ServerType, serve } from "@hono/node-server";
import type { Config } from "./config.ts";

/** Longest wait for open connections to finish at a stop, in ms. */
const hardCloseMs = 10_000;
/**
 * How long an idle connection is kept. Longer than senders keep theirs (Go's default is 90 s): who closes first decides
 * whether an alert is sent into a closed connection.
 */
const keepAliveMs = 120_000;

/** Listens where the configuration says; answers the server and the origin under which this machine reaches it. */
export async function listen(
  { host, port }: Pick<Config, "host" | "port">,
  fetch: (request: Request, env: object) => Promise<Response>,
): Promise<{ server: ServerType; origin: string }> {
  const { promise, resolve, reject } = Promise.withResolvers<AddressInfo>();
  const server = serve({ fetch, hostname: host, port, serverOptions: { keepAliveTimeout: keepAliveMs } }, resolve);
  server.once("error", reject);
  const address = await promise;
  const name = address.family === "IPv6" ? `[${address.address}]` : address.address;
  const reachable = name === "0.0.0.0" || name === "[::]" ? "127.0.0.1" : name;
  return { server, origin: `http://${reachable}:${address.port}` };
}

/** Lets what is under way finish; idle keep-alive connections would hold the close for seconds. */
export async function closeServer(server: ServerType): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  if (!("closeIdleConnections" in server)) return closed;
  server.closeIdleConnections();
  const sweep = setInterval(() => server.closeIdleConnections(), 50);
  const hard = setTimeout(() => server.closeAllConnections(), hardCloseMs);
  await closed;
  clearInterval(sweep);
  clearTimeout(hard);
}
