import { type Lane, lanes, type MarkRequest, parseSubjectKey, type Subject, subjectKey } from "../../incident/mark.ts";
import type { ClaimedMark, DeadLetter, Release, StoredBinding } from "../port.ts";
import type { Board } from "./board.ts";
import { bindingPlace, lifetimesMs } from "./keys.ts";
import { markCalls } from "./mark-calls.ts";
import { list, number, records, text, textOrNull } from "./replies.ts";
import { clockWord, one, type Session } from "./session.ts";

/** Marks outside of commits: the delivery loop's side of the queue (protocol 1). */
export function createMarks(session: Session, board: Board) {
  const { keys, scripts, connection, deps } = session;
  const attempt = () => deps.randomHex(16);

  async function mark(requests: readonly MarkRequest[]): Promise<void> {
    await connection.run(markCalls(session, requests, attempt()));
    for (const request of requests) board.asked(request);
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
    return {
      page: of("page"),
      chat: of("chat"),
      ticket: of("ticket"),
      background: of("background"),
      action: of("action"),
    };
  }

  async function deadLetters(limit: number): Promise<readonly DeadLetter[]> {
    const answers = await connection.run(
      keys.shards.map(({ marks, queue }) => ({ script: scripts["dead-2"], keys: [marks, queue], args: [limit] })),
    );
    const letters = answers.flatMap((answer) => records(list(answer), 5));
    return letters
      .sort(([a], [b]) => number(a) - number(b))
      .flatMap(([, key, lane, attempts, reason]): DeadLetter[] => {
        const subject = parseSubjectKey(text(key));
        if (!subject) return [];
        return [
          { subject, lane: lanes[number(lane)] ?? "background", attempts: number(attempts), reason: text(reason) },
        ];
      })
      .slice(0, limit);
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
      args: [subjectKey(subject), field, fence, JSON.stringify(value ?? null)],
    });
    return text(answer) === "saved" ? "saved" : "fenced";
  }

  return { mark, release, nextDue, backlog, deadLetters, loadBinding, saveBinding };
}
