/** Names that Vigie reads, and what a test runner or `npm run` leaves behind for its children. */
const notPassedOn =
  /^(PORT|HOST|NODE_ENV|NODE_OPTIONS|VITEST.*|VIGIE_.*|SLACK_.*|Microsoft.*|TEAMS_.*|PAGERDUTY_.*|JIRA_.*|ALERTMANAGER_URL|npm_(lifecycle|package|command|execpath).*|npm_config_(local_)?prefix)$/;

/** The environment of a laptop on which nobody has set up Vigie yet, and what is said on purpose. */
export function cleanEnv(more: Readonly<Record<string, string>> = {}): Record<string, string | undefined> {
  return { ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !notPassedOn.test(name))), ...more };
}
