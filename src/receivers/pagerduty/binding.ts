import { z } from "zod";

/** How one page stands: open as far as Vigie knows, and which acknowledgement it was told (ms since the epoch). */
const page = z.object({ open: z.boolean(), acknowledged: z.number().optional() });

const schema = page.extend({
  /** Uid of the incident whose page PagerDuty was told last. */
  uid: z.string(),
  /** The highest `pageNo` of that incident that PagerDuty was told, or was told to forget. */
  pageNo: z.int().min(0),
  /** The page at the key named `escalate_to`, and how many steps of the escalation it was triggered for. */
  escalated: page.extend({ steps: z.int().min(0) }).optional(),
});

/** What PagerDuty was told of a group by one routing key: the page belongs to both (protocol 3.1). */
export type PageBinding = z.infer<typeof schema>;

/** Reads a stored binding; `null` for anything else. */
export function readPageBinding(value: unknown): PageBinding | null {
  return schema.safeParse(value).data ?? null;
}
