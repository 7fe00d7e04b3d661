import type { Alert } from "../../../src/alert/alert.ts";
import { createMasker } from "../../../src/privacy/masker.ts";
import type { Issue, Source } from "../../../src/sources/source.ts";
import { nine } from "../incident/ledger.ts";

const mask = createMasker({ key: "a key that only tests know" });

/** What a source makes of a body, read to the end. */
export function parse(source: Source, body: unknown, headers: Readonly<Record<string, string>> = {}) {
  const received = { body, header: (name: string) => headers[name] };
  const parsed = source.parse(received, { mask, now: nine });
  if (parsed.kind === "unreadable") return { alerts: [], issues: parsed.issues, truncated: 0 };
  const alerts: Alert[] = [];
  const issues: Issue[] = [];
  for (const item of parsed.items) {
    if (item.kind === "alerts") alerts.push(...item.alerts);
    else issues.push(...item.issues);
  }
  return { alerts, issues, truncated: parsed.truncated };
}
