import { createHash } from "node:crypto";
import type { Step } from "../policy/actions/step.ts";

/** What tells whether the policy still says the same of a step: a hash of it as written, which holds no secret. */
export function keyOfStep(step: Step): string {
  return createHash("sha256")
    .update(JSON.stringify(sorted(step)))
    .digest("hex")
    .slice(0, 12);
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, inner]) => [name, sorted(inner)]),
  );
}
