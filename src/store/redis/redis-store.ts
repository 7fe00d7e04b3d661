import type { StoreDeps } from "../deps.ts";
import type { Store } from "../port.ts";
import { createAnnounce } from "./announce.ts";
import { createBoard } from "./board.ts";
import { createBooks } from "./books.ts";
import { createChanges } from "./changes.ts";
import { createClaim } from "./claims.ts";
import { createCommit } from "./commit.ts";
import { connect } from "./connection.ts";
import { risksOf } from "./facts.ts";
import { createGates } from "./gates.ts";
import { createKept } from "./kept.ts";
import { keysOf, lifetimesMs } from "./keys.ts";
import { createMarks } from "./marks.ts";
import { createPurge } from "./purge.ts";
import { createReads } from "./reads.ts";
import { parseRedisUrl } from "./redis-url.ts";
import { list, number } from "./replies.ts";
import { readScripts } from "./scripts.ts";
import { one, type Session } from "./session.ts";

/**
 * Opens a store on a Redis (6.2 or later), alone, behind sentinels, or a cluster; any number of processes may share it.
 *
 * @param url see `parseRedisUrl`
 * @throws StoreAway when it does not answer within 2 s
 * @throws Error when the address is wrong
 */
export async function openRedisStore(url: string, deps: StoreDeps): Promise<Store> {
  const connection = await connect(parseRedisUrl(url), deps.log);
  const session: Session = { connection, keys: keysOf(deps.policyName), scripts: readScripts(), deps };
  try {
    return await storeOn(session);
  } catch (error) {
    await connection.close();
    throw error;
  }
}

async function storeOn(session: Session): Promise<Store> {
  const { connection, keys, deps } = session;
  const board = createBoard(session);
  const reads = createReads(session, board);
  const named = createKept(session);
  const changes = createChanges(session);
  const purge = createPurge(session, reads);
  const facts = {
    kind: "redis",
    epoch: await named.keep("epoch", deps.randomHex(16)),
    risks: await connection.ask(risksOf),
  } as const;

  return {
    facts: () => facts,
    ping: async () => {
      await one(session, { command: "set", key: keys.ping, args: ["1", "PX", lifetimesMs.ping] });
    },
    now: async () => {
      if (deps.clock === "injected") return deps.now();
      const [seconds, micros] = list(await one(session, { command: "time", args: [] })).map(number);
      const now = (seconds ?? 0) * 1_000 + Math.floor((micros ?? 0) / 1_000);
      board.heard(now);
      return now;
    },
    ...reads,
    ...createMarks(session, board),
    ...createGates(session),
    claim: createClaim(session, board),
    commit: createCommit(session, board),
    ...named,
    addChanges: changes.addChanges,
    changes: changes.changes,
    ...createBooks(session),
    announce: createAnnounce(session),
    purge: async (before, limit) => {
      await changes.purge(before, limit);
      return purge(before, limit);
    },
    close: connection.close,
  };
}
