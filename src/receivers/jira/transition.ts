import { z } from "zod";
import type { IssueFields } from "./fields.ts";

/** Jira's three kinds of status; every status belongs to one. */
export type StatusCategory = "new" | "indeterminate" | "done";

const fieldSchema = z.object({
  name: z.string().catch(""),
  required: z.boolean().catch(false),
  hasDefaultValue: z.boolean().catch(false),
  allowedValues: z.array(z.looseObject({ id: z.string().optional(), name: z.string().optional() })).catch([]),
});
const transitionSchema = z.object({
  id: z.string(),
  isAvailable: z.boolean().catch(true),
  to: z.object({ statusCategory: z.object({ key: z.string() }) }),
  fields: z.record(z.string(), fieldSchema).catch({}),
});
export const transitionsSchema = z.object({ transitions: z.array(transitionSchema) });
type Transition = z.infer<typeof transitionSchema>;

/** How to get there: a transition with its fields, or what stands in the way (nothing named: no transition at all). */
export type Way =
  | { readonly kind: "way"; readonly id: string; readonly fields: IssueFields }
  | { readonly kind: "stuck"; readonly to: StatusCategory; readonly lacks: readonly string[] };

/** Resolutions that say no more than that it is over, best first. */
const resolutions = ["done", "resolved", "fixed", "terminé", "résolu"];

/**
 * Chooses any transition into one of the categories, the earlier category first, whose required fields can be filled:
 * by their default, by the policy's `fields:`, or, for the resolution, by a value that Jira offers (behaviour 8).
 */
export function chooseWay(
  { transitions }: z.infer<typeof transitionsSchema>,
  towards: readonly [StatusCategory, ...StatusCategory[]],
  given: IssueFields,
): Way {
  const there = towards.flatMap((category) =>
    transitions.filter(({ isAvailable, to }) => isAvailable && to.statusCategory.key === category),
  );
  const filled = there.map((transition) => fill(transition, given));
  const way = filled.find(({ lacks }) => lacks.length === 0);
  if (way) return { kind: "way", id: way.id, fields: way.fields };
  return { kind: "stuck", to: towards[0], lacks: filled[0]?.lacks ?? [] };
}

function fill({ id, fields }: Transition, given: IssueFields) {
  const required = Object.entries(fields).filter(([, field]) => field.required && !field.hasDefaultValue);
  const values = required.map(
    ([name, field]) => [name, given[name] ?? resolutionOf(name, field.allowedValues)] as const,
  );
  const lacks = values.filter(([, value]) => value === undefined).map(([name]) => fields[name]?.name || name);
  return { id, lacks, fields: Object.fromEntries(values) };
}

function resolutionOf(
  field: string,
  allowed: readonly { id?: string | undefined; name?: string | undefined }[],
): unknown {
  if (field !== "resolution") return undefined;
  const rank = (name = "") =>
    (resolutions.indexOf(name.toLowerCase()) + resolutions.length + 1) % (resolutions.length + 1);
  const best = allowed.toSorted((a, b) => rank(a.name) - rank(b.name))[0];
  return best?.id === undefined ? undefined : { id: best.id };
}
