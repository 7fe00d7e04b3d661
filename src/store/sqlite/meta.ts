import type { DatabaseSync } from "node:sqlite";
import { text } from "./columns.ts";

/** Named values of the installation. */
export function createMeta(db: DatabaseSync) {
  const add = db.prepare("INSERT OR IGNORE INTO meta (name, value) VALUES (?, ?)");
  const find = db.prepare("SELECT value FROM meta WHERE name = ?");
  const touch = db.prepare("UPDATE meta SET value = value WHERE name = ?");
  return {
    /** Sets when absent; answers the value that stands. */
    keep(name: string, value: string): string {
      add.run(name, value);
      return text(find.get(name)?.value);
    },
    kept(name: string): string | null {
      const row = find.get(name);
      return row ? text(row.value) : null;
    },
    /** Writes a value as it is, to see whether the file can be written. */
    touch(name: string): void {
      touch.run(name);
    },
  };
}
