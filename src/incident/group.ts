import { createHash } from "node:crypto";

/** How many shards the groups are spread over. A new number is a new installation (DESIGN 5). */
export const shardCount = 64;

/**
 * Identifies a group in the store and at PagerDuty: 32 hex digits of SHA-256 over the policy's `name:` and the group
 * key. Equal for every opening of the group and computable without the store (protocol 3.1).
 */
export function groupIdOf(policyName: string, groupKey: string): string {
  return createHash("sha256").update(`${policyName}\n${groupKey}`).digest("hex").slice(0, 32);
}

/** Whether a word from outside, such as what a button carries, can be the id of a group. */
export function isGroupId(word: string): boolean {
  return /^[0-9a-f]{32}$/.test(word);
}

/** The shard of a group, 0 to 63: the first 6 bits of its id. */
export function shardOf(groupId: string): number {
  return Number.parseInt(groupId.slice(0, 2), 16) >> 2;
}

/** What names the group's page at PagerDuty: `vigie:` and the group id, 38 characters of the 255 allowed. */
export function dedupKeyOf(groupId: string): string {
  return `vigie:${groupId}`;
}
