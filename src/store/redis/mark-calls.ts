import { lanes, type MarkRequest, subjectKey } from "../../incident/mark.ts";
import { lifetimesMs } from "./keys.ts";
import type { Call } from "./send.ts";
import { clockWord, type Session } from "./session.ts";

/** The four words of each mark, as the scripts read them. */
export function markWords(marks: readonly MarkRequest[]): (string | number)[] {
  return marks.flatMap(({ subject, lane, rank, dueAt }) => [subjectKey(subject), lanes.indexOf(lane), rank, dueAt]);
}

/** Sets marks, each in its own slot: one script for each shard, which takes effect once for each attempt. */
export function markCalls(session: Session, marks: readonly MarkRequest[], attemptId: string): Call[] {
  const { keys, scripts } = session;
  return [...Map.groupBy(marks, ({ subject }) => keys.ofSubject(subject))].map(([shard, some]) => ({
    script: scripts["mark-3"],
    keys: [shard.marks, shard.queue, shard.attempt(attemptId)],
    args: [clockWord(session), lifetimesMs.commit, some.length, ...markWords(some)],
  }));
}
