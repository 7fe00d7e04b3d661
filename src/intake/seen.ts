import type { Alert } from "../alert/alert.ts";
import type { Judgement } from "../incident/judgement.ts";
import type { Store } from "../store/port.ts";
import { type SeenBook, seenBooks, seenEntry } from "../store/seen.ts";

/** A book of the store holds so many entries; what comes after those is not kept there, and not remembered here. */
const maxEntries = 1_000;

/** Notes what alerts speak of, for `policy check --url`: each thing once per process. */
export type Seen = {
  /** Looks at one alert. Costs a few look-ups when it brings nothing new, which is nearly always. */
  readonly look: (alert: Alert, judgement: Judgement) => void;
  /**
   * Writes what is new to the store, without anybody waiting for it. What the store does not take is tried with the next;
   * it never fails an alert.
   */
  readonly write: () => void;
  /** Resolves when nothing is being written. */
  readonly idle: () => Promise<void>;
};

/** Things already noted: a word, under another one. */
type Known = { readonly of: Map<string, Set<string>>; size: number };

export function createSeen(store: Pick<Store, "note">): Seen {
  const known: Record<SeenBook, Known> = {
    metrics: { of: new Map(), size: 0 },
    severities: { of: new Map(), size: 0 },
    teams: { of: new Map(), size: 0 },
    services: { of: new Map(), size: 0 },
  };
  let waiting: { readonly book: SeenBook; readonly entry: string }[] = [];
  let writing: Promise<void> | null = null;

  const note = (book: SeenBook, under: string, word: string, entryOf: () => string): void => {
    const books = known[book];
    const words = books.of.get(under) ?? new Set();
    if (words.has(word) || books.size >= maxEntries) return;
    books.size += 1;
    books.of.set(under, words.add(word));
    waiting.push({ book, entry: entryOf() });
  };

  const writeAll = async (): Promise<void> => {
    const now = waiting;
    waiting = [];
    for (const [book, entries] of Map.groupBy(now, ({ book }) => book)) {
      try {
        await store.note(
          seenBooks[book],
          entries.map(({ entry }) => entry),
        );
      } catch {
        // Only what `policy check` would have said is late: the alerts themselves are stored and told by others.
        waiting.push(...entries);
      }
    }
  };

  return {
    look: (alert, { identity, reason }) => {
      const { source, measurement, labels } = alert;
      if (source === "vigie") return;
      const { service } = identity;
      if (measurement) {
        const { metric } = measurement;
        note("metrics", service ?? "", metric, () => seenEntry.metrics(service ?? null, metric));
      }
      const word = severityWord(reason);
      if (word) {
        const { label, value } = word;
        note("severities", `${source} ${label}`, value, () => seenEntry.severities(source, label, value));
      }
      const { team } = labels;
      if (team) note("teams", "", team, () => team);
      else if (service) note("services", "", service, () => service);
    },
    write: () => {
      if (waiting.length === 0 || writing) return;
      writing = writeAll().finally(() => {
        writing = null;
      });
    },
    idle: async () => {
      await writing;
    },
  };
}

/** The word that a sender used for the severity, where one decided. */
function severityWord(reason: Judgement["reason"]): { readonly label: string; readonly value: string } | undefined {
  switch (reason.kind) {
    case "label":
    case "unknown-label":
      return { label: reason.label, value: reason.value };
    case "sender-hint":
      return { label: "severity", value: reason.value };
    default:
      return undefined;
  }
}
