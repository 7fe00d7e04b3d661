import { groupIdOf } from "../../incident/group.ts";
import { identityNames, readerOf, type Subject } from "../subject.ts";

/** Groups alerts by the names of a `group_by:`. */
export type GroupKey = (subject: Subject) => string;

const order: readonly string[] = identityNames;
const rank = (name: string) => (order.includes(name) ? order.indexOf(name) : order.length);

/**
 * Compiles a `group_by:` to a readable, canonical key: `{environment="production", service="payments", family="errors"}`.
 * Names stand in one order however the policy lists them, absent parts are left out, values are quoted as JSON. Where the
 * grouping is by service or model and neither is known, the sender's own group stands for them and for the family
 * (behaviour 1).
 */
export function compileGroupKey(groupBy: readonly string[]): GroupKey {
  const names = [...new Set(groupBy)].sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1));
  const parts = names.map((name) => ({ name, read: readerOf(name) }));
  const told = parts.filter(({ name }) => name !== "service" && name !== "model" && name !== "family");
  const byOwner = names.includes("service") || names.includes("model");
  return (subject) => {
    const { identity, alert } = subject;
    const unknown = byOwner && identity.service === undefined && identity.model === undefined;
    const group = unknown ? alert.senderGroup : undefined;
    const key = (group === undefined ? parts : told).reduce((text, { name, read }) => {
      const value = read(subject);
      return value === "" ? text : `${text}${text === "" ? "" : ", "}${name}=${JSON.stringify(value)}`;
    }, "");
    if (group === undefined) return `{${key}}`;
    return `{${key}${key === "" ? "" : ", "}group=${JSON.stringify(group)}}`;
  };
}

const maxRemembered = 20_000;

/** Names groups; remembers the ids, which cost a hash each, of the last 20,000 keys or so. */
export function groupNamer(policyName: string): (groupKey: string) => string {
  let recent = new Map<string, string>();
  let older = new Map<string, string>();
  return (groupKey) => {
    const known = recent.get(groupKey);
    if (known !== undefined) return known;
    const id = older.get(groupKey) ?? groupIdOf(policyName, groupKey);
    if (recent.size >= maxRemembered / 2) [older, recent] = [recent, new Map()];
    recent.set(groupKey, id);
    return id;
  };
}
