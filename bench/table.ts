import { type Figure, resultsOf } from "./figures.ts";
import { subjectNames } from "./subjects.ts";

/** All figures under one another, a column for each subject, each with its ratio to Alertmanager. */
export function table(figures: readonly Figure[]): string {
  const header = ["", "", ...subjectNames.flatMap((name, at) => (at === 0 ? [name] : [name, "×"]))];
  const rows = figures.map((figure) => {
    const results = new Map(resultsOf(figure).map((result) => [result.subject, result]));
    const cells = subjectNames.flatMap((name, at) => {
      const { value, ratio = null } = results.get(name) ?? {};
      const shown = value === undefined ? "–" : short(value);
      return at === 0 ? [shown] : [shown, ratio === null ? "" : ratio.toFixed(2)];
    });
    return [figure.what, figure.unit, ...cells];
  });
  const widths = header.map((_, at) => Math.max(...[header, ...rows].map((row) => row[at]?.length ?? 0)));
  const line = (row: readonly string[]) =>
    row
      .map((cell, at) => (at < 2 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0)))
      .join("  ")
      .trimEnd();
  return [header, ...rows].map(line).join("\n");
}

/** Three digits or so: nobody reads more out of a benchmark. */
function short(value: number): string {
  if (!Number.isFinite(value)) return "–";
  if (value >= 100) return Math.round(value).toLocaleString("en").replaceAll(",", " ");
  return value.toFixed(value >= 10 ? 1 : 2);
}
