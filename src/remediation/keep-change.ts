import type { Change, ChangeKind } from "../alert/change.ts";
import type { PlannedStep, StepDoing } from "../incident/actions/plan.ts";
import { present } from "../present.ts";
import type { RunAtWork } from "./run-at-work.ts";

const kindOf: Readonly<Record<StepDoing, ChangeKind>> = {
  "move-alias": "alias",
  "set-stage": "stage",
  "set-version": "model-version",
  restart: "restart",
  "undo-rollout": "deployment",
  "abort-rollout": "deployment",
  "run-workflow": "workflow",
  call: "other",
};

/** Keeps what a step of Vigie's own changed as a marker, so that the next drift finds it; once, by its run and step. */
export async function keepChange(
  { deps, run, incident: { identity }, remedies }: RunAtWork,
  step: number,
  planned: PlannedStep,
  { before = planned.from, after = planned.to }: { readonly before?: string; readonly after?: string },
): Promise<void> {
  if (before !== undefined && before === after) return;
  const service = remedies.service ?? identity.service;
  const change: Change = {
    id: `${run.id}:${step}`,
    source: "vigie",
    kind: kindOf[planned.doing],
    name: planned.name,
    outcome: "succeeded",
    at: deps.now(),
    environment: identity.environment,
    ...present({ from: before, to: after, service, model: identity.model }),
  };
  await deps.addChange(change);
  await deps.probe("change-kept", change.kind);
}
