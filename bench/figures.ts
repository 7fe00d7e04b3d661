import type { SubjectName } from "./subjects.ts";

/** One figure of all subjects, such as alerts a second; several values where it was taken in several rounds. */
export type Figure = {
  readonly what: string;
  readonly unit: string;
  readonly values: ReadonlyMap<SubjectName, readonly number[]>;
};

/** A figure of one subject as it is printed: the median of its rounds, and of its ratios to Alertmanager in each. */
export type Result = {
  readonly what: string;
  readonly unit: string;
  readonly subject: SubjectName;
  readonly value: number;
  readonly ratio: number | null;
  readonly rounds: readonly number[];
};

/** Collects values by figure, in the order in which figures are first named. */
export class Figures {
  readonly #figures = new Map<string, Figure & { readonly values: Map<SubjectName, readonly number[]> }>();

  add(what: string, unit: string, subject: SubjectName, value: number): void {
    const key = `${what} ${unit}`;
    const figure = this.#figures.get(key) ?? { what, unit, values: new Map<SubjectName, readonly number[]>() };
    this.#figures.set(key, figure);
    figure.values.set(subject, [...(figure.values.get(subject) ?? []), value]);
  }

  all(): readonly Figure[] {
    return [...this.#figures.values()];
  }
}

/** Rounds are paired: a ratio is taken within one round, in which both were measured one after the other. */
export function resultsOf({ what, unit, values }: Figure): readonly Result[] {
  const base = values.get("alertmanager");
  return [...values].map(([subject, rounds]) => {
    const ratios = rounds.flatMap((value, at) => {
      const one = base?.[at];
      return subject === "alertmanager" || one === undefined || one === 0 ? [] : [value / one];
    });
    return { what, unit, subject, value: median(rounds), ratio: ratios.length > 0 ? median(ratios) : null, rounds };
  });
}

/** The middle value, the mean of the two middle ones; NaN of none. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const half = sorted.length / 2;
  return ((sorted[Math.ceil(half) - 1] ?? Number.NaN) + (sorted[Math.floor(half)] ?? Number.NaN)) / 2;
}

/** The value below which a share of them lies; NaN of none. */
export function quantile(values: readonly number[], share: number): number {
  return values.toSorted((a, b) => a - b)[Math.ceil(values.length * share) - 1] ?? Number.NaN;
}
