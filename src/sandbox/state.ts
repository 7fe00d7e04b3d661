import { DatabaseSync } from "node:sqlite";

/** What a stand-in remembers: JSON values by key, kept over a restart when a file is given. */
export type StandInState = {
  get(key: string): unknown;
  set(key: string, value: unknown): void;
  delete(key: string): void;
  /** Values whose key begins so, by key order. */
  list(prefix: string): readonly (readonly [key: string, value: unknown])[];
  close(): void;
};

/**
 * Opens the memory of the stand-ins.
 *
 * @param file path of the database; `:memory:` forgets at the end
 */
export function openStandInState(file: string): StandInState {
  const db = new DatabaseSync(file);
  db.exec("PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF; PRAGMA busy_timeout=5000");
  db.exec("CREATE TABLE IF NOT EXISTS kept (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID");
  const get = db.prepare("SELECT value FROM kept WHERE key = ?");
  const set = db.prepare("INSERT INTO kept VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value");
  const remove = db.prepare("DELETE FROM kept WHERE key = ?");
  const list = db.prepare("SELECT key, value FROM kept WHERE key >= ? AND key < ? ORDER BY key");
  return {
    get: (key) => parsed(get.get(key)?.value),
    set: (key, value) => void set.run(key, JSON.stringify(value)),
    delete: (key) => void remove.run(key),
    list: (prefix) =>
      list.all(prefix, `${prefix}\u{10ffff}`).map((row) => [String(row.key), parsed(row.value)] as const),
    close: () => db.close(),
  };
}

function parsed(value: unknown): unknown {
  return typeof value === "string" ? JSON.parse(value) : undefined;
}
