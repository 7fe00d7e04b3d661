import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { StoreAway } from "../port.ts";

/**
 * SQLite's primary result codes that mean "the store is away": busy, locked, no memory, read-only, I/O error, corrupt,
 * full, cannot open, not a database. Any other one is a bug of ours.
 *
 * @see https://www.sqlite.org/rescode.html (2026-11-20)
 */
const awayCodes: ReadonlySet<number> = new Set([5, 6, 7, 8, 10, 11, 13, 14, 26]);
const busy = 5;

/**
 * Opens the file and holds it under an exclusive lock until it is closed (protocol 10.3). Its folder is made.
 *
 * With the exclusive lock WAL needs no shared memory. `synchronous` is FULL: a commit is on the disk when it returns.
 * A checkpoint copies at most `wal_autocheckpoint` pages (4 MiB) while the event loop waits.
 *
 * @throws Error naming the file and what to do when it is in use or cannot be opened
 */
export function openDatabase(file: string): DatabaseSync {
  if (file !== ":memory:") mkdirSync(dirname(file), { recursive: true });
  let db: DatabaseSync | undefined;
  try {
    db = new DatabaseSync(file, { timeout: 0 });
    db.exec(`
      PRAGMA locking_mode = EXCLUSIVE;
      PRAGMA page_size = 8192;
      PRAGMA journal_mode = WAL;
      PRAGMA synchronous = FULL;
      PRAGMA wal_autocheckpoint = 500;
      PRAGMA cache_size = -32768;
      PRAGMA temp_store = MEMORY;
      BEGIN EXCLUSIVE;
      COMMIT;
    `);
    return db;
  } catch (cause) {
    db?.close();
    if (resultCode(cause) === busy)
      throw new Error(
        `The store file ${file} is in use by another process. Stop that process, or name another file in VIGIE_STORE.`,
        { cause },
      );
    throw new Error(
      `The store file ${file} cannot be opened: ${reasonOf(cause)}. Check that it is a database of Vigie and that the ` +
        "file and its folder are writable, or name another file in VIGIE_STORE.",
      { cause },
    );
  }
}

/** What a caller of the port is thrown: `StoreAway` when the file failed or is closed, any other error as it is. */
export function awayOr(error: unknown): unknown {
  const code = resultCode(error);
  const away = code === null ? isClosed(error) : awayCodes.has(code);
  return away ? new StoreAway(`SQLite: ${reasonOf(error)}`, { cause: error }) : error;
}

/** The primary result code of an error of SQLite; `null` for any other error. */
function resultCode(error: unknown): number | null {
  return error instanceof Error && "errcode" in error && typeof error.errcode === "number"
    ? error.errcode & 0xff
    : null;
}

/** Statements of a closed database are gone: `ERR_INVALID_STATE`. */
function isClosed(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ERR_INVALID_STATE";
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
