import type { Measurement } from "../alert/measurement.ts";
import type { Judgement, Monitor } from "./judgement.ts";

/** How far one drift series is; kept per group, so that an old window never changes the present (behaviour 2.1). */
export type SeriesState = {
  /** The end of the newest window that was measured; 0 where none was yet. */
  readonly lastTo: number;
  /** Measurements in a row at WARNING or above, and healthy ones in a row. */
  readonly bad: number;
  readonly good: number;
  /** The end of the newest window that was healthy or INFO; absent where none is known. */
  readonly healthyTo?: number;
  /** As `bad`, at CRITICAL and at URGENT or above; kept only where the policy asks for several in a row. */
  readonly critical?: number;
  readonly urgent?: number;
  /** When it was measured last, by Vigie's clock; absent in records of before this field. */
  readonly heardAt?: number;
  /** The window of the newest `no_data` or `error`, where no value of that window or a newer one is known; and which. */
  readonly absentTo?: number;
  readonly absentAs?: "no_data" | "error";
  /** The last ten values; what people see of a rule that they judged false again and again. */
  readonly values?: readonly number[];
  /** How often the policy in force at the last measurement wants it measured. */
  readonly monitor?: Monitor;
  /** What a message about its absence says it is: its labels, kept once it is monitored or was absent. */
  readonly labels?: Readonly<Record<string, string>>;
  /** What the newest window was told as so far; kept where it names features, which may come one by one. */
  readonly window?: SeriesWindow;
};

/** The worst that was said of a series' newest window, and where the series stood before it. */
export type SeriesWindow = {
  readonly before: Pick<SeriesState, "bad" | "good" | "critical" | "urgent" | "healthyTo">;
  readonly measurement: Measurement;
  readonly judged: Pick<Judgement, "verdict" | "reason" | "figure">;
};
