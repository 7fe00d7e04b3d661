import { z } from "zod";
import { issuesOf } from "../issues.ts";
import { sentTime as time, sentVersion as version } from "../sent-fields.ts";
import type { Received } from "../source.ts";
import type { ChangeContext, ChangeSource, ParsedChange, Signing } from "./change-source.ts";
import { isSignedByAny } from "./hmac.ts";
import { digestOf, parsedChange, type WrittenChange } from "./written-change.ts";

/** A signature counts for so long around its time, as MLflow's own guide checks it. */
const signedWithinMs = 5 * 60_000;

/**
 * `X-MLflow-Signature: v1,<base64>` is HMAC-SHA256 over `<delivery id>.<timestamp>.<body>`; the timestamp is in seconds.
 *
 * @see https://mlflow.org/docs/latest/ml/webhooks/ — signature verification; mlflow 3.17.2 `webhooks/delivery.py` (2026-11-20)
 */
const signing: Signing = {
  // A dot in the id would let what is signed be cut elsewhere: another id, another time, another body, one signature.
  isOffered: (header) => signatureIn(header) !== undefined && /^[^.]+$/.test(header("x-mlflow-delivery-id") ?? ""),
  check: ({ body, header, now }, secrets) => {
    const signature = signatureIn(header);
    const timestamp = header("x-mlflow-timestamp") ?? "";
    if (signature === undefined) return "unsigned";
    const signed = [`${header("x-mlflow-delivery-id") ?? ""}.${timestamp}.`, body];
    if (!isSignedByAny(Buffer.from(signature, "base64"), signed, secrets)) return "wrong-signature";
    const apartMs = Math.abs(now - Number(timestamp) * 1_000);
    return /^\d{1,12}$/.test(timestamp) && apartMs <= signedWithinMs ? "signed" : "stale";
  },
};

function signatureIn(header: Received["header"]): string | undefined {
  return /^v1,(\S+)$/.exec(header("x-mlflow-signature") ?? "")?.[1];
}

const word = z.string().min(1);
const envelope = z.object({ entity: word, action: word, timestamp: time, data: z.unknown() });

const aliased = z.object({ name: word, alias: word, version });
const unaliased = z.object({ name: word, alias: word });
const versioned = z.object({ name: word, version });
const tagged = z.object({ name: word, version, key: word });

type Said = Pick<WrittenChange, "kind" | "name" | "from" | "to" | "service" | "model">;
type Reader = (data: unknown, context: ChangeContext) => z.ZodSafeParseResult<Said | null>;

function reader<T>(schema: z.ZodType<T>, say: (data: T, context: ChangeContext) => Said | null): Reader {
  return (data, context) => schema.transform((read) => say(read, context)).safeParse(data);
}

/** A prompt is the part of a service or model that is called like it. */
const ofPrompt = (name: string) => ({ kind: "prompt", service: name, model: name }) as const;

/** What is kept of MLflow's events; all others are taken in and come to nothing. `from` is what was so before, by the store. */
const readers: Readonly<Record<string, Reader>> = {
  "model_version_alias.created": reader(aliased, ({ name, alias, version: to }) => ({
    kind: "alias",
    name: alias,
    model: name,
    to,
  })),
  "model_version_alias.deleted": reader(unaliased, ({ name, alias }) => ({ kind: "alias", name: alias, model: name })),
  "model_version.created": reader(versioned, ({ name, version: to }) => ({
    kind: "model-version",
    name,
    model: name,
    to,
  })),
  "model_version_tag.set": reader(tagged, ({ name, version: to, key }, { isTestedTag }) =>
    isTestedTag(key) ? { kind: "other", name: key, model: name, to } : null,
  ),
  "model_version_tag.deleted": reader(tagged, ({ name, version: from, key }, { isTestedTag }) =>
    isTestedTag(key) ? { kind: "other", name: key, model: name, from } : null,
  ),
  "prompt_version.created": reader(versioned, ({ name, version: to }) => ({ ...ofPrompt(name), name, to })),
  "prompt_alias.created": reader(aliased, ({ name, alias, version: to }) => ({
    ...ofPrompt(name),
    name: `${name}@${alias}`,
    to,
  })),
  "prompt_alias.deleted": reader(unaliased, ({ name, alias }) => ({ ...ofPrompt(name), name: `${name}@${alias}` })),
};

/** Databricks' registry still has stages (payloads 3.4). */
const transition = z.object({
  event: z.literal("MODEL_VERSION_TRANSITIONED_STAGE"),
  event_timestamp: z.number(),
  model_name: word,
  version,
  to_stage: word,
  webhook_id: z.string().optional(),
});

/**
 * MLflow's registry webhooks: aliases, versions, the tag that marks a version tested, prompts. The delivery id knows a
 * message that is sent again.
 *
 * @see https://mlflow.org/docs/latest/ml/webhooks/ ; mlflow 3.17.2 `webhooks/types.py` (2026-11-20)
 */
export const mlflow: ChangeSource = {
  name: "mlflow",
  contentTypes: ["application/json"],
  signing,
  parse({ body, header }, context) {
    const moved = transition.safeParse(body);
    if (moved.success) return [kept(stageOf(moved.data, header), context)];
    const read = envelope.safeParse(body);
    if (!read.success) return [{ index: 0, kind: "rejected", issues: issuesOf(read.error) }];
    const { entity, action, timestamp, data } = read.data;
    const event = `${entity}.${action}`;
    const said = (Object.hasOwn(readers, event) ? readers[event] : undefined)?.(data, context);
    if (said?.success === false) return [{ index: 0, kind: "rejected", issues: issuesOf(said.error, ["data"]) }];
    if (!said?.data) return [{ index: 0, kind: "changes", changes: [] }];
    const id = idOf(header, [event, timestamp, data]);
    return [kept({ id, source: "mlflow", at: Date.parse(timestamp), ...said.data }, context)];
  },
};

function stageOf(sent: z.infer<typeof transition>, header: Received["header"]): WrittenChange {
  const { event, event_timestamp: at, model_name: model, version: to, to_stage: name } = sent;
  return { id: idOf(header, [event, at, model, to, name]), source: "mlflow", kind: "stage", name, model, to, at };
}

function idOf(header: Received["header"], said: readonly unknown[]): string {
  return `mlflow:${header("x-mlflow-delivery-id") ?? digestOf(said)}`;
}

function kept(written: WrittenChange, context: ChangeContext): ParsedChange {
  return { index: 0, ...parsedChange(written, context) };
}
