import type { Call } from "../../provider.ts";
import { markOf } from "../call-mark.ts";
import type { WorkflowRun } from "./github-api.ts";

/**
 * Which of a workflow's runs a call started: the one whose title holds our mark, which a workflow prints by `run-name`; else the
 * only one since a time, in ms since the epoch (`null`: only the mark counts).
 */
export function ourRun(
  runs: readonly WorkflowRun[],
  call: Pick<Call, "run" | "step">,
  { since }: { readonly since: number | null },
): { readonly kind: "found"; readonly run: WorkflowRun } | { readonly kind: "none"; readonly among: number } {
  const mark = markOf(call);
  const marked = runs.find(({ display_title: title }) => title.split(/[^\w-]+/).includes(mark));
  if (marked) return { kind: "found", run: marked };
  const recent = since === null ? [] : runs.filter(({ created_at: at }) => Date.parse(at) >= since);
  const [only] = recent;
  return only && recent.length === 1 ? { kind: "found", run: only } : { kind: "none", among: recent.length };
}
