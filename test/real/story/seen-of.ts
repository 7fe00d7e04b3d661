import type { VendorsSeen } from "../../support/vendors-seen.ts";

/** What the four vendors show of one incident. */
export function seenOf(seen: VendorsSeen, id: string) {
  const named = new RegExp(`\\b${id}\\b`);
  const about = (shown: unknown) => named.test(JSON.stringify(shown));
  return {
    slack: seen.slack().filter(about),
    teams: seen.teamsCards().filter(({ root }) => about(root)),
    pages: seen.pages().filter(about),
    issues: seen.issues().filter(about),
  };
}

/** How often each vendor shows an incident. */
export function countsOf(seen: VendorsSeen, id: string) {
  const { slack, teams, pages, issues } = seenOf(seen, id);
  return { slack: slack.length, teams: teams.length, pages: pages.length, issues: issues.length };
}

/** Everything that each vendor holds, whatever it is about: nothing may be there that no incident explains. */
export function totals(seen: VendorsSeen) {
  return {
    slack: seen.slack().length,
    teams: seen.teamsCards().length,
    pages: seen.pages().length,
    issues: seen.issues().length,
  };
}

/** Which places say that an incident is over, or that its source is and its cause is not recorded. */
export function green(seen: VendorsSeen, id: string) {
  const { slack, teams, pages, issues } = seenOf(seen, id);
  const said = (shown: string) => /RESOLVED|RECOVERED/.exec(shown)?.[0] ?? "open";
  return {
    slack: slack.map(({ text }) => said(text)),
    teams: teams.map(({ root }) => said(JSON.stringify(root.activity))),
    pages: pages.map(({ status }) => status),
    issues: issues.map(({ status }) => status),
  };
}
