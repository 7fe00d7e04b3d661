/**
 * What the rooms count and time, without knowing how it is published. Names are the metric's, without `vigie_`; labels
 * come from closed lists, so that no alert text ever becomes one (style 9).
 */
export type Meter = {
  count(name: Counter, labels?: Readonly<Record<string, string>>, by?: number): void;
  /** Milliseconds. */
  observe(name: Timer, ms: number, labels?: Readonly<Record<string, string>>): void;
  set(name: Gauge, value: number, labels?: Readonly<Record<string, string>>): void;
};

export type Counter =
  | "alerts_received_total"
  | "alerts_rejected_total"
  | "changes_received_total"
  | "requests_refused_total"
  | "decisions_total"
  | "figures_differing_total"
  | "store_conflicts_total"
  | "store_away_total"
  | "deliveries_total"
  | "dead_letters_total"
  | "presses_total"
  | "actions_total"
  | "outlooks_total"
  | "bugs_total";
export type Timer = "accept_ms" | "delivery_ms" | "vendor_call_ms" | "action_step_ms";
export type Gauge =
  | "clock_offset_seconds"
  | "page_undelivered"
  | "sandbox"
  | "marks_waiting"
  | "bodies_in_work_bytes"
  | "policy_reload_success"
  | "policy_reload_timestamp_seconds"
  | "policies_in_force"
  | "policy_hash";

/** Counts nothing; for tests and tools. */
export const noMeter: Meter = { count: () => {}, observe: () => {}, set: () => {} };
