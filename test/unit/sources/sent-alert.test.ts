import { describe, expect, it } from "vitest";
import { readSentAlert } from "../../../src/sources/sent-alert.ts";

const usual = {
  status: "firing",
  labels: { alertname: "HighErrorRate", service: "payments" },
  annotations: { summary: "Errors at 12 %" },
  startsAt: "2026-11-20T10:00:00.123Z",
  endsAt: "0001-01-01T00:00:00Z",
  generatorURL: "http://prometheus:9090/graph",
  fingerprint: "c1b2a39f00d1e2f3",
};
const path = ["alerts", 7];

/** Each row differs from the usual alert in one thing. */
const rejected: readonly (readonly [string, unknown, string])[] = [
  ["an unknown status", { ...usual, status: "pending" }, "alerts.7.status"],
  ["labels that are a list", { ...usual, labels: ["a"] }, "alerts.7.labels"],
  ["a label that is a number", { ...usual, labels: { alertname: 5 } }, "alerts.7.labels.alertname"],
  ["an annotation that is null", { ...usual, annotations: { summary: null } }, "alerts.7.annotations.summary"],
  ["a day that there is not", { ...usual, startsAt: "2026-02-30T10:00:00Z" }, "alerts.7.startsAt"],
  ["a time without a zone", { ...usual, startsAt: "2026-11-20T10:00:00" }, "alerts.7.startsAt"],
  ["no time at all", { ...usual, startsAt: undefined }, "alerts.7.startsAt"],
  ["an end that is null", { ...usual, endsAt: null }, "alerts.7.endsAt"],
  ["a link that is a number", { ...usual, generatorURL: 1 }, "alerts.7.generatorURL"],
  ["an empty fingerprint", { ...usual, fingerprint: "" }, "alerts.7.fingerprint"],
  ["a fingerprint of 257 characters", { ...usual, fingerprint: "f".repeat(257) }, "alerts.7.fingerprint"],
  ["a list", [usual], "alerts.7"],
  ["null", null, "alerts.7"],
  ["a text", "alert", "alerts.7"],
];

describe("one alert as Alertmanager sends it", () => {
  it("takes the usual alert as it is", () => {
    expect(readSentAlert(usual, path)).toEqual({ kind: "alert", alert: usual });
  });

  it("takes an older alert with neither annotations nor an end", () => {
    const { annotations: _annotations, endsAt: _endsAt, ...older } = usual;
    expect(readSentAlert(older, path)).toEqual({ kind: "alert", alert: { ...older, annotations: {} } });
  });

  it("reads a time with an offset", () => {
    expect(readSentAlert({ ...usual, startsAt: "2026-11-20T11:00:00+01:00" }, path)).toMatchObject({ kind: "alert" });
  });

  it("drops a label that would name the prototype", () => {
    const hostile: unknown = JSON.parse(JSON.stringify(usual).replace('"service"', '"__proto__"'));
    const read = readSentAlert(hostile, path);
    expect(read.kind === "alert" && Object.keys(read.alert.labels)).toEqual(["alertname"]);
  });

  it.each(rejected)("rejects %s and says where", (_what, sent, where) => {
    const read = readSentAlert(sent, path);
    expect(read.kind === "rejected" && read.issues.map((issue) => issue.path)).toEqual([where]);
  });
});
