import type { Looking } from "../../provider.ts";
import type { WorkflowRun } from "./github-api.ts";

/**
 * How a workflow's run stands. Only `success` is done: a run that was skipped or cancelled did not do what it was for.
 *
 * @see https://docs.github.com/en/rest/actions/workflow-runs — status, conclusion (read 2026-11-20)
 */
export function standingOf({ id, run_number: number, status, conclusion, html_url: link }: WorkflowRun): Looking {
  if (status !== "completed") return { kind: "going", detail: (status ?? "queued").slice(0, 60), link };
  if (conclusion === "success") return { kind: "after", link };
  const because = conclusion === "timed_out" ? "too-slow" : "refused";
  return { kind: "failed", because, detail: `run ${number ?? id}: ${(conclusion ?? "?").slice(0, 60)}`, link };
}
