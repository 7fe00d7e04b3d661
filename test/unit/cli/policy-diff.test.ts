import { describe, expect, it } from "vitest";
import { policyDiff } from "../../../src/cli/policy-diff.ts";
import { runCommand, sent, twoTeams } from "./run-command.ts";

const down = (more: Readonly<Record<string, string>> = {}) =>
  sent({ alertname: "Down", service: "checkout", severity: "critical", ...more });
const run = (after: string, alerts: string, args: readonly string[] = []) =>
  runCommand(policyDiff, ["old.yaml", "new.yaml", "--on", "a.json", ...args], {
    files: { "old.yaml": twoTeams, "new.yaml": after, "a.json": alerts },
  });
const change = (from: string, to: string) => {
  if (!twoTeams.includes(from)) throw new Error(`not in the policy: ${from}`);
  return twoTeams.replace(from, to);
};

describe("vigie policy diff", () => {
  it("answers with 0 when nothing would be told differently", async () => {
    expect(await run(`${twoTeams}# only a remark\n`, down())).toEqual({
      code: 0,
      err: "",
      out: "1 alert, all told as before\n",
    });
  });

  it.each([
    [
      "the severity, and who is told because of it",
      change("severity:", "severity:\n  labels: [{ label: severity, values: { critical: warning } }]"),
      ["severity CRITICAL -> WARNING", `told no more: pagerduty:\${PD_PAYMENTS} (on-call)`],
    ],
    [
      "who is told",
      change(`slack: "#payments"`, `slack: "#pay"`),
      ["told no more: slack:#payments (chat)", "told now: slack:#pay (chat)"],
    ],
    [
      "the hours",
      change("{ to: on-call, during: office-hours }", "on-call"),
      [`pagerduty:\${PD_PAYMENTS} rings: during office-hours (would have rung) -> always`],
    ],
    [
      "what the name of the same hours means",
      change("08:00", "12:00"),
      [
        `pagerduty:\${PD_PAYMENTS} rings: during office-hours (would have rung) -> during office-hours (would have waited)`,
      ],
    ],
    [
      "the team",
      change("checkout: { owner: payments", "checkout: { owner: search"),
      ["team payments -> search", "would be told now, in shadow: slack:#search (chat)"],
    ],
    ["shadow", change("route:", "mode: shadow\nroute:"), ["in shadow now: slack:#payments"]],
    ["what ends it", change("lifecycle: full, ", ""), ["lifecycle full -> short"]],
    [
      "the incident that it belongs to",
      change("route:", "route:\n  group_by: [service]"),
      [
        `another incident, such as {environment="production", service="checkout", family="Down"} -> {service="checkout"}`,
      ],
    ],
  ])("says %s, with exit code 1", async (_what, after, expected) => {
    const { code, out } = await run(after, down());
    expect(code).toBe(1);
    expect(out).toMatch(/^1 alert, 1 told differently\n\n1 ×\n/);
    for (const line of expected) expect(out.split("\n")).toContain(`  ${line}`);
  });

  it("tells alerts that differ in the same way together, the most frequent first, five by name", async () => {
    const many = Array.from({ length: 7 }, (_, i) => down({ alertname: `Down${i}` })).join("\n");
    const other = sent({ alertname: "Slow", service: "checkout", severity: "warning" });
    const after = change("warning: [chat], critical: [{ to: on-call, during: office-hours }]", "warning: []");
    const { out } = await run(after, `${other}\n${many}\n`);
    expect(out).toMatch(/^8 alerts, 8 told differently\n\n7 ×\n/);
    expect(out).toContain("    Down4 ");
    expect(out).not.toContain("    Down5 ");
    expect(out).toContain("    and 2 more\n\n1 ×\n");
  });

  it("says the same in French", async () => {
    const { out } = await run(change(`slack: "#payments"`, `slack: "#pay"`), down(), ["--locale", "fr"]);
    expect(out).toContain("1 alerte, dont 1 autrement qu’avant");
    expect(out).toContain("n’est plus prévenu\u00a0: slack:#payments (chat)");
  });

  it("--json gives programs each alert that differs", async () => {
    const { code, out } = await run(change("{ to: on-call, during: office-hours }", "on-call"), down(), ["--json"]);
    expect(code).toBe(1);
    expect(JSON.parse(out)).toEqual({
      alerts: 1,
      differing: [
        {
          alert: {
            name: "Down",
            source: "alertmanager",
            labels: { alertname: "Down", service: "checkout", severity: "critical" },
            startsAt: "2026-11-20T08:00:00.000Z",
          },
          differences: [
            {
              kind: "hours",
              destination: `pagerduty:\${PD_PAYMENTS}`,
              from: { hours: [{ during: "office-hours" }], rings: "now" },
              to: { hours: [], rings: "now" },
            },
          ],
        },
      ],
    });
  });

  it("what cannot be read is said, with exit code 2", async () => {
    expect(await run("version: 1", down())).toMatchObject({
      code: 2,
      out: "",
      err: expect.stringMatching(/^new\.yaml/),
    });
    expect(await run(twoTeams, "{")).toMatchObject({ code: 2, out: "", err: expect.stringContaining("a.json") });
    const without = await runCommand(policyDiff, ["old.yaml", "new.yaml"]);
    expect([without.code, without.err]).toEqual([2, expect.stringContaining("--on ALERTS.json")]);
  });
});
