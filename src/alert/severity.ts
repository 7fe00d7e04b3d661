/** The four words of the field, from least to most urgent (DESIGN 4). */
export const severities = ["info", "warning", "critical", "urgent"] as const;

/** How bad it is. `info` tells nobody by default, `critical` and `urgent` page. */
export type Severity = (typeof severities)[number];

const rank: Readonly<Record<Severity, number>> = { info: 0, warning: 1, critical: 2, urgent: 3 };

/** Compares two severities: negative when `a` is the milder one, 0 when equal, positive when it is the worse one. */
export function compareSeverity(a: Severity, b: Severity): number {
  return rank[a] - rank[b];
}

/** The worse of two severities. */
export function worstSeverity(a: Severity, b: Severity): Severity {
  return compareSeverity(a, b) >= 0 ? a : b;
}
