import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { policyCheck } from "../../../src/cli/policy-check.ts";
import { policyDiff } from "../../../src/cli/policy-diff.ts";
import { policyExplain } from "../../../src/cli/policy-explain.ts";
import { policyTest } from "../../../src/cli/policy-test.ts";
import { runCommand } from "./run-command.ts";

const policy = "docs/examples/policy.yaml";
const night = "2026-11-12T03:00+01:00";

/** What each alert is, in one line; the page has them in this order. */
const titles: Readonly<Record<string, string>> = {
  "01-pod-crash-loop.json": "A pod of a service that has an owner",
  "02-service-in-shadow.json": "A team that has not moved over yet",
  "03-accuracy.json": "Accuracy 10.9 % below its baseline",
  "04-psi.json": "Inputs drift, at night",
  "05-p-value.json": "Two features of a model, by p-value",
  "06-staging.json": "What would page, in staging",
  "07-at-night.json": "A team without a night shift, named by a label",
  "08-unknown-words.json": "A team and a severity that the policy does not know",
  "09-preset.json": "A service with a preset",
  "10-heartbeat.json": "A heartbeat",
};

async function page(): Promise<string> {
  const sections = await Promise.all(
    Object.entries(titles).map(async ([file, title], at) => {
      const path = `docs/examples/alerts/${file}`;
      const { code, out, err } = await runCommand(policyExplain, [path, "--policy", policy, "--at", night]);
      if (code !== 0) throw new Error(err);
      const sent = readFileSync(path, "utf8").trimEnd();
      return `## ${at + 1}. ${title}\n\n\`\`\`json\n${sent}\n\`\`\`\n\n\`\`\`text\n${out.trimEnd()}\n\`\`\`\n`;
    }),
  );
  const intro = `# Ten alerts explained

What \`vigie policy explain\` prints for ten alerts under [one policy](examples/policy.yaml) with four
[teams](examples/teams), asked for ${night}, which is 02:00 UTC, hours before the offices open. Each decision ends with
the line that made it. A test writes this page.

- **severity**: how bad it is, and why. **about**: who it is about. **team**: whose it is, and what says so.
- **group key**: alerts with the same one are one incident. **route**: the routes in which the alert ended.
- **tells**: everybody who is told, by which word of the route, from which severity up, and when if not at once.
- **would tell**: whom a team in shadow would tell; nobody is told.
- **actions**: what the service says can be done, and by which calls. **suggests**: which of it the card puts forward.
- **rollback**: whether Vigie goes back to the older model by itself or asks, and which criteria of the policy hold.

\`\`\`sh
npx vigie policy explain docs/examples/alerts/04-psi.json --at ${night} --policy ${policy}
\`\`\`

The same for a file of many alerts, as JSON, and more: [policy tools](policy-tools.md).
`;
  return [intro, ...sections].join("\n");
}

describe("the ten alerts of the docs", () => {
  it("are explained in docs/explained.md as policy explain prints them today; `vitest -u` writes the page anew", async () => {
    await expect(await page()).toMatchFileSnapshot("../../../docs/explained.md");
  });

  it("are all that stand in docs/examples/alerts", () => {
    expect(readdirSync("docs/examples/alerts").sort()).toEqual(Object.keys(titles));
  });

  it("stand under a policy that policy check finds right", async () => {
    expect(await runCommand(policyCheck, [policy])).toMatchObject({ code: 0, err: "" });
  });

  it("are told as docs/examples/cases.yaml expects", async () => {
    const { code, out } = await runCommand(policyTest, ["docs/examples/cases.yaml", "--policy", policy]);
    expect([code, out]).toEqual([0, expect.stringMatching(/# 10 passed, 0 failed\n$/)]);
  });
});

describe("docs/policy-tools.md", () => {
  const text = readFileSync("docs/policy-tools.md", "utf8");

  it("shows policy test and policy diff as they print, to the letter", async () => {
    const shown = [...text.matchAll(/```text\n\$ npx vigie policy (test|diff) (.*)\n([\s\S]*?)```/g)];
    expect(shown.map(([, command]) => command)).toEqual(["test", "diff"]);
    for (const [, command, args = "", printed] of shown) {
      const ran = await runCommand(command === "test" ? policyTest : policyDiff, args.split(" "));
      expect(ran.out).toBe(printed);
    }
  });
});
