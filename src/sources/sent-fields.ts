import { z } from "zod";

/** A time as senders write it: ISO 8601 with its offset. */
export const sentTime = z.iso.datetime({ offset: true, error: "a time such as 2026-08-22T10:00:00Z is needed" });

/** A version as senders write it: text, or a number that stands for its own digits. */
export const sentVersion = z.union([z.string().min(1), z.number()]).transform(String);

/** An event in which null stands for "not known" as one without those fields. */
export function withoutNulls(event: unknown): unknown {
  if (typeof event !== "object" || event === null || Array.isArray(event)) return event;
  return Object.fromEntries(Object.entries(event).filter(([, value]) => value !== null));
}
