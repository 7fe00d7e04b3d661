import { describe, expect, it } from "vitest";
import type { Alert } from "../../../src/alert/alert.ts";
import { createSaidBefore } from "../../../src/sources/said-before.ts";
import type { SentAlert } from "../../../src/sources/sent-alert.ts";

const sent: SentAlert = {
  status: "firing",
  labels: { alertname: "HighErrorRate", service: "payments" },
  annotations: { summary: "Errors at 12 %" },
  startsAt: "2026-11-20T10:00:00Z",
  endsAt: "0001-01-01T00:00:00Z",
  generatorURL: "http://prometheus:9090/graph",
  fingerprint: "c1b2a39f00d1e2f3",
};
type Reading = (sent: SentAlert, senderGroup: string | undefined) => Alert;

/** Reads an alert in which nothing need be masked. */
const asSent: Reading = ({ status, labels, annotations, generatorURL }, senderGroup) => ({
  source: "alertmanager",
  fingerprint: "c1b2a39f00d1e2f3",
  status,
  name: "HighErrorRate",
  labels,
  annotations,
  startsAt: 0,
  links: generatorURL === undefined ? [] : [{ kind: "query", url: generatorURL }],
  ...(senderGroup === undefined ? {} : { senderGroup }),
});

/** Says alerts one after the other; answers which of them were read. */
function readings(
  said: readonly (readonly [SentAlert, string?])[],
  maxBytes?: number,
  reading: Reading = asSent,
): readonly number[] {
  const readOnce = createSaidBefore(maxBytes);
  const read: number[] = [];
  for (const [at, [one, senderGroup]] of said.entries()) {
    const heard = structuredClone(one);
    readOnce(heard, senderGroup, () => {
      read.push(at);
      return reading(heard, senderGroup);
    });
  }
  return read;
}

/** Each row differs from what was said before in one thing. */
const others: readonly (readonly [string, readonly [SentAlert, string?]])[] = [
  ["another status", [{ ...sent, status: "resolved" }, "group"]],
  ["another occurrence", [{ ...sent, startsAt: "2026-11-20T10:00:01Z" }, "group"]],
  ["another end", [{ ...sent, endsAt: "2026-11-20T10:05:00Z" }, "group"]],
  ["another link", [{ ...sent, generatorURL: "http://prometheus:9090/alerts" }, "group"]],
  ["another label value", [{ ...sent, labels: { ...sent.labels, service: "orders" } }, "group"]],
  ["a further label", [{ ...sent, labels: { ...sent.labels, pod: "a" } }, "group"]],
  ["a label less", [{ ...sent, labels: { alertname: "HighErrorRate" } }, "group"]],
  ["another annotation", [{ ...sent, annotations: { summary: "Errors at 13 %" } }, "group"]],
  ["another group of the sender", [sent, "other"]],
];

describe("what was said before", () => {
  it("is kept from its second reading on and not read again", () => {
    expect(readings([[sent], [sent], [sent], [sent]])).toEqual([0, 1]);
  });

  it.each(others)("is read afresh with %s", (_what, other) => {
    expect(readings([[sent, "group"], [sent, "group"], other, other])).toEqual([0, 1, 2]);
  });

  it.each<readonly [string, (alert: Alert) => Alert]>([
    ["label", (alert) => ({ ...alert, labels: { ...alert.labels, service: "[email:1]" } })],
    ["annotation", (alert) => ({ ...alert, annotations: { summary: "[email:1]" } })],
    ["link", (alert) => ({ ...alert, links: [{ kind: "query", url: "http://prometheus:9090/[email:1]" }] })],
    ["link that is left out", (alert) => ({ ...alert, links: [] })],
  ])("is read each time where something was masked, so that it is nowhere else: %s", (_what, masked) => {
    const reading: Reading = (one, group) => masked(asSent(one, group));
    expect(readings([[sent], [sent], [sent], [sent]], undefined, reading)).toEqual([0, 1, 2, 3]);
  });

  it("is read each time without a fingerprint", () => {
    const { fingerprint: _fingerprint, ...anonymous } = sent;
    expect(readings([[anonymous], [anonymous], [anonymous]])).toEqual([0, 1, 2]);
  });

  it("is forgotten when there is no room, the oldest first", () => {
    const [a, b, c] = ["a", "b", "c"].map((fingerprint): readonly [SentAlert] => [{ ...sent, fingerprint }]);
    if (!a || !b || !c) throw new Error("three alerts");
    expect(readings([a, a, b, b, c, c, c, b, a], 2_500)).toEqual([0, 1, 2, 3, 4, 5, 8]);
  });
});
