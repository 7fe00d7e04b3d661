import { type FaultyServer, faultyServer } from "./faulty-server.ts";
import { isSignedBy } from "./signed-by.ts";

type Version = { readonly version: string; readonly tested?: boolean; readonly ready?: boolean };

/** A registry that speaks Vigie's small HTTP interface, as docs/connect/registry.md describes it: one model, `credit`. */
export type RegistryServer = FaultyServer & {
  current: string | null;
  /** Newest first. */
  versions: Version[];
  effects: number;
  /** Called once, right before the next write is looked at: somebody who was quicker. */
  before: (() => void) | null;
};

/** @param now the clock that it checks signatures by */
export async function registryServer(secret: string, now: number): Promise<RegistryServer> {
  const base = await faultyServer((request) => {
    if (!isSignedBy(secret, now, request)) return { status: 401, json: { message: "not signed" } };
    if (request.path === "/models/credit" && request.method === "GET") {
      return { json: { current: server.current, versions: server.versions } };
    }
    if (request.path !== "/models/credit/current" || request.method !== "PUT") return { status: 404 };
    server.before?.();
    server.before = null;
    const { version, expected } = JSON.parse(request.text);
    const isExpected = server.current === expected && request.headers["if-match"] === `"${expected}"`;
    if (!isExpected) return { status: 412, json: { message: `it is ${server.current}` } };
    if (!server.versions.some((one) => one.version === version))
      return { status: 404, json: { message: "no version" } };
    server.current = version;
    server.effects += 1;
    return { json: { current: version } };
  });
  const server: RegistryServer = { ...base, current: null, versions: [], effects: 0, before: null };
  return server;
}
