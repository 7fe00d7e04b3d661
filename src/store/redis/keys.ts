import { createHash } from "node:crypto";
import { shardCount, shardOf } from "../../incident/group.ts";
import type { Subject } from "../../incident/mark.ts";

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;

/** How long what expires by itself is kept, in ms. */
export const lifetimesMs = {
  /** Answers of commits, against a script that is sent twice (protocol 4.4). */
  commit: 10 * minuteMs,
  /** Answers of claims and releases: a connection sends again within seconds. */
  claim: minuteMs,
  /** Sender ids, each from the last one of its group on: at least 7 days. */
  sender: 8 * dayMs,
  /** A gate, from the moment that it has nothing to remember. */
  idleGate: minuteMs,
  /** The key that `ping` writes. */
  ping: minuteMs,
} as const;

type KeyKind = { readonly type: "string" | "hash" | "set" | "zset" | "list"; readonly lifetime: string };

/**
 * THE list of keys, by the word after the shard's tag. All keys of an incident carry `{v:<shard>}`, so that a commit is
 * one script in one slot (DESIGN 5); `own slot` keys stand alone. Before all of them goes the installation, 8 hex digits
 * of SHA-256 over the policy's name: two installations may share one Redis.
 */
export const keyKinds = {
  g: { type: "string", lifetime: "until the group is purged" },
  s: { type: "zset", lifetime: "8 days after the group's last sender id" },
  p: { type: "hash", lifetime: "until the group is purged" },
  i: { type: "string", lifetime: "until the incident is purged" },
  a: { type: "hash", lifetime: "until the incident is purged" },
  o: { type: "zset", lifetime: "until the incident is purged" },
  c: { type: "hash", lifetime: "until the incident is purged" },
  j: { type: "list", lifetime: "until the incident is purged" },
  b: { type: "hash", lifetime: "until the incident is purged" },
  jobs: { type: "hash", lifetime: "for ever" },
  open: { type: "zset", lifetime: "for ever" },
  ended: { type: "zset", lifetime: "for ever" },
  numbers: { type: "hash", lifetime: "for ever" },
  quiet: { type: "zset", lifetime: "for ever" },
  marks: { type: "hash", lifetime: "for ever" },
  queue: { type: "zset", lifetime: "for ever" },
  changes: { type: "zset", lifetime: "until the last of its markers is purged" },
  told: { type: "hash", lifetime: "until the last of its markers is purged" },
  things: { type: "zset", lifetime: "for ever" },
  t: { type: "string", lifetime: "10 minutes; 1 minute for claims and releases" },
  gate: { type: "hash", lifetime: "own slot; 1 minute after it has nothing to remember" },
  kept: { type: "string", lifetime: "own slot; for ever" },
  lent: { type: "string", lifetime: "own slot; as long as it is lent" },
  book: { type: "set", lifetime: "own slot; for ever" },
  said: { type: "hash", lifetime: "own slot; as long as the last process said" },
  ping: { type: "string", lifetime: "own slot; 1 minute" },
} as const satisfies Readonly<Record<string, KeyKind>>;

/** The keys of one shard. */
export type ShardKeys = ReturnType<typeof shardKeys>;

