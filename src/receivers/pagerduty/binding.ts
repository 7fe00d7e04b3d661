import { z } from "zod";

const schema = z.object({
  /** Uid of the incident whose page PagerDuty was told last. */
  uid: z.string(),
  /** The highest `pageNo` of that incident that PagerDuty was told, or was told to forget. */
  pageNo: z.int().min(0),
  /** Whether the page stands open, as far as Vigie knows. */
  open: z.boolean(),
});

/** What PagerDuty was told of a group by one routing key: the page belongs to both (protocol 3.1). */
export type PageBinding = z.infer<typeof schema>;

/** Reads a stored binding; `null` for anything else. */
export function readPageBinding(value: unknown): PageBinding | null {
  return schema.safeParse(value).data ?? null;
}
