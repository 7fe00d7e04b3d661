import { describe, expect, it } from "vitest";
import { alertsInFile } from "../../../src/cli/alerts-in-file.ts";
import { nine, sent } from "./run-command.ts";

const event = { service: "checkout", metric: "psi", value: 0.3 };
/** What `amtool alert query -o json` of 0.25 and `GET /api/v2/alerts` print. */
const gettable = {
  annotations: {},
  endsAt: "2026-11-20T09:04:00.000Z",
  fingerprint: "4bb8ef06fdd3d3a2",
  receivers: [{ name: "vigie" }],
  startsAt: "2026-11-20T08:00:00.000Z",
  status: { inhibitedBy: [], silencedBy: [], state: "active" },
  updatedAt: "2026-11-20T09:00:00.000Z",
  generatorURL: "http://prometheus/graph",
  labels: { alertname: "Down" },
};
const named = (text: string) => {
  const read = alertsInFile(text, nine);
  return read.ok ? read.alerts.map(({ name, status }) => `${name} ${status}`) : read.issues;
};

describe("a file of alerts", () => {
  it("with a no_data is read as what people hear of it: that the series is not measured (behaviour 2.6)", () => {
    const read = alertsInFile(JSON.stringify({ service: "checkout", metric: "psi", status: "no_data" }), 1);
    expect(read).toMatchObject({ ok: true, alerts: [{ name: "psi", measurement: { lateSince: 1 } }] });
  });

  it.each([
    ["a webhook body of Alertmanager", `{"groupKey":"{}","alerts":[${sent({ alertname: "Down" })}]}`, ["Down firing"]],
    ["one alert", sent({ alertname: "Down" }), ["Down firing"]],
    ["one alert without status and time", `{"labels":{"alertname":"Down"}}`, ["Down firing"]],
    ["a list of alerts", `[${sent({ alertname: "A" })},${sent({ alertname: "B" })}]`, ["A firing", "B firing"]],
    ["what Alertmanager's API answers: all of it fires", JSON.stringify([gettable]), ["Down firing"]],
    ["a drift event", JSON.stringify(event), ["psi firing"]],
    ["drift events", JSON.stringify([event, { ...event, metric: "f1" }]), ["psi firing", "f1 firing"]],
    [
      "JSON Lines of anything",
      `${sent({ alertname: "Down" })}\n\n${JSON.stringify(event)}\n`,
      ["Down firing", "psi firing"],
    ],
    ["one with a byte order mark and Windows' line ends", `\ufeff${sent({ alertname: "Down" })}\r\n`, ["Down firing"]],
    ["a JSON object over several lines", JSON.stringify(event, null, 2), ["psi firing"]],
  ])("may be %s", (_what, text, expected) => {
    expect(named(text)).toEqual(expected);
  });

  it("that holds something unreadable is refused with its place, and nothing of it is read", () => {
    const broken = [event, { ...event, value: "high" }];
    expect(named(JSON.stringify(broken))).toMatchObject([{ path: "1.value" }]);
    expect(named(`${JSON.stringify(event)}\n{"metric":\n`)).toMatchObject([{ path: "line 2", code: "not-json" }]);
    expect(named(`${JSON.stringify(event)}\n${JSON.stringify(broken[1])}`)).toMatchObject([{ path: "line 2.value" }]);
    expect(named(`{"labels":{"alertname":3}}`)).toMatchObject([{ path: "labels.alertname" }]);
  });

  it("that holds no alert is refused: what is said of nothing would look like all is well", () => {
    expect(named("")).toMatchObject([{ code: "not-json" }]);
    expect(named("[]")).toMatchObject([{ code: "empty", message: "no alert stands in it" }]);
  });

  it("takes the time of asking for an alert that says none", () => {
    const read = alertsInFile(`{"labels":{"alertname":"Down"}}`, nine);
    expect(read).toMatchObject({ ok: true, alerts: [{ startsAt: nine }] });
  });

  it("reads an active alert of the API without the end that is still to come", () => {
    const read = alertsInFile(JSON.stringify([gettable]), nine);
    expect(read.ok && read.alerts[0]).not.toHaveProperty("endsAt");
  });
});
