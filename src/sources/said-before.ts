import type { Alert } from "../alert/alert.ts";
import { fnv1a } from "../incident/fnv1a.ts";
import type { SentAlert } from "./sent-alert.ts";

/** An alert as it was read, with the times as they were written. */
type Said = Pick<SentAlert, "startsAt" | "endsAt"> & { readonly alert: Alert; readonly bytes: number };

/**
 * Reads alerts, and those that are said again word for word only once: whenever one alert joins a group its sender
 * repeats all others, and a pair of Alertmanagers says everything twice. Only an alert of which masking left every word
 * as it was is kept: it says itself what it was read from, and nothing unmasked outlives its request. What was not kept,
 * or is said in other words, is read afresh: it costs time and changes nothing. `senderGroup` is masked already.
 */
export type SaidBefore = (sent: SentAlert, senderGroup: string | undefined, read: () => Alert) => Alert;

/** Fingerprints heard once are told by a hash in so many slots: two that share one only make words be kept early or late. */
const heardSlots = 2 ** 18;
/** About what an alert takes beside its characters. */
const alertBytes = 1_024;
/** Protocol 11. */
const defaultMaxBytes = 16 * 1024 * 1024;

/**
 * Makes a memory of alerts by fingerprint and exact words.
 *
 * @param maxBytes about how much is kept, 16 MiB by default; what was read longest ago goes first
 */
export function createSaidBefore(maxBytes: number = defaultMaxBytes): SaidBefore {
  const heard = new Uint32Array(heardSlots);
  const memory = new Map<string, Said>();
  /** Goes on where it stopped: a new one would first walk over all that was deleted. */
  const byAge = memory.entries();
  let bytes = 0;

  const isHeardFirst = (fingerprint: string): boolean => {
    const hash = fnv1a(fingerprint);
    const slot = hash % heardSlots;
    if (heard[slot] === hash) return false;
    heard[slot] = hash;
    return true;
  };

  const keep = (fingerprint: string, said: Said): void => {
    bytes += said.bytes - (memory.get(fingerprint)?.bytes ?? 0);
    memory.delete(fingerprint);
    memory.set(fingerprint, said);
    while (bytes > maxBytes) {
      const [oldest, one] = byAge.next().value ?? [fingerprint, said];
      memory.delete(oldest);
      bytes -= one.bytes;
    }
  };

  return (sent, senderGroup, read) => {
    const { fingerprint } = sent;
    if (fingerprint === undefined || isHeardFirst(fingerprint)) return read();
    const before = memory.get(fingerprint);
    if (before && before.alert.senderGroup === senderGroup && isSame(before, sent)) return before.alert;
    const alert = read();
    if (isUnmasked(alert, sent)) {
      const { startsAt, endsAt } = sent;
      keep(fingerprint, {
        alert,
        startsAt,
        endsAt,
        bytes: alertBytes + charsOf(alert.labels) + charsOf(alert.annotations),
      });
    }
    return alert;
  };
}

/** Whether all words of an alert are those that were sent. A record that need not change is the very one sent. */
function isUnmasked({ labels, annotations, links }: Alert, sent: SentAlert): boolean {
  return labels === sent.labels && annotations === sent.annotations && queryIn(links) === sent.generatorURL;
}

function isSame({ alert, startsAt, endsAt }: Said, sent: SentAlert): boolean {
  return (
    alert.status === sent.status &&
    startsAt === sent.startsAt &&
    endsAt === sent.endsAt &&
    queryIn(alert.links) === sent.generatorURL &&
    areSame(alert.labels, sent.labels) &&
    areSame(alert.annotations, sent.annotations)
  );
}

function queryIn(links: Alert["links"]): string | undefined {
  return links.find(({ kind }) => kind === "query")?.url;
}

type Texts = Readonly<Record<string, string>>;

function areSame(one: Texts, other: Texts): boolean {
  let names = 0;
  for (const name in one) {
    if (one[name] !== other[name]) return false;
    names += 1;
  }
  for (const _name in other) names -= 1;
  return names === 0;
}

function charsOf(texts: Texts): number {
  let chars = 0;
  for (const name in texts) chars += name.length + (texts[name]?.length ?? 0);
  return chars;
}
