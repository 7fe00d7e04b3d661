import { bookMax, type Store } from "../port.ts";
import { list, text } from "./replies.ts";
import { one, type Session } from "./session.ts";

/** Books of the installation: a set each, in a slot of its own. */
export function createBooks(session: Session): Pick<Store, "note" | "notes" | "strike"> {
  const { keys, scripts } = session;
  return {
    async note(book, entries) {
      if (entries.length === 0) return;
      await one(session, { script: scripts["note-1"], keys: [keys.book(book)], args: [bookMax, ...entries] });
    },
    async notes(book) {
      const entries = list(await one(session, { command: "smembers", key: keys.book(book), args: [] }));
      return entries.map(text).sort();
    },
    async strike(book, entries) {
      if (entries.length === 0) return;
      await one(session, { command: "srem", key: keys.book(book), args: entries });
    },
  };
}
