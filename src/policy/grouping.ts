import { z } from "zod";
import type { Alert } from "../alert/alert.ts";
import { jsonIn } from "../json-in.ts";
import { compilePolicy } from "./compile.ts";
import type { AlertGroup } from "./policy.ts";

/** Finds an alert's group as some policy, perhaps an older one, would. */
export type Grouping = { readonly groupOf: (alert: Alert) => AlertGroup };

const stored = z.object({ policy: z.unknown(), presets: z.record(z.string(), z.unknown()).default({}) });

/**
 * Compiles what `Policy.grouping` wrote, with the very code that judges alerts: an open incident is found again after a
 * reload or a restart under the grouping that it was opened with (protocol 10.1).
 *
 * @returns `null` for what this release cannot read
 */
export function compileGrouping(json: string): Grouping | null {
  const parsed = stored.safeParse(jsonIn(json));
  if (!parsed.success) return null;
  const { policy, presets } = parsed.data;
  const compiled = compilePolicy(JSON.stringify(policy ?? null), {
    file: "grouping",
    env: {},
    configured: () => "sandbox",
    presets: Object.entries(presets).map(([name, one]) => ({ name, file: name, text: JSON.stringify(one) })),
  });
  return compiled.ok ? { groupOf: compiled.policy.groupOf } : null;
}
