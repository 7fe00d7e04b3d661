import type { Alert } from "../alert/alert.ts";
import type { Judgement, Owed } from "./judgement.ts";

/** An alert with what the policy says of it. */
export type JudgedAlert = { readonly alert: Alert; readonly judgement: Judgement };

/**
 * Something that happened, for `decide` to turn into journal entries and marks.
 * - `alerts`: alerts of one group, in order of arrival. `stillActive` answers protocol 5.2 for a firing that follows its
 *   own resolution: `gone` wakes nobody.
 * - `told`, `undelivered`: what became of a delivery.
 * - `closing`: the reopen window of a resolved incident is over.
 */
export type Fact =
  | {
      readonly kind: "alerts";
      readonly alerts: readonly JudgedAlert[];
      /** Alerts that the sender says it left out of this message. */
      readonly truncated: number;
      readonly stillActive: "active" | "gone" | "unknown";
    }
  | {
      readonly kind: "told";
      readonly uid: string;
      readonly destination: string;
      readonly link?: string;
      readonly label?: string;
      readonly pageNo?: number;
    }
  | {
      readonly kind: "undelivered";
      readonly uid: string;
      readonly destination: string;
      readonly reason: string;
      /** The vendor's own words, or the click that mends it; bounded, never a secret. */
      readonly detail?: string;
      readonly state: "retrying" | "undelivered";
      /** The destination's `mention:`; told where the page could not be. */
      readonly mention?: string;
      /** Told in its place. */
      readonly fallback: readonly Owed[];
    }
  | { readonly kind: "closing"; readonly uid: string };
