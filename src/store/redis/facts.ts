import type { Redis } from "ioredis";

/** What a crash or a failover of Redis may lose, as keys of `words/` (protocol 7). */
export const redisRisks = [
  /** Nothing is written to disk as it comes. */
  "redis-no-aof",
  /** The last second before a crash may be lost. */
  "redis-everysec",
  /** The operating system writes to disk when it likes. */
  "redis-no-fsync",
  /** Under pressure Redis throws away what it holds. */
  "redis-evicts",
  /** Nobody takes over when it is gone. */
  "redis-no-replica",
  /** It does not say how it is configured. */
  "redis-unknown",
] as const;
export type RedisRisk = (typeof redisRisks)[number];

/** Reads how durable servers are; a risk of one is a risk of all. Throws what the connection throws. */
export async function risksOf(nodes: readonly Redis[]): Promise<readonly RedisRisk[]> {
  const found = new Set((await Promise.all(nodes.map(risksOfNode))).flat());
  return redisRisks.filter((risk) => found.has(risk));
}

async function risksOfNode(node: Redis): Promise<RedisRisk[]> {
  const [aof, fsync, policy, replication] = await Promise.all([
    setting(node, "appendonly"),
    setting(node, "appendfsync"),
    setting(node, "maxmemory-policy"),
    node.info("replication").catch(refused),
  ]);
  const risks: RedisRisk[] = [];
  if ([aof, fsync, policy, replication].includes(null)) risks.push("redis-unknown");
  if (aof === "no") risks.push("redis-no-aof");
  if (aof === "yes" && fsync === "everysec") risks.push("redis-everysec");
  if (aof === "yes" && fsync === "no") risks.push("redis-no-fsync");
  if (policy !== null && policy !== "noeviction") risks.push("redis-evicts");
  if (replication?.includes("connected_slaves:0")) risks.push("redis-no-replica");
  return risks;
}

/** One setting; `null` where `CONFIG` is forbidden, as with most hosted servers. */
async function setting(node: Redis, name: string): Promise<string | null> {
  const answer = await node.config("GET", name).catch(refused);
  const value: unknown = Array.isArray(answer) ? answer[1] : null;
  return typeof value === "string" ? value : null;
}

function refused(error: unknown): null {
  if (error instanceof Error && error.name === "ReplyError") return null;
  throw error;
}
