import { z } from "zod";

/** Names Vigie's own messages among all others of a channel. */
export const traceType = "vigie";

const payloadSchema = z.object({ uid: z.string(), step: z.string(), seq: z.int(), hash: z.string() });

/** What a message of Vigie says of itself, unseen by people: whose it is, which write, and what the binding needs. */
export type Trace = z.infer<typeof payloadSchema>;

/**
 * The metadata that carries a trace. Any app in the workspace may read it, so it holds no text.
 *
 * @see https://docs.slack.dev/messaging/message-metadata (2026-11-20)
 */
export function metadataOf(trace: Trace, attemptId: string) {
  return { event_type: traceType, event_payload: { ...trace, attempt: attemptId } };
}

/** Reads the trace of a message; `null` for a message without one. */
export function readTrace(metadata: { event_type: string; event_payload: unknown } | undefined): Trace | null {
  if (metadata?.event_type !== traceType) return null;
  return payloadSchema.safeParse(metadata.event_payload).data ?? null;
}
