import { rmSync } from "node:fs";
import type { DatabaseSync } from "node:sqlite";
import { int } from "./columns.ts";
import { applicationId, changeTables, createSchema, schemaVersion } from "./schema.ts";

/** SQL that brings a file from the schema before it to `to`; runs inside the one transaction of all migrations. */
export type Migration = { readonly to: number; readonly sql: string };

/** THE list of migrations, one for each schema after the first. */
export const migrations: readonly Migration[] = [{ to: 2, sql: changeTables }];

/**
 * Makes the tables of a new file, or brings an older file up to date in one transaction, after a copy beside it named
 * `<file>.schema-<n>` (protocol 10.3).
 *
 * @throws Error when the file belongs to a newer release or to another program; nothing is then changed
 */
export function migrate(
  db: DatabaseSync,
  file: string,
  steps: readonly Migration[] = migrations,
  target = schemaVersion,
): void {
  const found = int(db.prepare("PRAGMA user_version").get()?.user_version);
  if (found === target) return;
  if (found > target)
    throw new Error(
      `The store file ${file} has schema ${found}, this release knows ${target}: run the newer release, ` +
        `or put back the copy ${file}.schema-${target} that it left when it took over.`,
    );
  if (found === 0) create(db, file);
  else upgrade(db, file, found, target, steps);
}

function upgrade(db: DatabaseSync, file: string, found: number, target: number, steps: readonly Migration[]): void {
  if (file !== ":memory:") {
    const copy = `${file}.schema-${found}`;
    rmSync(copy, { force: true });
    db.prepare("VACUUM INTO ?").run(copy);
  }
  const missing = steps.filter(({ to }) => to > found && to <= target);
  inTransaction(db, `${missing.map(({ sql }) => sql).join(";\n")};\nPRAGMA user_version = ${target};`);
}

function create(db: DatabaseSync, file: string): void {
  if (db.prepare("SELECT 1 FROM sqlite_schema").get())
    throw new Error(`The file ${file} is a database of another program: name another file in VIGIE_STORE.`);
  inTransaction(
    db,
    `${createSchema}; PRAGMA application_id = ${applicationId}; PRAGMA user_version = ${schemaVersion};`,
  );
}

function inTransaction(db: DatabaseSync, sql: string): void {
  db.exec("BEGIN IMMEDIATE");
  try {
    db.exec(sql);
    db.exec("COMMIT");
  } catch (error) {
    if (db.isTransaction) db.exec("ROLLBACK");
    throw error;
  }
}
