import { z } from "zod";
import { jsonIn } from "../json-in.ts";
import { issuesOf } from "./issues.ts";
import type { Issue, Received } from "./source.ts";

/** One event as it was sent, with the id that its envelope gives, or what is wrong with the envelope. */
export type Unwrapped =
  | { readonly kind: "event"; readonly data: unknown; readonly senderId?: string }
  | { readonly kind: "rejected"; readonly issues: readonly Issue[] };

const attributes = z.object({
  specversion: z.literal("1.0"),
  id: z.string().min(1),
  source: z.string().min(1),
  type: z.string().min(1),
});
const structured = attributes.extend({ data: z.unknown().optional(), data_base64: z.string().optional() });

/**
 * Takes events out of what was sent: a CloudEvent in structured, batched or binary form, or events as they are, one or
 * an array. A CloudEvent's id is its `source` and `id` together.
 *
 * @see CloudEvents 1.0.2, HTTP protocol binding, sections 3.1 to 3.3
 */
export function unwrap({ body, header }: Received): readonly Unwrapped[] {
  const all: readonly unknown[] = Array.isArray(body) ? body : [body];
  const contentType = header("content-type")?.toLowerCase() ?? "";
  if (contentType.startsWith("application/cloudevents")) return all.map(unwrapStructured);
  if (header("ce-specversion") !== undefined) return [unwrapBinary(body, header)];
  return all.map((data) => ({ kind: "event", data }));
}

function unwrapStructured(event: unknown): Unwrapped {
  const read = structured.safeParse(event);
  if (!read.success) return { kind: "rejected", issues: issuesOf(read.error) };
  const { data, data_base64 } = read.data;
  return {
    kind: "event",
    data: data_base64 === undefined ? data : jsonInBase64(data_base64),
    senderId: idOf(read.data),
  };
}

function unwrapBinary(data: unknown, header: Received["header"]): Unwrapped {
  const given = ["specversion", "id", "source", "type"].map((name) => [name, decoded(header(`ce-${name}`))] as const);
  const read = attributes.safeParse(Object.fromEntries(given));
  if (!read.success) return { kind: "rejected", issues: issuesOf(read.error, ["ce"]) };
  return { kind: "event", data, senderId: idOf(read.data) };
}

/** Header values are percent-encoded (section 3.1.3.2); one that is not stays as it is. */
function decoded(value: string | undefined): string | undefined {
  try {
    return value === undefined ? undefined : decodeURIComponent(value);
  } catch {
    return value;
  }
}

/** What is not JSON is `undefined`: the event's own schema then says what is missing. */
function jsonInBase64(base64: string): unknown {
  return jsonIn(Buffer.from(base64, "base64").toString("utf8"));
}

function idOf({ source, id }: z.infer<typeof attributes>): string {
  return `${source} ${id}`;
}
