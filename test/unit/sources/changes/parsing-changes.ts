import type { Change } from "../../../../src/alert/change.ts";
import { createMasker } from "../../../../src/privacy/masker.ts";
import type { ChangeSource } from "../../../../src/sources/changes/change-source.ts";
import type { Issue } from "../../../../src/sources/source.ts";
import { nine } from "../../incident/ledger.ts";

const mask = createMasker({ key: "a key that only tests know" });

/** What a source of changes makes of a body. */
export function parseChanges(source: ChangeSource, body: unknown, headers: Readonly<Record<string, string>> = {}) {
  const received = { body, header: (name: string) => headers[name] };
  const parsed = source.parse(received, { mask, now: nine, isTestedTag: (name) => name === "tested" });
  const changes: Change[] = [];
  const issues: Issue[] = [];
  for (const one of parsed) {
    if (one.kind === "changes") changes.push(...one.changes);
    else issues.push(...one.issues);
  }
  return { changes, issues };
}
