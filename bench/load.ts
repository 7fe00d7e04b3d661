import { alertAt, type BodyForm, bodyOf } from "./alerts.ts";
import { Wire } from "./wire.ts";

/** What is not answered by then after the last request is not waited for. */
const answerWithinMs = 10_000;

/** A piece of load: alerts by number, some to a request. */
export type Load = {
  readonly port: number;
  readonly path: string;
  readonly form: BodyForm;
  readonly first: number;
  readonly count: number;
  readonly perIncident: number;
  readonly batch: number;
  /** How often the same alerts are sent. */
  readonly rounds: number;
  readonly startsAt: string;
  readonly connections: number;
  /** Requests a second by the clock; absent: each connection sends again once it is answered. */
  readonly requestsPerSec?: number;
  /** Nothing more is sent after this. */
  readonly limitMs: number;
};

/** What became of it. */
export type LoadResult = {
  /** Alerts in requests that were answered 200. */
  readonly accepted: number;
  readonly elapsedMs: number;
  /** Other answers by status; 0 where the connection broke. */
  readonly refused: Readonly<Record<number, number>>;
  /** Of all answers, from the moment at which a request was due to be sent. */
  readonly latenciesMs: readonly number[];
};

/** What the process of the load is told, in this order; it answers `prepared`, then the result. */
export type Order = { readonly kind: "prepare"; readonly load: Load } | { readonly kind: "go" };
export type Report = { readonly kind: "prepared" } | { readonly kind: "done"; readonly result: LoadResult };

function requestsOf({ port, path, form, first, count, perIncident, batch, startsAt }: Load): readonly Buffer[] {
  const requests: Buffer[] = [];
  for (let from = first; from < first + count; from += batch) {
    const size = Math.min(batch, first + count - from);
    const alerts = Array.from({ length: size }, (_, at) => alertAt(from + at, perIncident, startsAt));
    const body = Buffer.from(bodyOf[form](alerts));
    const head = `POST ${path} HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n`;
    requests.push(Buffer.concat([Buffer.from(head), body]));
  }
  return requests;
}

/** Counts answers. */
class Answers {
  readonly latenciesMs: number[] = [];
  readonly refused: Record<number, number> = {};
  #accepted = 0;

  add(status: number, latencyMs: number): void {
    this.latenciesMs.push(latencyMs);
    if (status === 200) this.#accepted += 1;
    else this.refused[status] = (this.refused[status] ?? 0) + 1;
  }

  result(batch: number, elapsedMs: number): LoadResult {
    const { latenciesMs, refused } = this;
    return { accepted: this.#accepted * batch, elapsedMs, refused, latenciesMs };
  }
}

/** Closed loop: each connection has one request under way. */
async function runClosed(wires: readonly Wire[], requests: readonly Buffer[], load: Load): Promise<LoadResult> {
  const began = performance.now();
  const total = requests.length * load.rounds;
  const answers = new Answers();
  let next = 0;
  await Promise.all(
    wires.map(async (wire) => {
      for (;;) {
        const at = next;
        const since = performance.now();
        if (at >= total || since - began > load.limitMs) return;
        next += 1;
        const status = await wire.send(requests[at % requests.length] ?? Buffer.alloc(0));
        answers.add(status, performance.now() - since);
      }
    }),
  );
  return answers.result(load.batch, performance.now() - began);
}

/** Open loop: requests leave by the clock whether or not the former ones were answered; a busy service is not spared. */
async function runOpen(
  wires: readonly Wire[],
  requests: readonly Buffer[],
  load: Load & { readonly requestsPerSec: number },
): Promise<LoadResult> {
  const idle = [...wires];
  const waiting: { readonly at: number; readonly dueAt: number }[] = [];
  const answers = new Answers();
  const everyMs = 1000 / load.requestsPerSec;
  const began = performance.now();
  let next = 0;
  const send = async (wire: Wire, { at, dueAt }: { at: number; dueAt: number }): Promise<void> => {
    const status = await wire.send(requests[at] ?? Buffer.alloc(0));
    answers.add(status, performance.now() - dueAt);
    const more = waiting.shift();
    if (more) void send(wire, more);
    else idle.push(wire);
  };
  while (next < requests.length && performance.now() - began < load.limitMs) {
    for (; next < requests.length; next += 1) {
      const dueAt = began + next * everyMs;
      if (dueAt > performance.now()) break;
      const wire = idle.pop();
      if (wire) void send(wire, { at: next, dueAt });
      else waiting.push({ at: next, dueAt });
    }
    // Timers are a millisecond coarse: turning is what makes a tenth of one visible.
    await new Promise(setImmediate);
  }
  const giveUpAt = performance.now() + answerWithinMs;
  while (idle.length < wires.length && performance.now() < giveUpAt) await new Promise(setImmediate);
  return answers.result(load.batch, performance.now() - began);
}

async function run(load: Load, requests: readonly Buffer[], wires: readonly Wire[]): Promise<LoadResult> {
  const { requestsPerSec } = load;
  return requestsPerSec === undefined
    ? runClosed(wires, requests, load)
    : runOpen(wires, requests, { ...load, requestsPerSec });
}

let prepared: { readonly load: Load; readonly requests: readonly Buffer[]; readonly wires: readonly Wire[] } | null =
  null;

process.on("message", async (order: Order) => {
  const report = (what: Report) => process.send?.(what);
  if (order.kind === "prepare") {
    const { load } = order;
    const requests = requestsOf(load);
    const wires = await Promise.all(Array.from({ length: load.connections }, () => Wire.to(load.port)));
    prepared = { load, requests, wires };
    report({ kind: "prepared" });
  } else if (prepared) {
    const { load, requests, wires } = prepared;
    prepared = null;
    const result = await run(load, requests, wires);
    for (const wire of wires) wire.close();
    report({ kind: "done", result });
  }
});
