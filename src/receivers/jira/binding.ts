import { z } from "zod";

const schema = z.object({
  /** The issue's key: `OPS-311`. */
  issue: z.string(),
  /** What the description was written for; it is rewritten when this changes. Empty: not known. */
  drawn: z.string(),
  /** Journal entries up to this one are told. */
  told: z.int().min(0),
  /** Whether Vigie moved the issue to where `move.resolved` says. */
  stands: z.enum(["open", "over"]),
  /** Whom the issue was assigned to, as the journal names actors; absent: nobody so far. */
  assigned: z.string().optional(),
  /** A move that Jira does not allow, not yet said in a comment. */
  stuck: z.object({ to: z.string(), lacks: z.array(z.string()) }).nullable(),
});

/** What Jira shows of an incident. */
export type IssueBinding = z.infer<typeof schema>;

/** Reads a stored binding; `null` for anything else. */
export function readIssueBinding(value: unknown): IssueBinding | null {
  return schema.safeParse(value).data ?? null;
}
