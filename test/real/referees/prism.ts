import { type ChildProcess, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { createServer, type IncomingMessage, request } from "node:http";
import type { AddressInfo } from "node:net";
import { resolve } from "node:path";

/** What Prism found wrong; `location[0]` is `request` or `response`. */
export type Violation = { readonly location: readonly string[]; readonly code: string; readonly message: string };

/** One exchange that Prism judged. */
export type Judged = {
  readonly method: string;
  readonly path: string;
  readonly requestBody: string;
  readonly status: number;
  readonly violations: readonly Violation[];
};

export type Prism = {
  /** Where to send the traffic, without a slash at the end. */
  readonly url: string;
  readonly judged: readonly Judged[];
  /** What was found on one side, as `METHOD path: where message`. */
  faults(side: "request" | "response"): string[];
  stop(): Promise<void>;
};

type PrismOptions = {
  /** `mock` answers by the specification, `proxy` hands on to `upstream` and judges its answers too. */
  readonly kind: "mock" | "proxy";
  /** The specification's file. */
  readonly spec: string;
  /** For `proxy`: what the specification's paths are appended to. */
  readonly upstream?: string;
  /** Path that clients say and the specification keeps in `servers` (`/v2`); Prism does not know it. */
  readonly basePath?: string;
};

const startTimeOutMs = 60_000;
const violationsMaxBytes = 1 << 20;

/** A file of the referees: `VIGIE_REFEREES`, else the folder beside the checkout. */
export function refereePath(name: string): string {
  return resolve(process.env.VIGIE_REFEREES ?? "../shared/referees", name);
}

/**
 * Why tests that need Prism and these referee files cannot run here, for the name of the skipped suite; `null` when they
 * can.
 *
 * @throws under `CI=true`, where nothing may be missing
 */
export function missingForPrism(...referees: readonly string[]): string | null {
  const files = [prismBin(), ...referees.map(refereePath)];
  const missing = files.filter((file) => !existsSync(file));
  if (missing.length === 0) return null;
  const why = `missing ${missing.join(", ")} (set VIGIE_PRISM, VIGIE_REFEREES)`;
  if (process.env.CI === "true") throw new Error(why);
  return why;
}

/**
 * Starts Prism on a free port of 127.0.0.1 behind a relay that keeps what Prism says of each exchange.
 *
 * @see referees/README.md: in `mock` mode only violations of the request count
 */
export async function startPrism({ kind, spec, upstream, basePath = "" }: PrismOptions): Promise<Prism> {
  const child = spawn(
    process.execPath,
    [prismBin(), kind, spec, ...(upstream === undefined ? [] : [upstream]), "-h", "127.0.0.1", "-p", "0"],
    { stdio: ["ignore", "pipe", "pipe"] },
  );
  const port = await portOf(child);
  const judged: Judged[] = [];
  const relay = createServer(async (incoming, answer) => {
    try {
      const body = await bytesOf(incoming);
      const path = (incoming.url ?? "/").slice(incoming.url?.startsWith(basePath) ? basePath.length : 0);
      const reply = await forward(port, incoming, path, body);
      const replyBody = await bytesOf(reply);
      const { "sl-violations": found, ...headers } = reply.headers;
      judged.push({
        method: incoming.method ?? "GET",
        path,
        requestBody: body.toString(),
        status: reply.statusCode ?? 0,
        violations: typeof found === "string" ? JSON.parse(found) : [],
      });
      answer.writeHead(reply.statusCode ?? 500, headers).end(replyBody);
    } catch (error) {
      answer.writeHead(502).end(String(error));
    }
  });
  await new Promise<void>((done) => relay.listen(0, "127.0.0.1", done));
  const address = relay.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${address.port}`,
    judged,
    faults: (side) =>
      judged.flatMap(({ method, path, violations }) =>
        violations
          .filter(({ location }) => location[0] === side)
          .map(({ location, message }) => `${method} ${path}: ${location.join(".")} ${message}`),
      ),
    stop: async () => {
      relay.closeAllConnections();
      await new Promise((done) => relay.close(done));
      const gone = new Promise((done) => child.once("exit", done));
      if (child.exitCode === null && child.kill()) await gone;
    },
  };
}

function prismBin(): string {
  return resolve(process.env.VIGIE_PRISM ?? "test/real/node_modules/.bin/prism");
}

/** Reads the port from what Prism prints once it listens. */
function portOf(child: ChildProcess): Promise<number> {
  return new Promise((found, failed) => {
    let said = "";
    const late = setTimeout(() => {
      child.kill();
      failed(new Error(`Prism did not listen within ${startTimeOutMs} ms:\n${said}`));
    }, startTimeOutMs);
    const read = (chunk: Buffer) => {
      said += chunk.toString();
      const port = /listening on http:\/\/127\.0\.0\.1:(\d+)/.exec(said)?.[1];
      if (port === undefined) return;
      clearTimeout(late);
      found(Number(port));
    };
    child.stdout?.on("data", read);
    child.stderr?.on("data", read);
    child.once("exit", (code) => {
      clearTimeout(late);
      failed(new Error(`Prism ended with ${code}:\n${said}`));
    });
  });
}

function forward(port: number, incoming: IncomingMessage, path: string, body: Buffer): Promise<IncomingMessage> {
  return new Promise((done, failed) => {
    const outgoing = request(
      {
        host: "127.0.0.1",
        port,
        path,
        method: incoming.method ?? "GET",
        headers: { ...incoming.headers, host: `127.0.0.1:${port}` },
        maxHeaderSize: violationsMaxBytes,
      },
      done,
    );
    outgoing.once("error", failed);
    outgoing.end(body);
  });
}

async function bytesOf(stream: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks);
}
