import { hash } from "node:crypto";
import { type AlertRow, isOpen } from "../../incident/incident.ts";
import type { MarkRequest } from "../../incident/mark.ts";
import type { Change, CommitResult, Count } from "../port.ts";
import type { Board } from "./board.ts";
import { lifetimesMs } from "./keys.ts";
import { markCalls, markWords } from "./mark-calls.ts";
import { text } from "./replies.ts";
import type { Call } from "./send.ts";
import { clockWord, type Session } from "./session.ts";

/** Commits: one script for each item, all of them in one pipeline per node (protocol 4). */
export function createCommit(session: Session, board: Board) {
  const { keys, scripts, connection } = session;

  function changeCall(change: Change): Call {
    const { group, incident, entries, alerts, senderIds } = change;
    const marks = marksOf(change, "own");
    const shard = keys.of(group.groupId);
    const uid = incident?.uid ?? group.newest ?? "none";
    return {
      script: scripts["change-14"],
      keys: [
        shard.group(group.groupId),
        shard.attempt(change.attemptId),
        shard.senders(group.groupId),
        shard.marks,
        shard.queue,
        shard.incident(uid),
        shard.alerts(uid),
        shard.order(uid),
        shard.repeats(uid),
        shard.journal(uid),
        shard.open,
        shard.ended,
        shard.numbers,
        shard.quiet,
      ],
      args: [
        clockWord(session),
        lifetimesMs.commit,
        lifetimesMs.sender,
        shard.shard,
        change.baseVersion,
        JSON.stringify(group),
        uid,
        incident ? JSON.stringify(incident) : "",
        change.opens ? "opens" : "continues",
        incident && isOpen(incident) ? "open" : "ended",
        incident?.updatedAt ?? 0,
        change.received,
        change.receivedAt,
        entries.length,
        alerts.length,
        senderIds.length,
        marks.length,
        group.groupId,
        ...entries.map((entry) => JSON.stringify(entry)),
        ...alerts.flatMap((row) => [row.fingerprint, storedRow(row)]),
        ...alerts.flatMap((row) => [orderOf(row), row.fingerprint]),
        ...senderIds.map(senderDigest),
        ...markWords(marks),
      ],
    };
  }

  function countCall(count: Count): Call {
    const { groupId, uid, items, senderIds } = count;
    const marks = marksOf(count, "own");
    const shard = keys.of(groupId);
    return {
      script: scripts["count-7"],
      keys: [
        shard.incident(uid),
        shard.attempt(count.attemptId),
        shard.senders(groupId),
        shard.marks,
        shard.queue,
        shard.alerts(uid),
        shard.repeats(uid),
      ],
      args: [
        clockWord(session),
        lifetimesMs.commit,
        lifetimesMs.sender,
        count.receivedAt,
        items.length,
        senderIds.length,
        marks.length,
        ...items.flatMap(({ fingerprint, tag, times }) => [fingerprint, tag, times]),
        ...senderIds.map(senderDigest),
        ...markWords(marks),
      ],
    };
  }

  /** The marks of an item that stand in its slot, or those that do not: a job belongs to nobody. */
  function marksOf(item: Change | Count, place: "own" | "elsewhere"): readonly MarkRequest[] {
    const shard = keys.of(item.kind === "change" ? item.group.groupId : item.groupId);
    return item.marks.filter(({ subject }) => (keys.ofSubject(subject) === shard) === (place === "own"));
  }

  return async (items: readonly (Change | Count)[]): Promise<readonly CommitResult[]> => {
    const calls = items.map((item) => (item.kind === "change" ? changeCall(item) : countCall(item)));
    const results = (await connection.run(calls, "together")).map((answer) => resultOf(text(answer)));
    const committed = items.filter((_, at) => results[at]?.kind === "committed");
    // No step writes two slots: what stands elsewhere is asked for once the commit stands (protocol 4.5).
    const elsewhere = committed.flatMap((item) => markCalls(session, marksOf(item, "elsewhere"), item.attemptId));
    if (elsewhere.length > 0) await connection.run(elsewhere);
    for (const { marks } of committed) for (const mark of marks) board.asked(mark);
    return results;
  };
}

/** Sender ids are kept as 128 bits of their SHA-256: senders choose how long they are. */
export function senderDigest(senderId: string): string {
  return hash("sha256", senderId, "base64url").slice(0, 22);
}

/** An alert row as it is stored: its tag stands before it, where the counting script reads it. */
function storedRow(row: AlertRow): string {
  return `${row.tag}\n${JSON.stringify(row)}`;
}

/** Firing first, then oldest first. Times are below 1e13 until the year 2286. */
function orderOf({ status, firstSeenAt }: AlertRow): number {
  return (status === "firing" ? 0 : 1e13) + firstSeenAt;
}

function resultOf(answer: string): CommitResult {
  const [kind, number, received] = answer.split(" ");
  if (kind === "conflict") return { kind };
  return { kind: "committed", number: Number(number), received: Number(received) };
}
