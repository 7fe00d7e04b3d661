import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { type Figure, quantile, resultsOf } from "./figures.ts";
import type { Load } from "./load.ts";
import { Loader } from "./loader.ts";
import { type Subject, type SubjectName, start, subjectNames } from "./subjects.ts";
import { table } from "./table.ts";

/** How much is sent. */
type Size = {
  readonly rounds: number;
  /** Alerts a round, in requests of one and in larger ones. */
  readonly single: number;
  readonly batched: number;
  readonly latencySec: number;
  readonly starts: number;
};
const full: Size = { rounds: 5, single: 5_000, batched: 30_000, latencySec: 10, starts: 3 };
const quick: Size = { rounds: 1, single: 2_000, batched: 10_000, latencySec: 3, starts: 1 };

const batches = [1, 100, 500] as const;
/** Enough under way that nobody waits for the load: as many senders as a large site has. */
const connectionsFor: Readonly<Record<number, number>> = { 1: 32, 100: 8, 500: 4 };
const repeatsSent = 3;
const latencyPerSec = 1_000;
const limitMs = 20_000;
/** What a service still does once all is answered belongs to the alerts too. */
const settleMs = 250;

/** The kinds of alerts that are sent. Numbers of alerts are never used twice but by repeats. */
const kinds = [
  { name: "new, 100 an incident", perIncident: 100, repeats: false },
  { name: "new, an incident each", perIncident: 1, repeats: false },
  { name: "repeats", perIncident: 100, repeats: true },
] as const;
type Kind = (typeof kinds)[number];

type Values = Map<SubjectName, number[]>;

/** Collects values by figure, in the order in which figures are first named. */
class Figures {
  readonly #figures = new Map<string, Figure & { readonly values: Values }>();

  add(what: string, unit: string, subject: SubjectName, value: number): void {
    const key = `${what} ${unit}`;
    const figure = this.#figures.get(key) ?? { what, unit, values: new Map<SubjectName, number[]>() };
    this.#figures.set(key, figure);
    figure.values.set(subject, [...(figure.values.get(subject) ?? []), value]);
  }

