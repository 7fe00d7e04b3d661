import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { sandboxPeople } from "../src/sandbox/people.ts";
import { openSlackBeside } from "../test/support/slack-beside.ts";
import { freePort, startChild } from "./child.ts";
import { Loader } from "./loader.ts";

/** How fast Slack is answered while a storm runs: `node bench/slack-ack.ts`, `--quick` for 5 s of it. */
const seconds = process.argv.includes("--quick") ? 5 : 30;
const alertsPerSec = 1_000;
const batch = 20;
const pressEveryMs = 50;
/** What the README promises, in ms. */
const promisedMs = 300;

const here = fileURLToPath(new URL(".", import.meta.url));
mkdirSync(join(here, "data"), { recursive: true });
const dir = mkdtempSync(join(here, "data", "slack-"));
const slack = await openSlackBeside();
const loader = new Loader();
const port = await freePort();
const origin = `http://127.0.0.1:${port}`;
const vigie = await startChild(process.execPath, [join(here, "../src/main.ts")], {
  cwd: dir,
  env: { HOST: "127.0.0.1", PORT: `${port}`, VIGIE_STORE: `sqlite:${join(dir, "vigie.db")}`, ...slack.env },
  ready: async () => (await fetch(`${origin}/readyz`)).ok,
});

const load = (first: number, count: number, more: object = {}) =>
  loader.run({
    port,
    path: "/webhooks/alertmanager",
    form: "alertmanager-webhook",
    first,
    count,
    perIncident: 50,
    batch,
    rounds: 1,
    startsAt: new Date().toISOString(),
    connections: 4,
    limitMs: (seconds + 30) * 1_000,
    ...more,
  });

async function pressOnAndOn(until: Promise<unknown>): Promise<readonly number[]> {
  const took: number[] = [];
  let goesOn = true;
  void until.finally(() => {
    goesOn = false;
  });
  for (let at = 0; goesOn; at += 1) {
    const cards = slack.messages().filter((message) => slack.buttonsOf(message).length > 0);
    const card = cards[at % Math.max(1, cards.length)];
    const buttons = card ? slack.buttonsOf(card).filter(({ type }) => type === "button") : [];
    const button = buttons[at % Math.max(1, buttons.length)];
    const person = sandboxPeople[at % sandboxPeople.length];
    if (card && button && person) {
      const { status, ms } = await slack.press(origin, card, button, person.slack);
      if (status !== 200) throw new Error(`Slack was answered ${status}`);
      took.push(ms);
    }
    await sleep(pressEveryMs);
  }
  return took.toSorted((a, b) => a - b);
}

try {
  await load(0, 500);
  await sleep(3_000);
  const storm = load(500, alertsPerSec * seconds, { requestsPerSec: alertsPerSec / batch });
  const took = await pressOnAndOn(storm);
  const { accepted, elapsedMs } = await storm;
  const at = (share: number) =>
    Math.round(took[Math.min(took.length - 1, Math.floor(took.length * share))] ?? Number.NaN);
  process.stdout.write(
    `${took.length} presses while ${Math.round((accepted * 1_000) / elapsedMs)} alerts/s came in for ${seconds} s:\n` +
      `p50 ${at(0.5)} ms, p99 ${at(0.99)} ms (promised: ${promisedMs} ms), worst ${at(1)} ms\n`,
  );
} finally {
  await vigie.stop();
  await loader.stop();
  await slack.stop();
  rmSync(dir, { recursive: true, force: true });
}
