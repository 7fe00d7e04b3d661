import {
  type Lane,
  lanes,
  type MarkRequest,
  parseSubjectKey,
  type Rank,
  ranks,
  type Subject,
  subjectKey,
} from "../../incident/mark.ts";
import type { ClaimedMark, DeadLetter, Release, StoredBinding } from "../port.ts";
import type { Board } from "./board.ts";
import { bindingPlace, lifetimesMs } from "./keys.ts";
import { markCalls } from "./mark-calls.ts";
import { list, number, records, text, textOrNull } from "./replies.ts";
import type { Call } from "./send.ts";
import { clockWord, one, type Session } from "./session.ts";

type Due = { readonly shard: number; readonly rank: number; readonly due: number };

/** Marks outside of commits: the delivery loop's side of the queue (protocol 1). */
export function createMarks(session: Session, board: Board) {
  const { keys, scripts, connection, deps } = session;
  const attempt = () => deps.randomHex(16);

  async function mark(requests: readonly MarkRequest[]): Promise<void> {
    await connection.run(markCalls(session, requests, attempt()));
    for (const request of requests) board.asked(request);
  }

  async function claim(lane: Lane, limit: number, leaseMs: number): Promise<readonly ClaimedMark[]> {
    await board.refresh();
    const shards = board.due(lane);
    const quotas =
      shards.length > 1 ? await share(lane, limit, shards) : shards.map((shard) => [shard, limit] as const);
    const answers = await connection.run(quotas.map(([shard, count]) => claimCall(lane, shard, count, leaseMs)));
    const claimed = answers.flatMap((answer, at) => {
      const [now, wakeAt, ...flat] = list(JSON.parse(text(answer)));
      const shard = quotas[at]?.[0] ?? 0;
      board.heard(number(now));
      board.looked(lane, shard, number(wakeAt));
      return records(flat, 7);
    });
    return claimed.sort(byRankThenDue).map((fields) => claimedMark(fields, lane, leaseMs));
  }

  /** How many marks to take from each shard so that together they are the first ones of all. */
  async function share(lane: Lane, limit: number, shards: readonly number[]): Promise<(readonly [number, number])[]> {
    const answers = await connection.run(
      shards.map((shard): Call => {
        const { marks, queue } = shardAt(shard);
        const args = [clockWord(session), lanes.indexOf(lane), limit];
        return { script: scripts["peek-2"], keys: [marks, queue], args };
      }),
    );
    const dues = answers.flatMap((answer, at): Due[] => {
      const [now, wakeAt, ...flat] = list(answer).map(number);
      const shard = shards[at] ?? 0;
      board.heard(now ?? deps.now());
      board.looked(lane, shard, wakeAt ?? -1);
      return records(flat, 2).map(([rank, due]) => ({ shard, rank: number(rank), due: number(due) }));
    });
    const first = dues.sort((a, b) => a.rank - b.rank || a.due - b.due).slice(0, limit);
    return [...Map.groupBy(first, ({ shard }) => shard)].map(([shard, some]) => [shard, some.length] as const);
  }

  function claimCall(lane: Lane, shard: number, limit: number, leaseMs: number): Call {
    const at = shardAt(shard);
    return {
      script: scripts["claim-3"],
      keys: [at.marks, at.queue, at.attempt(attempt())],
      args: [clockWord(session), lanes.indexOf(lane), limit, leaseMs, lifetimesMs.claim],
    };
  }

  async function release(mark: ClaimedMark, how: Release): Promise<"released" | "lost"> {
    const shard = keys.ofSubject(mark.subject);
    const answer = await one(session, {
      script: scripts["release-3"],
      keys: [shard.marks, shard.queue, shard.attempt(attempt())],
      args: [
        clockWord(session),
        subjectKey(mark.subject),
        mark.fence,
        mark.wanted,
        how.kind === "retry" && how.failed ? "failed" : how.kind,
        how.kind === "retry" ? how.dueAt : 0,
        how.kind === "rest" ? how.reason : "",
        lifetimesMs.claim,
      ],
    });
    const [outcome, dueAt] = text(answer).split(" ");
    if (outcome !== "released") return "lost";
    if (Number(dueAt) >= 0) board.wants(mark.lane, shard.shard, Number(dueAt));
    return "released";
  }

  async function nextDue(lane: Lane): Promise<number | null> {
    await board.refresh();
    return board.next(lane);
  }

  async function backlog(): Promise<Readonly<Record<Lane, number>>> {
    await board.refresh();
    const of = board.marks;
    return { page: of("page"), chat: of("chat"), ticket: of("ticket"), background: of("background") };
  }

  async function deadLetters(limit: number): Promise<readonly DeadLetter[]> {
    const answers = await connection.run(
      keys.shards.map(({ marks, queue }) => ({ script: scripts["dead-2"], keys: [marks, queue], args: [limit] })),
    );
    const letters = answers.flatMap((answer) => records(list(answer), 5));
    return letters
      .sort(([a], [b]) => number(a) - number(b))
      .slice(0, limit)
      .map(([, subject, lane, attempts, reason]) => ({
        subject: subjectOf(text(subject)),
        lane: lanes[number(lane)] ?? "background",
        attempts: number(attempts),
        reason: text(reason),
      }));
  }

  async function loadBinding(subject: Subject): Promise<StoredBinding | null> {
    const { key, field } = bindingPlace(keys, subject);
    const stored = textOrNull(await one(session, { command: "hget", key, args: [field] }));
    if (stored === null) return null;
    const space = stored.indexOf(" ");
    return { fence: Number(stored.slice(0, space)), value: JSON.parse(stored.slice(space + 1)) };
  }

  async function saveBinding({ subject, fence }: ClaimedMark, value: unknown): Promise<"saved" | "fenced"> {
    const { key, field } = bindingPlace(keys, subject);
    const answer = await one(session, {
      script: scripts["bind-2"],
      keys: [keys.ofSubject(subject).marks, key],
      args: [subjectKey(subject), field, fence, JSON.stringify(value)],
    });
    return text(answer) === "saved" ? "saved" : "fenced";
  }

  function shardAt(shard: number) {
    const found = keys.shards[shard];
    if (!found) throw new RangeError(`no shard ${shard}`);
    return found;
  }

  return { mark, claim, release, nextDue, backlog, deadLetters, loadBinding, saveBinding };
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

function byRankThenDue([, rankA, dueA]: readonly unknown[], [, rankB, dueB]: readonly unknown[]): number {
  return number(rankA) - number(rankB) || number(dueA) - number(dueB);
}

function rankOf(value: number): Rank {
  return Object.values(ranks).find((rank) => rank === value) ?? ranks.rest;
}

function subjectOf(key: string): Subject {
  const subject = parseSubjectKey(key);
  if (!subject) throw new TypeError(`the mark key ${JSON.stringify(key)} names no subject`);
  return subject;
}