  all(): readonly Figure[] {
    return [...this.#figures.values()];
  }
}

type Bench = { readonly size: Size; readonly figures: Figures; readonly loader: Loader; readonly startsAt: string };

async function send(subject: Subject, load: Partial<Load>, { loader, startsAt }: Bench, begins?: () => void) {
  const { port, path, form } = subject;
  const batch = load.batch ?? 500;
  const connections = connectionsFor[batch] ?? 1;
  const usual = { first: 0, count: 0, perIncident: 100, batch, rounds: 1, connections, limitMs };
  const result = await loader.run({ port, path, form, startsAt, ...usual, ...load }, begins);
  if (result.refused > 0) throw new Error(`${subject.name} refused ${result.refused} requests`);
  return result;
}

/** Alerts a second, and processor time for each, of one subject in one round. */
async function measureRate(subject: Subject, kind: Kind, load: Partial<Load> & { batch: number }, bench: Bench) {
  const cpu = () => ({ own: subject.service.cpuUs(), redis: subject.redis?.cpuUs() ?? 0 });
  let before = cpu();
  const { alerts, elapsedMs } = await send(subject, load, bench, () => {
    before = cpu();
  });
  await sleep(settleMs);
  const after = cpu();
  const what = `${kind.name}, ${load.batch} a request`;
  bench.figures.add(what, "alerts/s", subject.name, (alerts * 1000) / elapsedMs);
  bench.figures.add(what, "CPU µs/alert", subject.name, (after.own - before.own) / alerts);
  if (subject.redis) bench.figures.add(what, "Redis CPU µs/alert", subject.name, (after.redis - before.redis) / alerts);
}

/** All kinds and batches; the subjects take turns within each round, so that they meet the same machine. */
async function measureRates(subjects: readonly Subject[], bench: Bench): Promise<number> {
  const { size } = bench;
  const known = { first: 0, count: size.batched / repeatsSent, perIncident: 100 };
  for (const subject of subjects) await send(subject, known, bench);
  let next = size.batched;
  for (const kind of kinds) {
    for (const batch of batches) {
      const count = batch === 1 ? size.single : size.batched;
      for (let round = 0; round < size.rounds; round += 1) {
        const load = kind.repeats
          ? { ...known, count: count / repeatsSent - ((count / repeatsSent) % batch), rounds: repeatsSent, batch }
          : { first: next, count, perIncident: kind.perIncident, batch };
        for (const subject of subjects) await measureRate(subject, kind, load, bench);
        next += count;
      }
    }
  }
  return next;
}

/** From the moment at which a request is due to its answer, at a steady rate of new alerts, each its own request. */
async function measureLatency(subjects: readonly Subject[], first: number, bench: Bench): Promise<void> {
  const count = latencyPerSec * bench.size.latencySec;
  for (const subject of subjects) {
    const load = { first, count, batch: 1, connections: 128, requestsPerSec: latencyPerSec };
    const { latenciesMs } = await send(subject, load, bench);
    for (const [name, share] of Object.entries({ p50: 0.5, p99: 0.99 }))
      bench.figures.add(`accept latency at 1 000 alerts/s, ${name}`, "ms", subject.name, quantile(latenciesMs, share));
  }
}

/** What is stored of an alert and of an incident: two loads, two unknowns. */
async function measureBytes(subjects: readonly Subject[], first: number, bench: Bench): Promise<void> {
  const count = bench.size.batched;
  for (const subject of subjects) {
    const growth = async (from: number, perIncident: number): Promise<number | null> => {
      const before = subject.storedBytes();
      await send(subject, { first: from, count, perIncident, batch: 500 }, bench);
      const after = subject.storedBytes();
      return before === null || after === null ? null : (after - before) / count;
    };
    const shared = await growth(first, 100);
    const alone = await growth(first + count, 1);
    if (shared === null || alone === null) continue;
    // shared = alert + incident / 100, alone = alert + incident
    const incident = (alone - shared) / 0.99;
    bench.figures.add("stored for an alert", "bytes", subject.name, alone - incident);
    bench.figures.add("stored for an incident", "bytes", subject.name, incident);
  }
}

async function measureStarts(dir: string, { size, figures }: Bench): Promise<void> {
  for (let round = 0; round < size.starts; round += 1) {
    for (const name of subjectNames) {
      const subject = await start[name](join(dir, `start-${round}-${name.replaceAll(" ", "-")}`));
      figures.add("from start to ready, nothing stored", "ms", name, subject.service.readyMs);
      figures.add("resident memory after the start", "MiB", name, subject.service.residentBytes() / 2 ** 20);
      await subject.stop();
    }
  }
}

async function main(): Promise<void> {
  const began = performance.now();
  const size = process.argv.includes("--quick") ? quick : full;
  const here = fileURLToPath(new URL(".", import.meta.url));
  mkdirSync(join(here, "data"), { recursive: true });
  const dir = mkdtempSync(join(here, "data", "run-"));
  const bench: Bench = { size, figures: new Figures(), loader: new Loader(), startsAt: new Date().toISOString() };
  const subjects: Subject[] = [];
  try {
    await measureStarts(dir, bench);
    for (const name of subjectNames) subjects.push(await start[name](join(dir, name.replaceAll(" ", "-"))));
    const next = await measureRates(subjects, bench);
    await measureLatency(subjects, next, bench);
    await measureBytes(subjects, next + latencyPerSec * size.latencySec, bench);
    for (const { name, service } of subjects)
      bench.figures.add("resident memory at the end", "MiB", name, service.residentBytes() / 2 ** 20);
  } finally {
    for (const subject of subjects) await subject.stop();
    await bench.loader.stop();
    rmSync(dir, { recursive: true, force: true });
  }
  const figures = bench.figures.all();
  process.stdout.write(`${table(figures)}\n\n${said}\n`);
  mkdirSync(join(here, "results"), { recursive: true });
  const file = join(here, "results", `${bench.startsAt.replaceAll(":", "-")}.jsonl`);
  writeFileSync(
    file,
    figures
      .flatMap(resultsOf)
      .map((result) => `${JSON.stringify(result)}\n`)
      .join(""),
  );
  const seconds = Math.round((performance.now() - began) / 1000);
  process.stdout.write(`${file}, ${seconds} s\n`);
}

const said = `Medians of the rounds; × is the ratio to Alertmanager within a round. Both group by environment, service, model and
family. Alertmanager keeps alerts in memory and answers before it groups them; its notifications are held back, and
Vigie's policy tells nobody: what is compared is taking in. Vigie answers when alerts are decided and on the disk
(Redis everysec: in its log, written each second). CPU is all threads of the process, the load's own is not counted.`;

await main();
