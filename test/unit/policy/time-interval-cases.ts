/**
 * What Alertmanager says of its own written cases, retold: an interval, instants inside and outside of it.
 *
 * @see https://github.com/prometheus/alertmanager/blob/main/timeinterval/timeinterval_test.go (read 2026-11)
 */
export const containsCases: readonly {
  readonly says: string;
  readonly interval: unknown;
  readonly inside: readonly string[];
  readonly outside: readonly string[];
}[] = [
  {
    says: "an element without parts always holds",
    interval: {},
    inside: ["2006-01-02T15:04Z", "2007-01-03T10:04Z"],
    outside: [],
  },
  {
    says: "office hours: the first minute belongs to them, the last does not",
    interval: { weekdays: ["monday:friday"], times: [{ start_time: "09:00", end_time: "17:00" }] },
    inside: ["2020-05-04T15:04Z", "2020-07-08T09:00Z", "2020-07-08T16:59:59.999Z"],
    outside: ["2020-05-03T15:04Z", "2020-05-04T08:59Z", "2020-07-08T17:00Z"],
  },
  {
    says: "days, months and years hold together, and include both ends",
    interval: { days_of_month: ["4:6"], months: ["april"], years: [2020] },
    inside: ["2020-04-04T15:04Z", "2020-04-05T00:00Z", "2020-04-06T23:05Z"],
    outside: ["2018-05-03T15:04Z", "2020-04-03T23:59Z", "2020-06-04T23:59Z", "2019-04-06T23:59Z", "2020-04-07T00:00Z"],
  },
  {
    says: "negative days count from the end of each month, leap days included",
    interval: { days_of_month: ["-3:-1"] },
    inside: ["2020-01-31T15:04Z", "2020-01-29T15:04Z", "2020-06-30T00:00Z", "2020-02-29T23:05Z", "2021-02-26T00:00Z"],
    outside: ["2020-01-27T15:04Z", "2020-04-03T23:59Z", "2020-03-01T00:00Z", "2021-02-25T23:59Z"],
  },
  {
    says: "days that a month does not have are cut off at its end",
    interval: { months: [6], days_of_month: ["-31:-1", "1:31"] },
    inside: ["2020-06-30T00:00Z", "2020-06-01T00:00Z"],
    outside: ["2020-05-31T00:00Z", "2020-07-01T00:00Z"],
  },
  {
    says: "a range that begins after the month's end is no day of it",
    interval: { days_of_month: ["30:31"], months: ["february"] },
    inside: [],
    outside: ["2021-02-28T13:00Z", "2020-02-29T13:00Z"],
  },
  {
    says: "a location moves the clock",
    interval: {
      weekdays: ["monday:friday"],
      times: [{ start_time: "09:00", end_time: "17:00" }],
      location: "Australia/Sydney",
    },
    inside: ["2021-04-06T13:00+10:00"],
    outside: ["2021-04-06T13:00Z"],
  },
  {
    says: "daylight saving moves the clock of a location",
    interval: {
      times: [{ start_time: "09:00", end_time: "17:00" }],
      weekdays: ["monday:friday"],
      months: ["november"],
      location: "Australia/Sydney",
    },
    inside: ["2021-11-01T09:00+11:00", "2021-10-31T22:00Z"],
    outside: ["2021-10-31T21:00Z"],
  },
  {
    says: "several ranges of a part are alternatives",
    interval: {
      weekdays: ["monday:friday", "sunday"],
      months: ["January:march"],
      days_of_month: ["-7:-1"],
      years: ["2020:2025", "2030:2035"],
      times: [{ start_time: "09:00", end_time: "17:00" }],
    },
    inside: ["2021-01-27T09:00Z", "2021-01-28T16:59Z", "2025-03-31T13:00Z", "2035-01-31T13:00Z"],
    outside: ["2021-01-30T13:00Z", "2021-04-01T13:00Z", "2026-01-30T13:00Z", "2035-01-31T17:01Z"],
  },
  {
    says: "single days, ranges and negative ends mix",
    interval: {
      weekdays: ["monday:wednesday", "saturday", "sunday"],
      times: [{ start_time: "13:00", end_time: "15:00" }],
      days_of_month: ["1", "10", "20:-1"],
      years: ["2020:2023"],
      months: ["january:march"],
    },
    inside: ["2021-01-10T13:00Z", "2021-01-30T14:24Z"],
    outside: ["2021-01-09T13:00Z", "2021-01-20T12:59Z", "2021-02-02T13:00Z"],
  },
  {
    says: "24:00 is the end of a day",
    interval: { times: [{ start_time: "00:00", end_time: "24:00" }] },
    inside: ["2020-01-01T00:00Z", "2020-01-01T23:59:59Z"],
    outside: [],
  },
  {
    says: "an empty list holds never, one that is not written always",
    interval: { times: [], weekdays: null },
    inside: [],
    outside: ["2020-01-01T00:00Z"],
  },
];

/** Elements that Alertmanager refuses, the field at fault, and a word of the reason. */
export const refusedCases: readonly (readonly [interval: unknown, path: string, reason: string])[] = [
  [{ times: [{ start_time: "17:31", end_time: "17:31" }] }, ".times[0]", "not before"],
  [{ times: [{ start_time: "12:30", end_time: "24:01" }] }, ".times[0].end_time", "time of day"],
  [{ times: [{ start_time: "09:30", end_time: "07:41" }] }, ".times[0]", "not before"],
  [{ times: [{ start_time: "24:00", end_time: "17:41" }] }, ".times[0]", "not before"],
  [{ times: [{ start_time: "14:03" }] }, ".times[0]", "`end_time` is missing"],
  [{ times: [{ start_time: "01:99", end_time: "23:59" }] }, ".times[0].start_time", "time of day"],
  [{ times: [{ start_time: "9:00", end_time: "10:00" }] }, ".times[0].start_time", "time of day"],
  [{ times: [{ start: "09:00", start_time: "09:00", end_time: "10:00" }] }, ".times[0].start", "unknown key"],
  [{ weekdays: ["friday:monday"] }, ".weekdays[0]", "ends before it begins"],
  [{ weekdays: ["monday", "blurgsday:flurgsday"] }, ".weekdays[1]", "does not belong"],
  [{ weekdays: ["1:3"] }, ".weekdays[0]", "does not belong"],
  [{ weekdays: "monday" }, ".weekdays", "a list"],
  [{ days_of_month: ["0"] }, ".days_of_month[0]", "does not belong"],
  [{ days_of_month: ["-50:-20"] }, ".days_of_month[0]", "does not belong"],
  [{ days_of_month: ["1:50"] }, ".days_of_month[0]", "does not belong"],
  [{ days_of_month: ["-15:5"] }, ".days_of_month[0]", "ends before it begins"],
  [{ days_of_month: ["10:-25"] }, ".days_of_month[0]", "ends before it begins"],
  [{ days_of_month: ["1:2:3"] }, ".days_of_month[0]", "does not belong"],
  [{ months: ["martius:june"] }, ".months[0]", "does not belong"],
  [{ months: ["march:junius"] }, ".months[0]", "does not belong"],
  [{ months: ["december:january"] }, ".months[0]", "ends before it begins"],
  [{ years: ["2022:2020"] }, ".years[0]", "ends before it begins"],
  [{ location: "Europe/Atlantis" }, ".location", "not a time zone"],
  [{ location: "europe/paris" }, ".location", "not a time zone"],
  [{ location: "+02:00" }, ".location", "not a time zone"],
  [{ weekday: ["monday"] }, ".weekday", "unknown key"],
];
