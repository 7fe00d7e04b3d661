import { z } from "zod";
import { issuesOf } from "./issues.ts";
import type { Issue, Received } from "./source.ts";

/** An event with the id that its sender's envelope gives, if there is one. */
export type Unwrapped =
  | { readonly kind: "events"; readonly events: readonly { readonly data: unknown; readonly senderId?: string }[] }
  | { readonly kind: "unreadable"; readonly issues: readonly Issue[] };

const attributes = z.object({
  specversion: z.literal("1.0"),
  id: z.string().min(1),
  source: z.string().min(1),
  type: z.string().min(1),
});
const structured = attributes.extend({ data: z.unknown() });

/**
 * Takes events out of what was sent: a CloudEvent in structured, batched or binary form, or events as they are, one or
 * an array. A CloudEvent's id is its `source` and `id` together.
 *
 * @see CloudEvents 1.0.2, HTTP protocol binding, sections 3.1 to 3.3
 */
export function unwrap({ body, header }: Received): Unwrapped {
  const contentType = header("content-type") ?? "";
  if (contentType.startsWith("application/cloudevents")) {
    const read = z.array(structured).safeParse(Array.isArray(body) ? body : [body]);
    if (!read.success) return { kind: "unreadable", issues: issuesOf(read.error) };
    return { kind: "events", events: read.data.map((event) => ({ data: event.data, senderId: idOf(event) })) };
  }
  if (header("ce-specversion") !== undefined) {
    const given = ["specversion", "id", "source", "type"].map((name) => [name, header(`ce-${name}`)] as const);
    const read = attributes.safeParse(Object.fromEntries(given));
    if (!read.success) return { kind: "unreadable", issues: issuesOf(read.error, ["ce"]) };
    return { kind: "events", events: [{ data: body, senderId: idOf(read.data) }] };
  }
  return { kind: "events", events: (Array.isArray(body) ? body : [body]).map((data) => ({ data })) };
}

function idOf({ source, id }: z.infer<typeof attributes>): string {
  return `${source} ${id}`;
}
