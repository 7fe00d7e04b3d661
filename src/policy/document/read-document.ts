import type { FaultBook } from "../policy-error.ts";
import { type PolicyDocument, policySchema } from "./schema.ts";
import { reportIssues } from "./schema-faults.ts";
import { substituteAll } from "./substitute-all.ts";

/**
 * Checks plain data against the grammar, the environment's values put in.
 *
 * @returns `undefined` when it cannot be looked at further; what is wrong is in the book
 */
export function readDocument(
  data: unknown,
  env: Readonly<Record<string, string | undefined>>,
  book: FaultBook,
): PolicyDocument | undefined {
  const filled = substituteAll(data, (name) => env[name], book);
  const parsed = policySchema.safeParse(filled);
  if (parsed.success) return parsed.data;
  return reportIssues(parsed.error.issues, filled, book) ? policySchema.safeParse(filled).data : undefined;
}
