import type { DatabaseSync } from "node:sqlite";
import { text } from "./columns.ts";

/** Named values of the installation, and those that are lent until a time by `now`. */
export function createMeta(db: DatabaseSync, now: () => number) {
  const add = db.prepare("INSERT OR IGNORE INTO meta (name, value) VALUES (?, ?)");
  const find = db.prepare("SELECT value FROM meta WHERE name = ?");
  const set = db.prepare("INSERT OR REPLACE INTO meta (name, value) VALUES (?, ?)");
  const lend = db.prepare("INSERT OR REPLACE INTO lent (name, value, until) VALUES (?, ?, ?)");
  const lent = db.prepare("SELECT value FROM lent WHERE name = ? AND until > ?");
  const forgetLent = db.prepare("DELETE FROM lent WHERE until <= ?");
  const touch = db.prepare("UPDATE meta SET value = value WHERE name = ?");
  return {
    /** Sets when absent; answers the value that stands. */
    keep(name: string, value: string): string {
      add.run(name, value);
      return text(find.get(name)?.value);
    },
    kept(name: string): string | null {
      const row = find.get(name) ?? lent.get(name, now());
      return row ? text(row.value) : null;
    },
    /** Sets where the value is `before`; yes also where it is `after` already. */
    swap(name: string, before: string | null, after: string): boolean {
      const row = find.get(name);
      const found = row ? text(row.value) : null;
      if (found === after) return true;
      if (found !== before) return false;
      set.run(name, after);
      return true;
    },
    lend(name: string, value: string, forMs: number): void {
      lend.run(name, value, now() + forMs);
    },
    /** Values whose time is over leave the file. */
    forgetLent(): void {
      forgetLent.run(now());
    },
    /** Writes a value as it is, to see whether the file can be written. */
    touch(name: string): void {
      touch.run(name);
    },
  };
}
