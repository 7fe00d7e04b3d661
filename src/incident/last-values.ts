import type { Alert } from "../alert/alert.ts";
import type { SeriesState } from "./series-state.ts";

const valuesMax = 10;

/** Where a series stands with its last ten values; one of the same window corrects the last. */
export function withLastValues(
  before: SeriesState | undefined,
  after: SeriesState,
  { measurement }: Pick<Alert, "measurement">,
): SeriesState {
  const values = before?.values ?? [];
  if (measurement?.value === undefined) return values.length === 0 ? after : { ...after, values };
  const others = before?.lastTo === after.lastTo ? values.slice(0, -1) : values;
  return { ...after, values: [...others, measurement.value].slice(-valuesMax) };
}
