/** A level of a threshold row: `>= 5%`, `> 0.1`, `< 0.05`. A percentage is a share: `5%` is 0.05. */
export type Band = {
  readonly written: string;
  readonly reached: (figure: number) => boolean;
  /** Where it begins, as a share for percentages; which way it goes on from there; whether the edge itself is in it. */
  readonly edge: number;
  readonly goes: "up" | "down";
  readonly holdsEdge: boolean;
};

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
  return {
    written: text.trim(),
    reached: (figure) => test(figure, edge, slack),
    edge,
    goes: operator.startsWith(">") ? "up" : "down",
    holdsEdge: operator.endsWith("="),
  };
}

/** Whether every figure that reaches one band reaches the other, too. */
export function isWithin(one: Band, other: Band): boolean {
  if (one.goes !== other.goes) return false;
  if (one.edge === other.edge) return other.holdsEdge || !one.holdsEdge;
  return one.goes === "up" ? one.edge > other.edge : one.edge < other.edge;
}
