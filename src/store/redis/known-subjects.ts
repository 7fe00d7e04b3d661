import { type Subject, timers } from "../../incident/mark.ts";

/** By kind, so that a new one cannot be forgotten here. A hyphen in a timer's name has a meaning in a pattern. */
const patterns: Readonly<Record<Subject["kind"], readonly string[]>> = {
  destination: ["^d:"],
  page: ["^p:"],
  timer: timers.map((timer) => `^t:[^:]*:[^:]*:${timer.replaceAll("-", "%-")}$`),
  series: ["^s:"],
  job: ["^j:"],
};

/** Lua patterns of the subject keys that this release knows, those that `parseSubjectKey` reads. */
export const knownSubjects: readonly string[] = Object.values(patterns).flat();
