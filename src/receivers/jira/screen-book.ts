import type { JiraDestination } from "../../policy/destination.ts";
import type { Screen } from "./screen.ts";

/** Where a field was refused: on the create screen or on the edit screen, which Jira keeps apart. */
export type Writing = "create" | "edit";

/** What the process has learned of the projects' screens; lost with it and read again. */
export type ScreenBook = {
  /** The project's create screen: read once, and again after `forget`. */
  screenOf(destination: JiraDestination, read: () => Promise<Screen>): Promise<Screen>;
  forget(destination: JiraDestination): void;
  /** Remembers fields that Jira refused to set. */
  leaveOut(destination: JiraDestination, writing: Writing, fields: readonly string[]): void;
  leftOut(destination: JiraDestination, writing: Writing): ReadonlySet<string>;
};

export function createScreenBook(): ScreenBook {
  const screens = new Map<string, Screen>();
  const left = new Map<string, Set<string>>();
  const keyOf = ({ project, type }: JiraDestination) => JSON.stringify([project, type]);
  const leftOut = (destination: JiraDestination, writing: Writing) =>
    left.get(`${writing}${keyOf(destination)}`) ?? new Set();
  return {
    screenOf: async (destination, read) => {
      const known = screens.get(keyOf(destination));
      if (known) return known;
      const screen = await read();
      screens.set(keyOf(destination), screen);
      return screen;
    },
    forget: (destination) => void screens.delete(keyOf(destination)),
    leaveOut: (destination, writing, fields) =>
      void left.set(`${writing}${keyOf(destination)}`, new Set([...leftOut(destination, writing), ...fields])),
    leftOut,
  };
}
