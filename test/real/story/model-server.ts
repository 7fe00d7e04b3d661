import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Mlflow } from "./mlflow.ts";

/** A model server as most are: it resolves the registry's alias when it starts, and never again. */
export type ModelServer = {
  readonly origin: string;
  /** The version that it loaded at its last start. */
  readonly version: () => string;
  readonly restarts: () => number;
  /** The signatures that restarts came with. */
  readonly signatures: () => readonly string[];
  /** From the next restart on it keeps what it has until it is told to load. */
  readonly slowDown: () => void;
  readonly loadNow: () => void;
  readonly stop: () => Promise<void>;
};

/** Starts it: `GET /version` names what it serves, `POST /restart` starts it anew, `GET /health` is well. */
export async function startModelServer(
  mlflow: Pick<Mlflow, "aliasOf">,
  model: string,
  alias: string,
): Promise<ModelServer> {
  let version = await mlflow.aliasOf(model, alias);
  let restarts = 0;
  const signatures: string[] = [];
  let loading: PromiseWithResolvers<void> | null = null;
  const load = async () => {
    version = await mlflow.aliasOf(model, alias);
  };
  const server = createServer((request, response) => {
    const answer = async () => {
      if (request.method === "POST" && request.url === "/restart") {
        restarts += 1;
        const signature = request.headers["x-vigie-signature"];
        if (typeof signature === "string") signatures.push(signature);
        // Whoever restarts it is answered at once; the model is loaded when it is.
        if (loading) void loading.promise.then(load);
        else await load();
      }
      return request.url === "/version" ? { model: { version } } : { ok: true };
    };
    answer().then(
      (body) => response.setHeader("content-type", "application/json").end(JSON.stringify(body)),
      () => response.writeHead(500).end(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    version: () => version,
    restarts: () => restarts,
    signatures: () => signatures,
    slowDown: () => {
      loading = Promise.withResolvers();
    },
    loadNow: () => {
      loading?.resolve();
      loading = null;
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
