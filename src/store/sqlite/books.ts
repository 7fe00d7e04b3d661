import type { DatabaseSync } from "node:sqlite";
import { bookMax } from "../port.ts";
import { int, text } from "./columns.ts";

/** Books of the installation: rows of `meta` named `note:<book>:<entry>`; a book's name has no colon. */
export function createBooks(db: DatabaseSync) {
  const add = db.prepare("INSERT OR IGNORE INTO meta (name, value) VALUES (?, '')");
  const drop = db.prepare("DELETE FROM meta WHERE name = ?");
  const count = db.prepare("SELECT count(*) AS entries FROM meta WHERE name >= ? AND name < ?");
  const all = db.prepare("SELECT name FROM meta WHERE name >= ? AND name < ?");
  /** The names of a book's rows lie between these: `;` comes right after `:`. */
  const span = (book: string) => [`note:${book}:`, `note:${book};`] as const;
  return {
    note(book: string, entries: readonly string[]): void {
      let held = int(count.get(...span(book))?.entries);
      for (const entry of entries) if (held < bookMax) held += Number(add.run(`note:${book}:${entry}`).changes);
    },
    notes(book: string): readonly string[] {
      const [prefix] = span(book);
      return all
        .all(...span(book))
        .map(({ name }) => text(name).slice(prefix.length))
        .sort();
    },
    strike(book: string, entries: readonly string[]): void {
      for (const entry of entries) drop.run(`note:${book}:${entry}`);
    },
  };
}
