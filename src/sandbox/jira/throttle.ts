const secondMs = 1_000;

/** Calls that pass in a window; Jira counts an endpoint's per second, and one issue's writes twice. */
type Limit = { readonly calls: number; readonly windowMs: number; readonly reason: string };

const endpointLimit: Limit = { calls: 100, windowMs: secondMs, reason: "jira-burst-based" };
const issueLimits: readonly Limit[] = [
  { calls: 20, windowMs: 2 * secondMs, reason: "jira-per-issue-on-write" },
  { calls: 100, windowMs: 30 * secondMs, reason: "jira-per-issue-on-write" },
];

/** Why a call must wait, and how long. */
export type Throttled = { readonly reason: string; readonly retryAfterSec: number };

/**
 * Counts calls as Jira Cloud does: each endpoint's, and each issue's writes.
 *
 * @see https://developer.atlassian.com/cloud/jira/platform/rate-limiting/ (2026-03-05)
 */
export function createThrottle(now: () => number): (endpoint: string, issue?: string) => Throttled | null {
  const calls = new Map<string, readonly number[]>();
  const longestMs = Math.max(...issueLimits.map(({ windowMs }) => windowMs));
  const exceeds = (key: string, { calls: most, windowMs, reason }: Limit): Throttled | null => {
    const recent = (calls.get(key) ?? []).filter((at) => at > now() - windowMs);
    const [oldest = 0] = recent;
    if (recent.length < most) return null;
    return { reason, retryAfterSec: Math.max(1, Math.ceil((oldest + windowMs - now()) / secondMs)) };
  };
  const count = (key: string) =>
    void calls.set(key, [...(calls.get(key) ?? []).filter((at) => at > now() - longestMs), now()]);
  return (endpoint, issue) => {
    const limits = issue === undefined ? [] : issueLimits.map((limit) => exceeds(`issue ${issue}`, limit));
    const hit = [exceeds(endpoint, endpointLimit), ...limits].find((one) => one !== null);
    if (hit) return hit;
    count(endpoint);
    if (issue !== undefined) count(`issue ${issue}`);
    return null;
  };
}
