/** What a sender itself says of a measurement. `no_data` and `error` carry no value. */
export const measurementStatuses = ["ok", "drift", "no_data", "error"] as const;
export type MeasurementStatus = (typeof measurementStatuses)[number];

/** Which way a metric gets worse. */
export const directions = ["lower_is_worse", "higher_is_worse"] as const;
export type Direction = (typeof directions)[number];

/** The part that a model version plays; only a champion is ever rolled back (behaviour 2.5). */
export const modelRoles = ["champion", "challenger", "canary", "shadow"] as const;
export type ModelRole = (typeof modelRoles)[number];

/** What was measured of one feature of the metric; all of them are one alert (behaviour 2.4). */
export type Feature = {
  readonly name: string;
  readonly value: number;
  readonly pValue?: number;
  readonly threshold?: number;
};

/** One value of one series: what a drift event is (behaviour 2). Times are milliseconds since the epoch. */
export type Measurement = {
  readonly metric: string;
  /** Absent for `no_data` and `error`. Always finite. */
  readonly value?: number;
  readonly baseline?: number;
  readonly threshold?: number;
  readonly direction?: Direction;
  readonly status?: MeasurementStatus;
  /** The sender's own word for the severity; only a hint. */
  readonly severityHint?: string;
  /** The sender's own figure, in percent; Vigie's own wins and a difference above 0.1 point is flagged. */
  readonly degradationPct?: number;
  readonly pValue?: number;
  readonly sampleSize?: number;
  readonly samplingRate?: number;
  readonly windowFrom?: number;
  /** Orders the series: an older window never changes the present. */
  readonly windowTo: number;
  readonly segment?: string;
  readonly role?: ModelRole;
  /** As sent, once decided the worst first and at most 20; absent where the sender names none. */
  readonly features?: readonly Feature[];
  /** How many features the sender named, where not all of them are kept. */
  readonly featuresInAll?: number;
  /**
   * Vigie's own word about a series that is not measured: the end of the last window that was, else of the first that
   * could not be. No sender can say it. With `everyMs`, how often the policy wants it measured.
   */
  readonly lateSince?: number;
  readonly everyMs?: number;
};
