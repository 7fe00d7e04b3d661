import type { Alert } from "../../../src/alert/alert.ts";
import type { Change } from "../../../src/alert/change.ts";
import type { ActionPlan } from "../../../src/incident/actions/plan.ts";
import type { Judgement, Verdict } from "../../../src/incident/judgement.ts";
import type { JudgedAlert } from "../../../src/policy/actions/metric-band.ts";
import type { Guarded } from "../../../src/remediation/guards.ts";
import { driftView, minute } from "../draw/views.ts";

const [row] = driftView.alerts;
if (row === undefined) throw new Error("the picture has an alert");

/** Accuracy of credit v8, 10.9 % worse between 08:00 and 09:00. */
export const drift: Alert = row.alert;

/** An alert with a judgement that says only what acting needs. */
export function judged(
  alert: Alert,
  {
    family = "model-quality",
    verdict = { kind: "severity", severity: "urgent" },
    figure,
  }: {
    family?: string;
    verdict?: Verdict;
    figure?: Judgement["figure"];
  } = {},
): JudgedAlert {
  const judgement: Judgement = {
    identity: { ...driftView.incident.identity, family },
    ...{ groupKey: "g", groupId: "g", verdict, reason: { kind: "own" }, owed: [], deadlines: [], lifecycle: "full" },
    ...{ recoverAfter: 1, inARow: 1, reopenWindowMs: 600_000, policyHash: "abcdef012345" },
    ...(figure === undefined ? {} : { figure }),
  };
  return { alert, judgement };
}

/** A measurement of another metric, as Vigie took it in. */
export function measured(metric: string, given: Partial<NonNullable<Alert["measurement"]>>): Alert {
  const { baseline: _baseline, direction: _direction, ...rest } = drift.measurement ?? { metric, windowTo: 0 };
  return { ...drift, fingerprint: `drift-${metric}`, name: metric, measurement: { ...rest, metric, ...given } };
}

/** What the way back from v8 to v7 comes to. */
export const wayBack: ActionPlan = {
  ...{ action: "rollback", at: minute(1), from: "8", to: "7", tested: true, checksServing: true, withinMs: 600_000 },
  steps: [
    ...[
      {
        provider: "mlflow",
        key: "k",
        doing: "move-alias",
        name: "champion",
        of: "credit",
        from: "8",
        to: "7",
      } as const,
    ],
  ],
  serving: [{ version: "8", count: 8 }],
};

/** Champion moved from v7 to v8, 42 min before the window's end. */
export const moved: Change = {
  ...{ id: "c1", source: "mlflow", kind: "alias", name: "champion", from: "7", to: "8", model: "credit" },
  at: minute(-42),
};

/** Every tick holds. */
export const everythingHolds: Guarded = {
  ...{ now: minute(1), metric: "accuracy", models: ["credit"], version: "8", role: "champion", sample: 50_000 },
  ...{ windowTo: minute(0), isPerformance: true, services: ["credit-scoring"], plan: wayBack, changes: [moved] },
  ...{ healthyTo: minute(-60), besides: [], automationOff: null, isExercise: false, today: 0 },
  rules: { maxAgeMs: 24 * 60 * 60_000, minSample: 1_000, perDay: 3 },
};
