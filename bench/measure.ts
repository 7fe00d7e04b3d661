import { setTimeout as sleep } from "node:timers/promises";
import { type Figures, quantile } from "./figures.ts";
import type { Load, LoadResult } from "./load.ts";
import type { Loader } from "./loader.ts";
import type { Subject } from "./subjects.ts";

/** How much is sent. */
export type Size = {
  readonly rounds: number;
  /** Alerts a round, in requests of one and in larger ones; a third of it where each opens an incident. */
  readonly single: number;
  readonly batched: number;
  readonly latencySec: number;
  readonly starts: number;
};

export type Bench = {
  readonly size: Size;
  readonly figures: Figures;
  readonly loader: Loader;
  readonly startsAt: string;
  /** What was not answered 200: those alerts count nowhere. */
  readonly refused: string[];
};

/** The kinds of alerts that are sent. */
export const kinds = [
  { name: "new, 100 an incident", perIncident: 100, share: 1, repeats: 1 },
  { name: "new, an incident each", perIncident: 1, share: 1 / 3, repeats: 1 },
  { name: "repeats", perIncident: 100, share: 1 / 3, repeats: 3 },
] as const;
export type Kind = (typeof kinds)[number];

const batches = [1, 100, 500] as const;
/** Enough under way that nobody waits for the load: as many senders as a large site has. */
const connectionsFor: Readonly<Record<number, number>> = { 1: 32, 100: 8, 500: 4 };
/** So many rounds of single alerts are not counted: a program that was just started is still being compiled. */
const warmUpRounds = 3;
const latencyPerSec = 1_000;
const limitMs = 20_000;
/** What a service still does once all is answered belongs to the alerts too. */
const settleMs = 250;

type Sent = Pick<Load, "first" | "count" | "batch"> & Partial<Load>;

async function send(subject: Subject, sent: Sent, bench: Bench, begins?: () => void): Promise<LoadResult> {
  const { port, path, form, name } = subject;
  const connections = connectionsFor[sent.batch] ?? 1;
  const usual = { perIncident: 100, rounds: 1, connections, limitMs, startsAt: bench.startsAt };
  const result = await bench.loader.run({ port, path, form, ...usual, ...sent }, begins);
  for (const [status, times] of Object.entries(result.refused))
    bench.refused.push(`${name}: ${status}, ${times} times`);
  if (result.accepted === 0) throw new Error(`${name} accepted nothing: ${JSON.stringify(result.refused)}`);
  return result;
}

/** Alerts a second, and processor time for each, of one subject in one round. */
async function measureRate(subject: Subject, kind: Kind, sent: Sent, bench: Bench): Promise<void> {
  const cpu = () => ({ own: subject.service.cpuUs(), redis: subject.redis?.cpuUs() ?? 0 });
  let before = cpu();
  const { accepted, elapsedMs } = await send(subject, sent, bench, () => {
    before = cpu();
  });
  await sleep(settleMs);
  const after = cpu();
  const what = `${kind.name}, ${sent.batch} a request`;
  bench.figures.add(what, "alerts/s", subject.name, (accepted * 1000) / elapsedMs);
  bench.figures.add(what, "CPU µs/alert", subject.name, (after.own - before.own) / accepted);
  if (subject.redis)
    bench.figures.add(what, "Redis CPU µs/alert", subject.name, (after.redis - before.redis) / accepted);
}

/**
 * One kind in batches of all sizes, after rounds that are not counted. The subjects take turns within each round, so that
 * they meet the same machine.
 */
export async function measureRates(kind: Kind, subjects: readonly Subject[], bench: Bench): Promise<void> {
  const { size } = bench;
  const { perIncident, repeats } = kind;
  const countOf = (alerts: number) => Math.ceil((alerts * kind.share) / 500) * 500;
  let first = 0;
  for (const subject of subjects) {
    await send(subject, { first, count: countOf(size.batched), batch: 100, perIncident }, bench);
    await send(subject, { first, count: countOf(warmUpRounds * size.single), batch: 1, perIncident }, bench);
  }
  for (const batch of batches) {
    const count = countOf(batch === 1 ? size.single : size.batched);
    for (let round = 0; round < size.rounds; round += 1) {
      first += repeats > 1 ? 0 : countOf(size.batched);
      for (const subject of subjects)
        await measureRate(subject, kind, { first, count, batch, perIncident, rounds: repeats }, bench);
    }
  }
}

/** From the moment at which a request is due to its answer, at a steady rate of new alerts, each its own request. */
export async function measureLatency(subjects: readonly Subject[], bench: Bench): Promise<void> {
  const warmUp = latencyPerSec;
  for (const subject of subjects) {
    const steady = { batch: 1, connections: 128, requestsPerSec: latencyPerSec };
    await send(subject, { ...steady, first: 0, count: warmUp }, bench);
    const { latenciesMs } = await send(
      subject,
      { ...steady, first: warmUp, count: latencyPerSec * bench.size.latencySec },
      bench,
    );
    for (const [name, share] of Object.entries({ p50: 0.5, p99: 0.99 }))
      bench.figures.add(`accept latency at 1 000 alerts/s, ${name}`, "ms", subject.name, quantile(latenciesMs, share));
  }
}

/** What is stored of an alert and of an incident: two loads, two unknowns. Numbers begin where no other load was. */
export async function measureBytes(subjects: readonly Subject[], bench: Bench): Promise<void> {
  const count = bench.size.batched;
  const first = 10_000_000;
  for (const subject of subjects) {
    const growth = async (perIncident: number): Promise<number | null> => {
      const before = await subject.storedBytes();
      await send(subject, { first, count: perIncident === 1 ? count / 5 : count, perIncident, batch: 500 }, bench);
      const after = await subject.storedBytes();
      return before === null || after === null ? null : (after - before) / (perIncident === 1 ? count / 5 : count);
    };
    const shared = await growth(100);
    const alone = await growth(1);
    bench.figures.add("resident memory with these", "MiB", subject.name, subject.service.residentBytes() / 2 ** 20);
    if (shared === null || alone === null) continue;
    // shared = alert + incident / 100, alone = alert + incident
    const incident = (alone - shared) / 0.99;
    bench.figures.add("stored for an alert", "bytes", subject.name, alone - incident);
    bench.figures.add("stored for an incident", "bytes", subject.name, incident);
  }
}