function shardKeys(installation: string, shard: number) {
  const tag = `${installation}{v:${shard}}:`;
  return {
    shard,
    /** `<version> <record>` of a group. */
    group: (groupId: string) => `${tag}g:${groupId}`,
    /** Digests of the sender ids that took effect in a group, by time. */
    senders: (groupId: string) => `${tag}s:${groupId}`,
    /** Header and record of an incident. */
    incident: (uid: string) => `${tag}i:${uid}`,
    /** `<tag> LF <record>` of each alert, by fingerprint. */
    alerts: (uid: string) => `${tag}a:${uid}`,
    /** Fingerprints, firing first, then oldest first. */
    order: (uid: string) => `${tag}o:${uid}`,
    /** Times an alert was received beyond the first; absent until it repeats. */
    repeats: (uid: string) => `${tag}c:${uid}`,
    journal: (uid: string) => `${tag}j:${uid}`,
    /** `<fence> <value>` of what an incident's destinations last showed. */
    bindings: (uid: string) => `${tag}b:${uid}`,
    /** The same for a group's pages. */
    pages: (groupId: string) => `${tag}p:${groupId}`,
    /** The same for named jobs. */
    jobs: `${tag}jobs`,
    /** Places of open incidents, and of ended ones, in the list (protocol 4.6). */
    open: `${tag}open`,
    ended: `${tag}ended`,
    /** Uid by incident number. */
    numbers: `${tag}numbers`,
    /**
     * Groups to look at in a purge, by the time of a commit: all without an incident, and some that have got one since
     * or were committed for since, which the look takes out.
     */
    quiet: `${tag}quiet`,
    /** Marks by subject, and where each waits (`scripts/parts/marks.lua`). */
    marks: `${tag}marks`,
    queue: `${tag}queue`,
    /** Ids of the markers of a thing that changed, by when they took effect; and what each says. */
    changes: (thing: string) => `${tag}changes:${thing}`,
    told: (thing: string) => `${tag}told:${thing}`,
    /** Things with markers, by their oldest. */
    things: `${tag}things`,
    /** The first answer of an attempt. */
    attempt: (attemptId: string) => `${tag}t:${attemptId}`,
  };
}

/** The names of all keys of one installation. */
export type Keys = {
  readonly shards: readonly ShardKeys[];
  /** The shard of a group. */
  readonly of: (groupId: string) => ShardKeys;
  /** The shard of a subject: its group's, for a job one by its name. */
  readonly ofSubject: (subject: Subject) => ShardKeys;
  /** The shard of a thing that changed, by its name. */
  readonly ofThing: (thing: string) => ShardKeys;
  readonly gate: (key: string) => string;
  /** `<until> <value>` of what is lent. */
  readonly lent: (name: string) => string;
  readonly kept: (name: string) => string;
  /** The entries of a book. */
  readonly book: (name: string) => string;
  /** `<until> <what>` of each process, by its name. */
  readonly said: string;
  readonly ping: string;
};

/** Names the keys of an installation. */
export function keysOf(policyName: string): Keys {
  const installation = digest(policyName).slice(0, 8);
  const shards = Array.from({ length: shardCount }, (_, shard) => shardKeys(installation, shard));
  const at = (shard: number) => {
    const keys = shards[shard];
    if (!keys) throw new RangeError(`no shard ${shard}: a group id is 32 hex digits`);
    return keys;
  };
  return {
    shards,
    of: (groupId) => at(shardOf(groupId)),
    ofSubject: (subject) => at(shardOf(subject.kind === "job" ? digest(subject.job) : subject.groupId)),
    ofThing: (thing) => at(shardOf(digest(thing))),
    gate: (key) => `${installation}:gate:${key}`,
    lent: (name) => `${installation}:lent:${name}`,
    kept: (name) => `${installation}:kept:${name}`,
    book: (name) => `${installation}:book:${name}`,
    said: `${installation}:said`,
    ping: `${installation}:ping`,
  };
}

/** Where the binding of a subject stands: a hash and its field. */
export function bindingPlace(keys: Keys, subject: Subject): { readonly key: string; readonly field: string } {
  const shard = keys.ofSubject(subject);
  switch (subject.kind) {
    case "destination":
      return { key: shard.bindings(subject.uid), field: `d:${subject.destination}` };
    case "timer":
      return { key: shard.bindings(subject.uid), field: `t:${subject.timer}` };
    case "page":
      return { key: shard.pages(subject.groupId), field: subject.destination };
    case "series":
      return { key: shard.pages(subject.groupId), field: `s:${subject.series}` };
    case "job":
      return { key: shard.jobs, field: subject.job };
  }
}

function digest(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
