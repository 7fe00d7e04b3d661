import type { Run } from "../../../src/incident/actions/run.ts";
import { nine } from "./sample-view.ts";

const minuteMs = 60_000;

/** A rollback of credit from 8 to 7 that serves, as the incident keeps it. */
export function sampleRun(changes: Partial<Run> = {}): Run {
  return {
    id: "r1a2b3",
    action: "rollback",
    plan: {
      action: "rollback",
      at: nine,
      steps: [
        { provider: "mlflow", key: "k1", doing: "move-alias", name: "champion", of: "credit", from: "8", to: "7" },
        { provider: "kubernetes", key: "k2", doing: "restart", name: "deployment/credit-scoring", of: "ml" },
      ],
      from: "8",
      to: "7",
      tested: true,
      checksServing: true,
      withinMs: 10 * minuteMs,
    },
    state: "watching",
    by: "person:ada@corp.example",
    where: "slack",
    askedAt: nine,
    startedAt: nine,
    steps: [
      { state: "done", at: nine + minuteMs, before: "8", after: "7" },
      { state: "done", at: nine + 2 * minuteMs },
    ],
    changed: true,
    serving: [{ version: "7", count: 8 }],
    servedAt: nine + 3 * minuteMs,
    ...changes,
  };
}
