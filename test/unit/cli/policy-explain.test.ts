import { describe, expect, it } from "vitest";
import { policyExplain } from "../../../src/cli/policy-explain.ts";
import { runCommand, sent, twoTeams } from "./run-command.ts";

const night = "2026-12-24T03:00+01:00";
const run = (alert: string, args: readonly string[] = []) =>
  runCommand(policyExplain, ["a.json", "--policy", "p.yaml", ...args], {
    files: { "a.json": alert, "p.yaml": twoTeams },
  });
const lines = (text: string) => text.split("\n").map((line) => line.trim().replace(/ {2,}/g, " "));
const critical = sent({ alertname: "Down", service: "checkout", severity: "critical" });

describe("vigie policy explain", () => {
  it("says the team, where it comes from and whose place is told, each with its line (behaviour 6)", async () => {
    const { out } = await run(critical);
    expect(lines(out)).toContain("team payments (owner of service checkout) p.yaml:16");
    expect(lines(out)).toContain("tells slack:#payments (chat of payments, from WARNING up) p.yaml:14");
    expect(lines((await run(sent({ alertname: "Down", team: "payments" }))).out)).toContain(
      "team payments (label team)",
    );
  });

  it("says that a team is not in the policy, and that `destinations:` are told", async () => {
    const { out } = await run(sent({ alertname: "Down", team: "sre" }));
    expect(out).toContain("team sre is not in the policy: what `destinations:` names is told");
    expect(out).toContain("slack:#all (chat, from WARNING up)");
  });

  it("says from when a destination rings at the time that is asked for, and that it rings inside its hours (behaviour 9)", async () => {
    expect((await run(critical, ["--at", night])).out).toContain(
      "at 24 Dec, 02:00 UTC waits until 24 Dec, 08:00 UTC (during office-hours)",
    );
    expect((await run(critical, ["--at", "2026-12-24T09:00:00Z"])).out).toContain(
      "rings at 24 Dec, 09:00 UTC (during office-hours)",
    );
  });

  it("asks about now where no time is named", async () => {
    expect((await run(critical)).out).toContain("rings at 20 Nov, 09:00 UTC (during office-hours)");
  });

  it("says the same in French", async () => {
    const { out } = await run(critical, ["--at", night, "--locale", "fr"]);
    expect(out).toContain("équipe");
    expect(out).toContain("payments (propriétaire du service checkout)");
    expect(out).toContain("le 24 déc., 02:00 UTC, attend jusqu’au 24 déc., 08:00 UTC (pendant office-hours)");
    expect(out).toContain("quand la cause et la remédiation ont été consignées");
  });

  it("says what shadow would tell, and that nobody is told", async () => {
    const { out } = await run(sent({ alertname: "Down", service: "ranking", severity: "warning" }));
    expect(lines(out)).toContain("tells nobody: the dashboard shows it");
    expect(lines(out)).toContain("would tell slack:#search (chat of search, from WARNING up) p.yaml:14");
    expect(lines(out)).toContain("mode shadow: nobody is told p.yaml:7");
  });

  it("says what ends an incident that is not over when its source says so", async () => {
    expect(lines((await run(critical)).out)).toContain(
      "ends when people have recorded cause and remediation p.yaml:16",
    );
  });

  it("names the preset and the line that names it", async () => {
    const policy = twoTeams.replace("{ owner: search }", "{ owner: search, preset: csv-analyzer }");
    const files = { "a.json": sent({ alertname: "HighErrorRate", service: "ranking" }), "p.yaml": policy };
    const { out } = await runCommand(policyExplain, ["a.json", "--policy", "p.yaml"], { files });
    expect(lines(out)).toContain("preset csv-analyzer p.yaml:17");
  });

  it("says of an alert that is over that it is its end that is told", async () => {
    const over = sent({ alertname: "Down", service: "checkout" }).replace("firing", "resolved");
    const { out } = await run(over);
    expect(lines(out)[0]).toBe("Down (from alertmanager, resolved)");
    expect(lines(out)).toContain("tells of its end, as far as they were told of it:");
  });

  it("names what would be told but is not configured: the team's own, not that of others", async () => {
    const jira = (project: string) => `{ jira: { project: ${project} }, if: configured }`;
    const policy = twoTeams
      .replace(`chat: [{ slack: "#all" }]`, `chat: [{ slack: "#all" }, ${jira("ALL")}]`)
      .replace(`chat: [{ slack: "#payments" }]`, `chat: [{ slack: "#payments" }, ${jira("PAY")}]`);
    const explained = async (alert: string) => {
      const files = { "a.json": alert, "p.yaml": policy };
      const { out } = await runCommand(policyExplain, ["a.json", "--policy", "p.yaml"], {
        files,
        env: { SLACK_BOT_TOKEN: "xoxb-1", PD_ALL: "0".repeat(32), PD_PAYMENTS: "1".repeat(32) },
      });
      return lines(out).flatMap((line) => /not (jira:\w+): set/.exec(line)?.[1] ?? []);
    };
    expect(await explained(critical)).toEqual(["jira:PAY"]);
    expect(await explained(sent({ alertname: "Down" }))).toEqual(["jira:ALL"]);
  });

  it("explains every alert of a file", async () => {
    const { out } = await run(`[${sent({ alertname: "A" })},${sent({ alertname: "B" })}]`);
    expect(out.match(/^(A|B) \(from alertmanager, firing\)$/gm)).toHaveLength(2);
  });

  it("--json says the same for programs: times in ISO 8601, places as file:line", async () => {
    const { out } = await run(critical, ["--json", "--at", night]);
    expect(JSON.parse(out)).toMatchObject([
      {
        at: "2026-12-24T02:00:00.000Z",
        severity: "critical",
        team: { id: "payments", known: true, from: "owner", place: "p.yaml:16" },
        lifecycle: { kind: "full", place: "p.yaml:16" },
        tells: [
          { id: "slack:#payments", name: "chat", team: "payments", mode: "live", rings: "now", place: "p.yaml:14" },
          {
            shown: `pagerduty:\${PD_PAYMENTS}`,
            rings: "2026-12-24T08:00:00.000Z",
            hours: [{ during: "office-hours" }],
          },
        ],
      },
    ]);
  });

  it("refuses a time without its offset, and says how to write one", async () => {
    const { code, out, err } = await run(critical, ["--at", "2026-12-24T03:00"]);
    expect([code, out]).toEqual([1, ""]);
    expect(err).toBe("--at 2026-12-24T03:00 is not a time: write 2026-12-24T03:00+01:00, with its offset or Z\n");
  });

  it("never lets an alert move the cursor, change colours, reorder a line or write one of its own", async () => {
    const name = "Down\u001b[2J\u009b31m\u202e\n  tells      nobody";
    const { out } = await run(sent({ alertname: name, service: `x\n${name}` }));
    expect(out).not.toMatch(/(?!\n)\p{Cc}|\p{Bidi_Control}/u);
    expect(out.split("\n")[0]).toBe("Down [2J 31m   tells      nobody (from alertmanager, firing)");
    expect(out.match(/^ *tells /gm)).toHaveLength(1);
  });
});
