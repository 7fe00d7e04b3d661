import { readFile } from "node:fs/promises";
import type { Command, CommandIo } from "../../../src/cli/command.ts";

export type Ran = { readonly code: number; readonly out: string; readonly err: string };

/** 20 November 2026, 09:00 UTC. */
export const nine = Date.UTC(2026, 10, 20, 9);

type Changes = Partial<Pick<CommandIo, "env" | "fetch">> & { readonly files?: Readonly<Record<string, string>> };

/** Runs a command on files in memory, and on those of the repository, with a clock that stands still. */
export async function runCommand(
  run: Command["run"],
  args: readonly string[],
  { files = {}, env = {}, fetch = globalThis.fetch }: Changes = {},
): Promise<Ran> {
  const out: string[] = [];
  const err: string[] = [];
  const code = await run(args, {
    stdout: { write: (text) => out.push(text) },
    stderr: { write: (text) => err.push(text) },
    readFile: async (path) => files[path] ?? readFile(path, "utf8"),
    env,
    now: () => nine,
    fetch,
  });
  return { code, out: out.join(""), err: err.join("") };
}

/** Two teams, office hours, a shadow route, and a name that only one team has. */
export const twoTeams = `version: 1
destinations:
  chat: [{ slack: "#all" }]
  on-call: [{ pagerduty: { key: "\${PD_ALL}" } }]
teams:
  payments: { chat: [{ slack: "#payments" }], on-call: [{ pagerduty: { key: "\${PD_PAYMENTS}" } }] }
  search: { mode: shadow, chat: [{ slack: "#search" }] }
time_intervals:
  - name: office-hours
    time_intervals: [{ weekdays: ["monday:friday"], times: [{ start_time: "08:00", end_time: "18:00" }] }]
severity:
  thresholds: [{ family: model-quality, metrics: [accuracy], measure: relative-drop, warning: ">= 2%", critical: ">= 5%" }]
route:
  tell: { warning: [chat], critical: [{ to: on-call, during: office-hours }] }
services:
  checkout: { owner: payments, lifecycle: full, monitors: [{ metric: accuracy, every: 1h }] }
  ranking: { owner: search }
`;

/** An alert as Alertmanager sends it. */
export const sent = (labels: Readonly<Record<string, string>>) =>
  JSON.stringify({ status: "firing", labels, annotations: {}, startsAt: "2026-11-20T08:00:00Z" });
