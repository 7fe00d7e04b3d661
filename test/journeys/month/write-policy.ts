import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { models, teams } from "./models.ts";

const main = `version: 1
include: [teams/*.yaml]
severity:
  thresholds:
    - { family: model-quality, metrics: [accuracy], measure: relative-drop, info: "> 0%", warning: ">= 2%", critical: ">= 5%", urgent: "> 10%" }
    - { family: model-quality, metrics: [recall], measure: relative-drop, warning: ">= 2%", critical: ">= 5%", recover_after: 3 }
    - { family: input-drift, metrics: [p_value], measure: value, warning: "< 0.05", in_a_row: 3 }
destinations:
  ticket: [{ jira: { project: OPS, move: { resolved: done } } }]
route:
  tell: { warning: [chat, ticket], critical: [on-call] }
  lifecycle: short # nobody presses anything in this month
  routes:
    - match: [family="monitoring"]
      tell: { warning: [chat] }
`;

/** The environment's names of the teams' routing keys, and a key for each. */
export const pagerKeys: Readonly<Record<string, string>> = Object.fromEntries(
  teams.map((team, i) => [keyName(team), String(i + 1).padStart(32, "a")]),
);

function keyName(team: string): string {
  return `PD_${team.toUpperCase().replace("-", "_")}`;
}

/** Writes a policy of twelve teams with a file each, and answers the main file's path. */
export function writePolicy(dir: string): string {
  mkdirSync(join(dir, "teams"), { recursive: true });
  for (const team of teams) {
    const services = models
      .filter((model) => model.team === team)
      .map(
        ({ service, course }) => `  ${service}: { monitors: [{ metric: ${course.metric}, every: 1h, grace: 30m }] }`,
      );
    const places = `chat: [{ slack: "#${team}" }], on-call: [{ pagerduty: { key: "\${${keyName(team)}}" } }]`;
    writeFileSync(
      join(dir, "teams", `${team}.yaml`),
      `version: 1\nteams:\n  ${team}: { ${places} }\nservices:\n${services.join("\n")}\n`,
    );
  }
  writeFileSync(join(dir, "policy.yaml"), main);
  return join(dir, "policy.yaml");
}
