/** A measurement that a model's monitor sends; the rest of the event is the same for all. */
export type Sent = {
  readonly metric: string;
  /** The hour of the month that its window ends with. */
  readonly hour: number;
  readonly value?: number;
  readonly status?: "no_data";
};

/** What one model's month is like: what is sent in each of its hours. */
export type Course = {
  readonly name: string;
  readonly metric: string;
  readonly models: number;
  readonly sends: (hour: number, model: number) => readonly Sent[];
};

const baseline = 0.95;
export const hoursInMonth = 30 * 24;

const at = (day: number, hour: number) => day * 24 + hour;
const worseBy = (percent: number) => baseline * (1 - percent / 100);
const within = (hour: number, from: number, to: number) => hour >= from && hour < to;

/** A course of one metric, measured each hour, whose share of worse is known for each. */
function measured(name: string, models: number, percent: (hour: number, model: number) => number | "silent"): Course {
  return {
    name,
    metric: "accuracy",
    models,
    sends: (hour, model) => {
      const worse = percent(hour, model);
      return worse === "silent" ? [] : [{ metric: "accuracy", hour, value: worseBy(worse) }];
    },
  };
}

/** Hours in which the model lies so many per cent below its baseline; healthy in all others. */
function bad(hours: Readonly<Record<number, number>>): (hour: number) => number {
  return (hour) => hours[hour] ?? 0;
}

const gap = { from: at(5, 10), to: at(5, 16) };
const lost = { from: at(8, 0), to: at(10, 0) };
const flaps = at(10, 8);
const pValue = at(20, 0);

/** Sixty models with hourly monitors, and what happens to them in thirty days. */
export const courses: readonly Course[] = [
  // One measurement in five is a little worse: rows on the dashboard, told to nobody.
  measured("steady", 40, (hour, model) => ((hour * 7 + model) % 5 === 0 ? 0.4 : 0)),
  measured("late", 4, (hour) => (within(hour, at(3, 2), at(3, 7)) ? "silent" : 0)),
  {
    name: "back-filled",
    metric: "accuracy",
    models: 4,
    // Six windows come at once with the seventh, the newest first; one of the old ones was bad.
    sends: (hour) => {
      if (within(hour, gap.from, gap.to)) return [];
      const now = { metric: "accuracy", hour, value: baseline };
      if (hour !== gap.to) return [now];
      const old = Array.from({ length: gap.to - gap.from }, (_, i) => gap.to - 1 - i);
      return [now, ...old.map((one) => ({ ...now, hour: one, value: worseBy(one === gap.from + 2 ? 8 : 0) }))];
    },
  },
  {
    name: "missing",
    metric: "accuracy",
    models: 2,
    // Two days without a value; the monitor itself says so twice.
    sends: (hour) => {
      if (!within(hour, lost.from, lost.to)) return [{ metric: "accuracy", hour, value: baseline }];
      return hour % 24 === 12 ? [{ metric: "accuracy", hour, status: "no_data" }] : [];
    },
  },
  measured("flapping", 4, (hour) => (within(hour, flaps, flaps + 10) && (hour - flaps) % 2 === 0 ? 3 : 0)),
  measured("recovering", 2, (hour) => (within(hour, at(12, 0), at(13, 6)) ? 3 : 0)),
  measured("worsening", 2, bad({ [at(15, 9)]: 3, [at(15, 10)]: 6, [at(15, 11)]: 11, [at(15, 12)]: 11 })),
  {
    ...measured("slow to recover", 1, bad({ [at(18, 9)]: 6, [at(18, 11)]: 6 })),
    metric: "recall",
    sends: (hour) => {
      const worse = bad({ [at(18, 9)]: 6, [at(18, 11)]: 6 })(hour);
      return [{ metric: "recall", hour, value: worseBy(worse) }];
    },
  },
  {
    name: "p-value",
    metric: "p_value",
    models: 1,
    // Two in a row are chance; three are a drift (C-15).
    sends: (hour) => {
      const low = within(hour, pValue, pValue + 2) || within(hour, pValue + 24, pValue + 27);
      return [{ metric: "p_value", hour, value: low ? 0.01 : 0.4 }];
    },
  },
];

/** One of the sixty: which course it takes, and which of twelve teams owns it. */
export type Model = {
  readonly service: string;
  readonly team: string;
  readonly course: Course;
  readonly index: number;
};

export const teams: readonly string[] = Array.from({ length: 12 }, (_, i) => `team-${String(i + 1).padStart(2, "0")}`);

export const models: readonly Model[] = courses
  .flatMap((course) => Array.from({ length: course.models }, () => course))
  .map((course, index) => ({
    service: `model-${String(index + 1).padStart(2, "0")}`,
    team: teams[index % teams.length] ?? "",
    course,
    index,
  }));

/** The events of one hour, of all models, as `POST /webhooks/drift` takes them. */
export function eventsOf(hour: number, startsAt: number): readonly unknown[] {
  return models.flatMap(({ service, course, index }) =>
    course.sends(hour, index).map(({ metric, hour: window, value, status }) => ({
      source: "monitor",
      environment: "production",
      service,
      model: service,
      model_version: "8",
      metric,
      baseline,
      sample_size: 50_000,
      window: { to: new Date(startsAt + window * 3_600_000).toISOString() },
      ...(value === undefined ? {} : { value }),
      ...(status === undefined ? {} : { status }),
    })),
  );
}
