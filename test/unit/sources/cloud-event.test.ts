import { Ajv } from "ajv";
import addFormats from "ajv-formats";
import { describe, expect, it } from "vitest";
import { drift } from "../../../src/sources/drift.ts";
import { driftBody } from "../../support/samples.ts";
import { nine } from "../incident/ledger.ts";
import { needs, referee } from "../slack/referees.ts";
import { parse } from "./parsing.ts";

const data = driftBody(3, nine);
const envelope = {
  specversion: "1.0",
  id: "A234-1234-1234",
  source: "/monitors/credit",
  type: "com.example.drift",
  time: "2026-11-20T09:00:00Z",
  datacontenttype: "application/json",
};
const binary = {
  "ce-specversion": "1.0",
  "ce-id": "A234-1234-1234",
  "ce-source": "/monitors/credit",
  "ce-type": "com.example.drift",
};
const structured = { "content-type": "application/cloudevents+json; charset=utf-8" };
const batched = { "content-type": "application/cloudevents-batch+json" };
const idOf = ({ alerts }: ReturnType<typeof parse>) => alerts[0]?.senderId;

describe("a CloudEvent", () => {
  it("is the same in structured, batched and binary form, and by its base64", () => {
    const plain = parse(drift, { ...envelope, data }, structured);
    expect(plain.issues).toEqual([]);
    expect(idOf(plain)).toBe("/monitors/credit A234-1234-1234");
    expect(parse(drift, [{ ...envelope, data }], batched)).toEqual(plain);
    expect(parse(drift, data, { "content-type": "application/json", ...binary })).toEqual(plain);
    const data_base64 = Buffer.from(JSON.stringify(data)).toString("base64");
    expect(parse(drift, { ...envelope, data_base64 }, structured)).toEqual(plain);
  });

  it("takes its envelope's id over the event's own", () => {
    expect(idOf(parse(drift, { ...envelope, data: { ...data, id: "own" } }, structured))).toBe(
      "/monitors/credit A234-1234-1234",
    );
  });

  it("has its header values decoded (HTTP binding 3.1.3.2)", () => {
    const headers = { ...binary, "ce-source": "/caf%C3%A9", "ce-id": "100%" };
    expect(idOf(parse(drift, data, headers))).toBe("/café 100%");
  });

  it("of two sources with one id is two events", () => {
    const other = { ...envelope, source: "/monitors/fraud", data };
    expect(idOf(parse(drift, other, structured))).not.toBe(idOf(parse(drift, { ...envelope, data }, structured)));
  });

  it("keeps the others of its batch when it is bad, in its envelope or in its data", () => {
    const { alerts, issues } = parse(
      drift,
      [{ ...envelope, data }, { ...envelope, id: "", data }, { ...envelope, id: "3", data: { metric: "m" } }, 7],
      batched,
    );
    expect(alerts.filter(({ measurement }) => measurement)).toHaveLength(1);
    expect(issues.map(({ path }) => path)).toEqual(["1.id", "2.service", "2.value", "3"]);
  });

  it.each([
    ["of another version", { ...envelope, specversion: "0.3", data }, "specversion"],
    ["without an id", { ...envelope, id: undefined, data }, "id"],
    ["without a source", { ...envelope, source: "", data }, "source"],
    ["without a type", { ...envelope, type: undefined, data }, "type"],
    ["without data", envelope, ""],
    ["with data that is not JSON", { ...envelope, data_base64: "Zm9vYg==" }, ""],
  ])("%s is refused, naming the attribute", (_what, event, path) => {
    const { alerts, issues } = parse(drift, event, structured);
    expect(alerts).toEqual([]);
    expect(issues.map((issue) => issue.path)).toEqual([path]);
  });

  it("in binary form without its attributes is refused, naming the header", () => {
    const { issues } = parse(drift, data, { "ce-specversion": "1.0", "ce-source": "s", "ce-type": "t" });
    expect(issues.map(({ path }) => path)).toEqual(["ce.id"]);
  });
});

const { skip, why } = needs("cloudevents/cloudevents.schema.json");
describe.skipIf(skip)(`what is accepted as a CloudEvent${why}`, () => {
  it("is one by the specification's own schema, and what is refused is none, but for its version", () => {
    const ajv = new Ajv({ strict: false });
    addFormats.default(ajv);
    const isCloudEvent = ajv.compile(referee("cloudevents/cloudevents.schema.json") as object);
    const events = [
      { ...envelope, data },
      { ...envelope, data, subject: "credit", dataschema: "https://example.com/schema" },
      { ...envelope, data, time: null, extension: 3 },
      { ...envelope, id: "", data },
      { ...envelope, source: undefined, data },
      { ...envelope, type: 3, data },
    ];
    for (const event of events) {
      const isTaken = parse(drift, event, structured).issues.length === 0;
      expect([event, isTaken]).toEqual([event, isCloudEvent(JSON.parse(JSON.stringify(event)))]);
    }
  });
});
