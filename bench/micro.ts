import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Alert } from "../src/alert/alert.ts";
import { loadPolicyFile } from "../src/cli/load-policy.ts";
import { decide } from "../src/incident/decide.ts";
import type { Decision, Known } from "../src/incident/decision.ts";
import type { JudgedAlert } from "../src/incident/fact.ts";
import { type KnownRow, knownRow } from "../src/incident/incident.ts";
import { createMasker, type Masker } from "../src/privacy/masker.ts";
import { alertmanager } from "../src/sources/alertmanager.ts";
import type { Change, Count, Store } from "../src/store/port.ts";
import { encodeChange } from "../src/store/sqlite/encode.ts";
import { openSqliteStore } from "../src/store/sqlite/sqlite-store.ts";
import { alertAt, bodyOf } from "./alerts.ts";
import { median } from "./figures.ts";

/** Requests a pass; passes before the figures count, and those that do. */
const requests = 80;
const batch = 100;
const warmUps = 5;
const passes = 15;

const plainMask: Masker = { text: (value) => value, label: (_name, value) => value, link: (value) => value };

/** Processor time by stage in µs an alert, of one pass. */
type Times = Map<string, number[]>;

/** Runs one stage over all requests and notes what it cost; all threads of this process count. */
async function stage<T>(times: Times, name: string, run: () => T | Promise<T>): Promise<T> {
  const before = process.cpuUsage();
  const result = await run();
  const { user, system } = process.cpuUsage(before);
  times.set(name, [...(times.get(name) ?? []), (user + system) / (requests * batch)]);
  return result;
}

function alertsOf(body: unknown, mask: Masker): readonly Alert[] {
  const parsed = alertmanager.parse({ body, header: () => undefined }, { mask, now: Date.now() });
  if (parsed.kind !== "batch") throw new Error("the bench sends what cannot be read");
  return [...parsed.items].flatMap((item) => (item.kind === "alerts" ? item.alerts : []));
}

type Bench = {
  readonly judge: (alert: Alert) => JudgedAlert["judgement"];
  readonly mask: Masker;
  readonly store: Store;
  readonly known: Map<string, Known>;
  nextUid: number;
  nextAttempt: number;
};

function decideOn(bench: Bench, alerts: readonly JudgedAlert[]): readonly Decision[] {
  const { known } = bench;
  const groups = Map.groupBy(alerts, ({ judgement }) => judgement.groupId);
  return [...groups].map(([groupId, some]) => {
    const groupKey = some[0]?.judgement.groupKey ?? "";
    const none: Known = {
      groupId,
      groupKey,
      group: null,
      incident: null,
      received: 0,
      alerts: new Map(),
      known: new Set(),
    };
    const before = known.get(groupId) ?? none;
    const fact = { kind: "alerts", alerts: some, truncated: 0, stillActive: "unknown" } as const;
    const newUid = () => {
      bench.nextUid += 1;
      return bench.nextUid.toString(16).padStart(32, "0");
    };
    const decision = decide(before, [fact], { now: Date.now(), newUid });
    if (decision.kind === "change") {
      const rows = new Map<string, KnownRow>(decision.alerts.map((row) => [row.fingerprint, knownRow(row)]));
      known.set(groupId, { ...before, group: decision.group, incident: decision.incident, alerts: rows });
    }
    return decision;
  });
}

function itemsOf(decisions: readonly Decision[], groupIds: readonly string[], bench: Bench): (Change | Count)[] {
  return decisions.flatMap((decision, at): (Change | Count)[] => {
    bench.nextAttempt += 1;
    const attemptId = bench.nextAttempt.toString(16).padStart(16, "0");
    const receivedAt = Date.now();
    if (decision.kind === "nothing") return [];
    if (decision.kind === "count") return [{ ...decision, attemptId, receivedAt, groupId: groupIds[at] ?? "" }];
    return [{ ...decision, attemptId, receivedAt, baseVersion: decision.group.version - 1 }];
  });
}

/** One pass over all stages, each over all requests. */
async function pass(bench: Bench, times: Times, first: number, perIncident: number): Promise<void> {
  const startsAt = new Date(0).toISOString();
  const texts = Array.from({ length: requests }, (_, request) => {
    const from = first + request * batch;
    return bodyOf["alertmanager-webhook"](
      Array.from({ length: batch }, (_, at) => alertAt(from + at, perIncident, startsAt)),
    );
  });
  const bodies = await stage(times, "JSON.parse", () => texts.map((text): unknown => JSON.parse(text)));
  await stage(times, "read, nothing masked", () => bodies.map((body) => alertsOf(body, plainMask)));
  const alerts = await stage(times, "read and mask", () => bodies.map((body) => alertsOf(body, bench.mask)));
  const judged = await stage(times, "judge", () =>
    alerts.map((some) => some.map((alert) => ({ alert, judgement: bench.judge(alert) }))),
  );
  const decisions = await stage(times, "decide", () => judged.map((some) => decideOn(bench, some)));
  const commits = decisions.map((some, at) => {
    const groupIds = [...Map.groupBy(judged[at] ?? [], ({ judgement }) => judgement.groupId).keys()];
    return itemsOf(some, groupIds, bench);
  });
  await stage(times, "records to JSON", () =>
    commits.map((some) => some.map((item) => (item.kind === "change" ? encodeChange(item) : item))),
  );
  await stage(times, "commit, records to JSON included", async () => {
    for (const items of commits) await bench.store.commit(items);
  });
}

async function main(): Promise<void> {
  const loaded = await loadPolicyFile(fileURLToPath(new URL("policies/nobody.yaml", import.meta.url)), {
    env: {},
    locale: "en",
    configured: () => "sandbox",
    sandboxValues: () => "none",
  });
  if (!loaded.ok) throw new Error(loaded.faults.map(({ message }) => message).join("\n"));
  const { policy } = loaded;
  const here = fileURLToPath(new URL("data", import.meta.url));
  mkdirSync(here, { recursive: true });
  const dir = mkdtempSync(join(here, "micro-"));
  const randomHex = (bytes: number) => "0".repeat(2 * bytes);
  const store = await openSqliteStore(join(dir, "vigie.db"), { now: Date.now, randomHex, policyName: policy.name });
  const mask = createMasker({ key: "the key of the bench" });
  const kinds = { "new, 100 an incident": 100, "new, an incident each": 1, repeats: 100 };
  const columns = new Map<string, Times>();
  let first = 0;
  try {
    for (const [kind, perIncident] of Object.entries(kinds)) {
      const bench: Bench = { judge: policy.judge, mask, store, known: new Map(), nextUid: first, nextAttempt: first };
      const times: Times = new Map();
      for (let n = 0; n < warmUps + passes; n += 1) {
        if (n === 0 || kind !== "repeats") first += requests * batch;
        await pass(bench, n < warmUps ? new Map() : times, first, perIncident);
      }
      columns.set(kind, times);
    }
  } finally {
    await store.close();
    rmSync(dir, { recursive: true, force: true });
  }
  const kindNames = [...columns.keys()];
  const stages = [...(columns.get(kindNames[0] ?? "")?.keys() ?? [])];
  const lines = stages.map((name) => kindNames.map((kind) => median(columns.get(kind)?.get(name) ?? []).toFixed(2)));
  const row = (name: string, cells: readonly string[]) =>
    `${name.padEnd(34)}${cells.map((cell) => cell.padStart(24)).join("")}`;
  process.stdout.write(`${row("CPU µs/alert, 100 a request", kindNames)}\n`);
  for (const [at, name] of stages.entries()) process.stdout.write(`${row(name, lines[at] ?? [])}\n`);
}

await main();
