/** A level of a threshold row: `>= 5%`, `> 0.1`, `< 0.05`. A percentage is a share: `5%` is 0.05. */
export type Band = { readonly written: string; readonly reached: (figure: number) => boolean };

const written = /^(>=|<=|>|<)\s*([+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?)\s*(%?)$/i;
const tolerance = 1e-9;

type Edge = (figure: number, edge: number, slack: number) => boolean;
const edges: Readonly<Record<string, Edge>> = {
  ">=": (figure, edge, slack) => figure >= edge - slack,
  ">": (figure, edge, slack) => figure > edge + slack,
  "<=": (figure, edge, slack) => figure <= edge + slack,
  "<": (figure, edge, slack) => figure < edge - slack,
};

/**
 * Reads a band. Figures are compared unrounded with a tolerance of 1e-9, so that 0.931 of 0.950 is 2 % (behaviour 2.2):
 * absolute for shares, relative to the edge for plain values, which may be as small as a p-value or as large as bytes.
 *
 * @returns `null` for any other text
 */
export function parseBand(text: string, measure: "value" | "relative-drop" | "relative-rise"): Band | null {
  const [, operator = "", number = "", percent] = written.exec(text.trim()) ?? [];
  const test = edges[operator];
  if (!test) return null;
  const edge = percent ? Number(number) / 100 : Number(number);
  if (!Number.isFinite(edge)) return null;
  const slack = measure === "value" ? Math.abs(edge) * tolerance : tolerance;
  return { written: text.trim(), reached: (figure) => test(figure, edge, slack) };
}
