import { z } from "zod";
import { changeKinds, changeOutcomes } from "../../alert/change.ts";
import { type Unwrapped, unwrap } from "../cloud-event.ts";
import { issuesOf } from "../issues.ts";
import { sentTime as time, withoutNulls } from "../sent-fields.ts";
import type { ChangeContext, ChangeSource } from "./change-source.ts";
import { digestOf, type OneParsed, parsedChange } from "./written-change.ts";

/** So many changes of one body are read; nobody deploys more at once. */
const changesMax = 1_000;

const word = z.string().min(1).max(256);
const version = z.union([word, z.number()]).transform(String);
/** `seen` is a poller's word. */
const kinds = changeKinds.filter((kind) => kind !== "seen");

/** Vigie's own format; unknown fields change nothing, null is absent. */
const schema = z
  .object({
    schema: z.literal("deployment.v1").default("deployment.v1"),
    id: z.string().min(1).max(512).optional(),
    service: word.optional(),
    model: word.optional(),
    environment: word.optional(),
    kind: z.enum(kinds).default("deployment"),
    name: word.optional(),
    from: version.optional(),
    to: version.optional(),
    outcome: z.enum(changeOutcomes).optional(),
    at: time.optional(),
    by: word.optional(),
    url: z.string().optional(),
  })
  .check((ctx) => {
    const { service, model } = ctx.value;
    if (service !== undefined || model !== undefined) return;
    ctx.issues.push({ code: "custom", input: undefined, path: ["service"], message: "service or model is needed" });
  });

/**
 * What changed, told by anything: Kubernetes, Argo, Spark, prompt and index versions, a provider's models. One change, an
 * array, or a CloudEvent. The sender repeats an id to repeat a message.
 */
export const deployment: ChangeSource = {
  name: "deployment",
  contentTypes: ["application/json", "application/cloudevents+json", "application/cloudevents-batch+json"],
  parse(received, context) {
    if (Array.isArray(received.body) && received.body.length > changesMax) {
      const message = `at most ${changesMax} changes in one body`;
      return [{ index: 0, kind: "rejected", issues: [{ path: "", code: "too_big", message }] }];
    }
    return unwrap(received).map((one, index) => ({ index, ...parseOne(one, context) }));
  },
};

function parseOne(unwrapped: Unwrapped, context: ChangeContext): OneParsed {
  if (unwrapped.kind === "rejected") return unwrapped;
  const read = schema.safeParse(withoutNulls(unwrapped.data));
  if (!read.success) return { kind: "rejected", issues: issuesOf(read.error) };
  const { schema: _schema, id, at: saidAt, service, model, name = service ?? model ?? "", ...said } = read.data;
  const at = saidAt === undefined ? context.now : Date.parse(saidAt);
  const { kind, from, to } = said;
  const known = unwrapped.senderId ?? id ?? digestOf([service, model, said.environment, kind, name, from, to, at]);
  const written = { ...said, id: `deployment:${known}`, source: "deployment", name, at, service, model };
  return parsedChange(written, context);
}
