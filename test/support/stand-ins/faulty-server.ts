import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/**
 * What goes wrong. `denied` 403, `busy` 429 with `Retry-After: 3`, `broken` 500, `moved` a redirect, `cut` a connection that
 * ends, `hang` no answer at all: nothing was done. With `-after` it was done, and only the answer fails.
 */
export type FaultHow =
  | "denied"
  | "busy"
  | "broken"
  | "moved"
  | "cut"
  | "hang"
  | "broken-after"
  | "cut-after"
  | "hang-after"
  | "garbage-after";

/** Faults of a stand-in: each lasts until it is healed. */
export type Faults = {
  readonly fail: (on: "read" | "write", how: FaultHow) => void;
  readonly heal: () => void;
  /** Resolves when a request hangs. */
  readonly hanging: () => Promise<void>;
  /** From now on nobody listens there. */
  readonly goAway: () => Promise<void>;
};

export type StandInRequest = {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingMessage["headers"];
  readonly text: string;
};
export type StandInAnswer = {
  readonly status?: number;
  readonly json?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
};

export type FaultyServer = {
  readonly origin: string;
  readonly faults: Faults;
  /** How many requests of each kind arrived. */
  readonly seen: { reads: number; writes: number };
  readonly stop: () => Promise<void>;
};

/**
 * An HTTP server on loopback that answers as it is told and fails as it is told. Its errors repeat what they were asked with,
 * credentials included, as careless servers do.
 *
 * @param isWrite whether a request changes anything; GET never does
 */
export async function faultyServer(
  answer: (request: StandInRequest) => StandInAnswer,
  isWrite: (request: StandInRequest) => boolean = ({ method }) => method !== "GET",
): Promise<FaultyServer> {
  let fault: { readonly on: "read" | "write"; readonly how: FaultHow } | null = null;
  let hung = Promise.withResolvers<void>();
  const seen = { reads: 0, writes: 0 };
  const server = createServer(async (incoming, response) => {
    const request = await requestOf(incoming);
    const kind = isWrite(request) ? "write" : "read";
    seen[kind === "write" ? "writes" : "reads"] += 1;
    const how = fault?.on === kind ? fault.how : null;
    if (how === null) return send(response, answer(request));
    if (how.endsWith("-after")) answer(request);
    if (how.startsWith("hang")) return hung.resolve();
    if (how.startsWith("cut")) return void incoming.socket.destroy();
    if (how === "garbage-after") return send(response, { json: "<html>", headers: { "content-type": "text/html" } });
    send(response, failing(how, request));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const stop = async () => {
    server.closeAllConnections();
    if (server.listening) await new Promise((resolve) => server.close(resolve));
  };
  return {
    origin: `http://127.0.0.1:${port}`,
    seen,
    stop,
    faults: {
      fail: (on, how) => {
        fault = { on, how };
        hung = Promise.withResolvers();
      },
      heal: () => {
        fault = null;
      },
      hanging: () => hung.promise,
      goAway: stop,
    },
  };
}

async function requestOf(incoming: IncomingMessage): Promise<StandInRequest> {
  const parts: Buffer[] = [];
  for await (const part of incoming) parts.push(part);
  const { pathname, searchParams } = new URL(incoming.url ?? "/", "http://stand-in");
  return {
    method: incoming.method ?? "GET",
    path: pathname,
    query: searchParams,
    headers: incoming.headers,
    text: Buffer.concat(parts).toString(),
  };
}

const statuses = { denied: 403, busy: 429, broken: 500, "broken-after": 500, moved: 302 } as const;

function failing(how: string, { headers, text }: StandInRequest): StandInAnswer {
  const status = Object.entries(statuses).find(([name]) => name === how)?.[1] ?? 500;
  const said = `No!\u202e ${headers.authorization ?? ""} ${JSON.stringify(headers)} ${text} ${"and so on ".repeat(60)}`;
  return {
    status,
    json: { message: said },
    headers: { ...(how === "busy" ? { "retry-after": "3" } : {}), ...(how === "moved" ? { location: "/other" } : {}) },
  };
}

function send(response: ServerResponse, { status = 200, json, headers = {} }: StandInAnswer): void {
  response.writeHead(status, { "content-type": "application/json", ...headers });
  response.end(json === undefined ? "" : typeof json === "string" ? json : JSON.stringify(json));
}
