import { type Lane, lanes, parseSubjectKey, type Rank, ranks, type Subject } from "../../incident/mark.ts";
import { passOverMs } from "../later-release.ts";
import type { ClaimedMark } from "../port.ts";
import type { Board } from "./board.ts";
import { lifetimesMs, type ShardKeys } from "./keys.ts";
import { knownSubjects } from "./known-subjects.ts";
import { list, number, records, text } from "./replies.ts";
import type { Call } from "./send.ts";
import { clockWord, type Session } from "./session.ts";

/** A claim on one shard. */
type Ask = { readonly shard: ShardKeys; readonly limit: number; readonly leaseMs: number; readonly attemptId: string };

/**
 * Claims over all shards: asks those where something may be due, and takes from each what comes first in all.
 *
 * A claim that was not answered in time may have been carried out all the same. It is asked again under its attempt id,
 * so that what it leased is worked now and not when the leases have run out.
 */
export function createClaim(session: Session, board: Board) {
  const { keys, scripts, connection, deps } = session;
  const unanswered = new Map<Lane, readonly Ask[]>();

  return async (lane: Lane, limit: number, leaseMs: number): Promise<readonly ClaimedMark[]> => {
    await board.refresh();
    const missed = unanswered.get(lane) ?? [];
    unanswered.delete(lane);
    if (missed.length > 0) {
      const late = await claim(lane, missed);
      if (late.length > 0) return late;
    }
    const shards = board.due(lane).flatMap((shard) => keys.shards[shard] ?? []);
    const shares =
      shards.length > 1 ? await share(lane, limit, shards) : shards.map((shard) => [shard, limit] as const);
    const ask = ([shard, count]: readonly [ShardKeys, number]): Ask => {
      return { shard, limit: count, leaseMs, attemptId: deps.randomHex(16) };
    };
    return claim(lane, shares.map(ask));
  };

  async function claim(lane: Lane, asks: readonly Ask[]): Promise<readonly ClaimedMark[]> {
    const answers = await connection.run(asks.map((ask) => claimCall(session, lane, ask))).catch((error: unknown) => {
      unanswered.set(lane, [...(unanswered.get(lane) ?? []), ...asks]);
      throw error;
    });
    const found = answers.flatMap((answer, at) => {
      const ask = asks[at];
      if (!ask) return [];
      const [now, wakeAt, ...flat] = list(JSON.parse(text(answer)));
      board.looked(lane, ask.shard.shard, number(wakeAt));
      const leaseMs = ask.leaseMs - board.since(number(now));
      return leaseMs > 0 ? records(flat, 7).map((fields) => ({ fields, leaseMs })) : [];
    });
    return found.sort(byRankThenDue).map(({ fields, leaseMs }) => claimedMark(fields, lane, leaseMs));
  }

  /** How many marks to take from each shard so that together they are the first ones of all. */
  async function share(
    lane: Lane,
    limit: number,
    shards: readonly ShardKeys[],
  ): Promise<(readonly [ShardKeys, number])[]> {
    const answers = await connection.run(
      shards.map(({ marks, queue }): Call => {
        const args = [clockWord(session), lanes.indexOf(lane), limit];
        return { script: scripts["peek-2"], keys: [marks, queue], args };
      }),
    );
    const due = answers.flatMap((answer, at) => {
      const shard = shards[at];
      if (!shard) return [];
      const [, wakeAt = -1, ...flat] = list(answer).map(number);
      board.looked(lane, shard.shard, wakeAt);
      return records(flat, 2).map(([rank, dueAt]) => ({ shard, rank: number(rank), dueAt: number(dueAt) }));
    });
    const first = due.sort((a, b) => a.rank - b.rank || a.dueAt - b.dueAt).slice(0, limit);
    return [...Map.groupBy(first, ({ shard }) => shard)].map(([shard, some]) => [shard, some.length] as const);
  }
}

function claimCall(session: Session, lane: Lane, { shard, limit, leaseMs, attemptId }: Ask): Call {
  return {
    script: session.scripts["claim-3"],
    keys: [shard.marks, shard.queue, shard.attempt(attemptId)],
    args: [clockWord(session), lanes.indexOf(lane), limit, leaseMs, lifetimesMs.claim, passOverMs, ...knownSubjects],
  };
}

type Found = { readonly fields: readonly unknown[]; readonly leaseMs: number };

function byRankThenDue({ fields: [, rankA, dueA] }: Found, { fields: [, rankB, dueB] }: Found): number {
  return number(rankA) - number(rankB) || number(dueA) - number(dueB);
}

function claimedMark(fields: readonly unknown[], lane: Lane, leaseMs: number): ClaimedMark {
  const [subject, rank, , wanted, attempts, fence, tookOver] = fields;
  return {
    subject: subjectOf(text(subject)),
    lane,
    rank: rankOf(number(rank)),
    wanted: number(wanted),
    attempts: number(attempts),
    fence: number(fence),
    leaseMs,
    tookOver: number(tookOver) === 1,
  };
}

/** The subject of a claimed mark: the script hands out only those that this release knows. */
function subjectOf(key: string): Subject {
  const subject = parseSubjectKey(key);
  if (!subject) throw new TypeError(`the mark key ${JSON.stringify(key)} names no subject`);
  return subject;
}

function rankOf(value: number): Rank {
  return Object.values(ranks).find((rank) => rank === value) ?? ranks.rest;
}
