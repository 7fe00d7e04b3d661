import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Figures, resultsOf } from "./figures.ts";
import { Loader } from "./loader.ts";
import { type Bench, kinds, measureBytes, measureLatency, measureRates, type Size } from "./measure.ts";
import { type Subject, start, subjectNames } from "./subjects.ts";
import { table } from "./table.ts";

const full: Size = { rounds: 3, single: 6_000, batched: 30_000, latencySec: 10, starts: 3 };
const quick: Size = { rounds: 1, single: 1_500, batched: 10_000, latencySec: 2, starts: 1 };

const said = `Medians of the rounds; × is the ratio to Alertmanager within a round. Both group by environment, service, model and
family. Alertmanager keeps alerts in memory and answers before it groups them; its notifications are held back, and
Vigie's policy tells nobody: what is compared is taking in. Vigie answers when alerts are decided and on the disk
(Redis everysec: in its log, written each second). CPU is all threads of the process; neither the load's nor Redis' is
in it. Stored: SQLite's file, Redis' memory.`;

/** What runs now, so that it is stopped whatever happens. */
const running = new Set<Subject>();

/** Starts one of each with files of its own, and stops them by their handles. */
async function withSubjects(dir: string, use: (subjects: readonly Subject[]) => Promise<void>): Promise<void> {
  const subjects: Subject[] = [];
  const home = mkdtempSync(join(dir, "some-"));
  try {
    for (const name of subjectNames) {
      const subject = await start[name](join(home, name.replaceAll(" ", "-")));
      running.add(subject);
      subjects.push(subject);
    }
    await use(subjects);
  } finally {
    await Promise.all(subjects.map((subject) => subject.stop()));
    for (const subject of subjects) running.delete(subject);
    rmSync(home, { recursive: true, force: true });
  }
}

async function measureAll(dir: string, bench: Bench): Promise<void> {
  for (let round = 0; round < bench.size.starts; round += 1)
    await withSubjects(dir, async (subjects) => {
      for (const { name, service } of subjects) {
        bench.figures.add("from start to ready, nothing stored", "ms", name, service.readyMs);
        bench.figures.add("resident memory after the start", "MiB", name, service.residentBytes() / 2 ** 20);
      }
    });
  for (const kind of kinds) await withSubjects(dir, (subjects) => measureRates(kind, subjects, bench));
  await withSubjects(dir, async (subjects) => {
    await measureLatency(subjects, bench);
    await measureBytes(subjects, bench);
  });
}

async function main(): Promise<void> {
  const began = performance.now();
  const size = process.argv.includes("--quick") ? quick : full;
  const here = fileURLToPath(new URL(".", import.meta.url));
  mkdirSync(join(here, "data"), { recursive: true });
  const dir = mkdtempSync(join(here, "data", "run-"));
  const startsAt = new Date().toISOString();
  const bench: Bench = { size, figures: new Figures(), loader: new Loader(), startsAt, refused: [] };
  const clean = async () => {
    await bench.loader.stop();
    await Promise.all([...running].map((subject) => subject.stop()));
    rmSync(dir, { recursive: true, force: true });
  };
  for (const signal of ["SIGINT", "SIGTERM"] as const)
    process.once(signal, () => void clean().finally(() => process.exit(1)));
  await measureAll(dir, bench).finally(clean);

  const figures = bench.figures.all();
  process.stdout.write(`${table(figures)}\n\n${said}\n${bench.refused.map((line) => `Refused by ${line}\n`).join("")}`);
  mkdirSync(join(here, "results"), { recursive: true });
  const file = join(here, "results", `${startsAt.replaceAll(":", "-")}.jsonl`);
  const lines = figures.flatMap(resultsOf).map((result) => `${JSON.stringify(result)}\n`);
  writeFileSync(file, lines.join(""));
  process.stdout.write(`Each result: ${file}. It took ${Math.round((performance.now() - began) / 1000)} s.\n`);
}

await main();
