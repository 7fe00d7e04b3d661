import type { Store } from "../port.ts";
import { list, records, text } from "./replies.ts";
import { clockWord, one, type Session } from "./session.ts";

/** What all processes say, in one hash of the installation; what nobody says any more goes by the store's clock. */
export function createAnnounce(session: Session): Store["announce"] {
  const { keys, scripts } = session;
  return async (process, what, forMs) => {
    const args = [clockWord(session), process, what, forMs];
    const said = list(await one(session, { script: scripts["announce-1"], keys: [keys.said], args }));
    return new Map(records(said.map(text), 2).map(([name, words]) => [text(name), text(words)]));
  };
}
