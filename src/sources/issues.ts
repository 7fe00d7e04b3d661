import type { z } from "zod";
import type { Issue } from "./source.ts";

/** Says zod's findings in the words of our answers (DESIGN 6). Never repeats a value: it may hold a secret. */
export function issuesOf(error: z.ZodError, prefix: readonly (string | number)[] = []): readonly Issue[] {
  return error.issues.map(({ path, code, message }) => ({
    path: [...prefix, ...path].map(String).join("."),
    code,
    message,
  }));
}
