import { type FaultyServer, faultyServer } from "./faulty-server.ts";
import { isSignedBy } from "./signed-by.ts";

/** What takes signed webhooks: it keeps what it was told last, and does each delivery once. */
export type FlagServer = FaultyServer & {
  readonly state: Record<string, unknown>;
  readonly deliveries: string[];
  readonly bodies: unknown[];
};

/**
 * A body's keys become the state, read at `/state` as `{ state: {…} }`.
 *
 * @param now the clock that it checks signatures by
 */
export async function flagServer(secret: string, now: number): Promise<FlagServer> {
  const state: Record<string, unknown> = {};
  const deliveries: string[] = [];
  const bodies: unknown[] = [];
  const base = await faultyServer((request) => {
    if (!isSignedBy(secret, now, request)) return { status: 401, json: { message: "not signed" } };
    if (request.path === "/state") return { json: { state } };
    const key = String(request.headers["idempotency-key"]);
    if (deliveries.includes(key)) return {};
    const body: unknown = JSON.parse(request.text);
    Object.assign(state, body);
    deliveries.push(key);
    bodies.push(body);
    return {};
  });
  return { ...base, state, deliveries, bodies };
}
