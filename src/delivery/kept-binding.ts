import { z } from "zod";
import type { Doubt, Told } from "../receivers/receiver.ts";

const doubtSchema = z.object({ step: z.string(), attemptId: z.string(), at: z.number(), looks: z.number() });
const toldSchema = z.object({ link: z.string(), label: z.string(), pageNo: z.number() }).partial();
const keptSchema = z.object({
  schema: z.literal(1),
  shown: z.unknown(),
  doubt: doubtSchema.nullable(),
  untold: toldSchema.extend({ uid: z.string() }).nullable(),
  toldSeq: z.number(),
  lastToldAt: z.number().nullable(),
  failingSince: z.number().nullable(),
});

/** What delivery keeps of a destination: the receiver's own binding, and what it needs itself. */
export type KeptBinding = {
  readonly schema: 1;
  /** The receiver's; plain JSON that it reads itself. */
  readonly shown: unknown;
  /** A write whose outcome is not known (protocol 1.2). */
  readonly doubt: Doubt | null;
  /** News that the incident was not told yet: stored with the binding, so that a crash cannot swallow it. */
  readonly untold: (Told & { readonly uid: string }) | null;
  /** Journal entries up to this one were in the story that was brought in line. */
  readonly toldSeq: number;
  readonly lastToldAt: number | null;
  /** Since when every try failed; 24 h later it rests (protocol 9). */
  readonly failingSince: number | null;
};

/** Reads what `saveBinding` stored; a destination that was never told is an empty binding. */
export function readKept(value: unknown): KeptBinding {
  const read = keptSchema.safeParse(value);
  if (!read.success)
    return { schema: 1, shown: null, doubt: null, untold: null, toldSeq: 0, lastToldAt: null, failingSince: null };
  const { untold, ...kept } = read.data;
  return { ...kept, untold: untold === null ? null : { uid: untold.uid, ...told(untold) } };
}

function told({
  link,
  label,
  pageNo,
}: {
  link?: string | undefined;
  label?: string | undefined;
  pageNo?: number | undefined;
}): Told {
  return {
    ...(link === undefined ? {} : { link }),
    ...(label === undefined ? {} : { label }),
    ...(pageNo === undefined ? {} : { pageNo }),
  };
}
