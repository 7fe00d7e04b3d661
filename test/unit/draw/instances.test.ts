import { describe, expect, test } from "vitest";
import { instancesOf } from "../../../src/incident/draw/instances.ts";
import type { AlertRow } from "../../../src/incident/incident.ts";
import { podAlert, rowOf } from "./views.ts";

function rowsOf(...labels: readonly Record<string, string>[]): readonly AlertRow[] {
  return labels.map((one, at) => rowOf({ ...podAlert(String(at)), labels: one }));
}

describe("instances are named by the labels in which the alerts differ (behaviour 1)", () => {
  test("a label that people know comes before another that would do", () => {
    expect(instancesOf(rowsOf({ aaa: "1", pod: "x" }, { aaa: "2", pod: "y" }))).toEqual(["x", "y"]);
  });

  test("a label that all share names nobody", () => {
    expect(instancesOf(rowsOf({ pod: "x", zone: "1" }, { pod: "x", zone: "2" }))).toEqual(["1", "2"]);
  });

  test("where no label is enough, the fewest that are, together", () => {
    const rows = rowsOf({ node: "a", device: "sda" }, { node: "a", device: "sdb" }, { node: "b", device: "sda" });
    expect(instancesOf(rows)).toEqual(["a/sda", "a/sdb", "b/sda"]);
  });

  test("two strengths of one trouble are named by their alert names", () => {
    const rows = rowsOf(
      { alertname: "ScoreLow", severity: "warning" },
      { alertname: "ScoreCritical", severity: "critical" },
    );
    expect(instancesOf(rows)).toEqual(["ScoreLow", "ScoreCritical"]);
  });

  test("series with the same labels are named by their metric", () => {
    const rows = ["accuracy", "f1"].map((name) => rowOf({ ...podAlert("p"), name }));
    expect(instancesOf(rows)).toEqual(["accuracy", "f1"]);
  });

  test("only those that fire are named, told apart from those that do not", () => {
    const over = rowOf({ ...podAlert("old", "resolved") });
    expect(instancesOf([rowOf(podAlert("new")), over])).toEqual(["new"]);
  });

  test("one alert alone is named by the best label that people know a place by", () => {
    expect(instancesOf(rowsOf({ job: "pay", instance: "10.0.0.3:9100", pod: "pay-7f9" }))).toEqual(["pay-7f9"]);
    expect(instancesOf(rowsOf({ job: "pay", zone: "1" }))).toEqual([]);
    expect(instancesOf([rowOf(podAlert("old", "resolved"))])).toEqual([]);
  });
});
