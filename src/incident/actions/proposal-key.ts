import { fnv1a } from "../fnv1a.ts";
import type { Proposal } from "./outlook.ts";

/** Tells whether people were asked the same before: the action, why they are asked, and the ticks that fail. */
export function proposalKey({ action, because, criterion = "", ticks }: Omit<Proposal, "at">): number {
  const failing = ticks.filter(({ ok }) => !ok).map(({ id }) => id);
  return fnv1a(JSON.stringify([action, because, criterion, failing]));
}
