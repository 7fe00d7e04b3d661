import { subscribe } from "node:diagnostics_channel";
import { Server } from "node:http";

/** Every HTTP server of this process that ever took a request, by its port. */
const servers = new Map<number, Server>();

/** @see https://nodejs.org/api/diagnostics_channel.html#http (2026-11-20) */
subscribe("http.server.request.start", (message) => {
  const server: unknown = typeof message === "object" && message !== null && "server" in message && message.server;
  if (!(server instanceof Server)) return;
  const address = server.address();
  if (typeof address === "object" && address !== null) servers.set(address.port, server);
});

/** Closes a server with all its connections at once, as the end of its process would. */
export function cutServer(origin: string): void {
  const port = Number(new URL(origin).port);
  const server = servers.get(port);
  if (!server) throw new Error(`${origin} never took a request`);
  servers.delete(port);
  server.close();
  server.closeAllConnections();
}
