import { type MarkRequest, subjectKey } from "../../../src/incident/mark.ts";
import type { Change, ClaimedMark, CommitResult, Count, Release } from "../../../src/store/port.ts";

/** An attempt is remembered for so long at least (protocol 4.4). */
const rememberedMs = 600_000;

type ModelIncident = { received: number; readonly rows: Map<string, { tag: string; received: number }> };
type ModelGroup = { version: number; newest: string; readonly incidents: Map<string, ModelIncident> };

type ModelMark = {
  wanted: number;
  rank: number;
  due: number;
  state: "waiting" | "leased" | "resting" | "idle";
  leaseEnd: number;
  later: { due: number; rank: number } | null;
  notBefore: number;
  attempts: number;
  claims: number;
};

/** A store as plain maps: what the rules of protocol 1.1, 1.3, 1.6, 4.1, 4.2, 4.4 and 9 come to, and nothing else. */
export class ModelStore {
  readonly groups = new Map<string, ModelGroup>();
  readonly marks = new Map<string, ModelMark>();
  readonly bindings = new Map<string, { readonly claim: number; readonly value: unknown }>();
  readonly #attempts = new Map<string, { readonly at: number; readonly received: number }>();

  /** The received count that the commit answers, or `conflict`. */
  commit(item: Change | Count, now: number): number | "conflict" {
    const before = this.#attempts.get(item.attemptId);
    if (before && now < before.at + rememberedMs) return before.received;
    const received = item.kind === "change" ? this.#change(item) : this.#count(item);
    if (received === "conflict") return received;
    this.#attempts.set(item.attemptId, { at: now, received });
    for (const request of item.marks) this.mark(request, now);
    return received;
  }

  /** Whether a resent attempt has a defined answer: it is remembered, or it never took effect. */
  mayResend(item: Change | Count, now: number): boolean {
    const before = this.#attempts.get(item.attemptId);
    return !before || now < before.at + rememberedMs;
  }

  #change({ group, incident, opens, baseVersion, alerts, received }: Change): number | "conflict" {
    const stored = this.groups.get(group.groupId);
    if ((stored?.version ?? 0) !== baseVersion || !incident) return "conflict";
    const after = stored ?? { version: 0, newest: "", incidents: new Map() };
    this.groups.set(group.groupId, after);
    after.version = group.version;
    if (opens) after.newest = incident.uid;
    const one: ModelIncident = after.incidents.get(incident.uid) ?? { received: 0, rows: new Map() };
    after.incidents.set(incident.uid, one);
    one.received += received;
    for (const { fingerprint, tag } of alerts)
      one.rows.set(fingerprint, { tag, received: (one.rows.get(fingerprint)?.received ?? 0) + 1 });
    return one.received;
  }

  #count({ groupId, uid, items }: Count): number | "conflict" {
    const one = this.groups.get(groupId)?.incidents.get(uid);
    if (!one || items.some(({ fingerprint, tag }) => one.rows.get(fingerprint)?.tag !== tag)) return "conflict";
    for (const { fingerprint, times } of items) {
      const row = one.rows.get(fingerprint);
      if (row) row.received += times;
      one.received += times;
    }
    return one.received;
  }

  mark({ subject, rank, dueAt: asked }: MarkRequest, now: number): void {
    const dueAt = asked === 0 ? now : asked;
    const key = subjectKey(subject);
    const mark = this.marks.get(key);
    if (!mark) {
      const plain = { state: "waiting", leaseEnd: 0, later: null, notBefore: 0, attempts: 0, claims: 0 } as const;
      this.marks.set(key, { ...plain, wanted: 1, rank, due: dueAt });
      return;
    }
    mark.wanted += 1;
    mark.rank = mark.state === "idle" ? rank : Math.min(mark.rank, rank);
    if (mark.state === "leased") {
      mark.later = { due: Math.min(dueAt, mark.later?.due ?? dueAt), rank: Math.min(rank, mark.later?.rank ?? rank) };
      return;
    }
    const waits = mark.state === "waiting";
    mark.due = Math.max(waits ? Math.min(mark.due, dueAt) : dueAt, mark.notBefore);
    mark.state = "waiting";
  }

  /** Keys that may be claimed now, with the rank that each goes by. */
  claimable(now: number): Map<string, ModelMark> {
    return new Map([...this.marks].filter(([, mark]) => this.nextAt(mark) <= now));
  }

  nextAt(mark: ModelMark): number {
    if (mark.state === "leased") return mark.leaseEnd;
    return mark.state === "waiting" ? mark.due : Number.POSITIVE_INFINITY;
  }

  /** Claims a key; answers what the worker is told beside the counters. */
  claim(
    key: string,
    now: number,
    leaseMs: number,
  ): { tookOver: boolean; attempts: number; rank: number; claim: number } {
    const mark = this.#existing(key);
    const tookOver = mark.state === "leased";
    mark.state = "leased";
    mark.leaseEnd = now + leaseMs;
    mark.later = null;
    mark.claims += 1;
    return { tookOver, attempts: mark.attempts, rank: mark.rank, claim: mark.claims };
  }

  release(key: string, claim: number, release: Release): "released" | "lost" {
    const mark = this.#existing(key);
    if (mark.state !== "leased" || mark.claims !== claim) return "lost";
    const { later } = mark;
    mark.later = null;
    if (release.kind === "done") {
      mark.attempts = 0;
      mark.notBefore = 0;
      mark.state = later ? "waiting" : "idle";
      if (later) Object.assign(mark, later);
      return "released";
    }
    if (release.kind === "rest") {
      mark.state = later ? "waiting" : "resting";
      mark.due = Math.max(later?.due ?? 0, mark.notBefore);
      return "released";
    }
    mark.state = "waiting";
    mark.due = release.failed ? release.dueAt : Math.min(release.dueAt, later?.due ?? release.dueAt);
    if (release.failed) {
      mark.attempts += 1;
      mark.notBefore = release.dueAt;
    }
    return "released";
  }

  saveBinding(key: string, claim: number, value: unknown): "saved" | "fenced" {
    const mark = this.#existing(key);
    if (mark.state !== "leased" || mark.claims !== claim) return "fenced";
    this.bindings.set(key, { claim, value });
    return "saved";
  }

  #existing(key: string): ModelMark {
    const mark = this.marks.get(key);
    if (!mark) throw new Error(`the store knows a mark that the model does not: ${key}`);
    return mark;
  }
}

/** What a commit answered, in the model's words. */
export function answered(result: CommitResult | undefined): number | "conflict" | undefined {
  return result?.kind === "committed" ? result.received : result?.kind;
}

/** A mark that a worker of the test holds, or held. */
export type Held = { readonly mark: ClaimedMark; readonly key: string; readonly claim: number };
