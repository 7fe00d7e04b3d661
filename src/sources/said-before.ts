import type { Alert } from "../alert/alert.ts";
import { fnv1a } from "../incident/fnv1a.ts";
import type { SentAlert } from "./sent-alert.ts";

/** Which alert was read from which words. `senderGroup` is masked already. */
type Said = {
  readonly sent: SentAlert;
  readonly senderGroup: string | undefined;
  readonly alert: Alert;
  readonly bytes: number;
};

/**
 * Reads alerts, and those that are said again word for word only once: whenever one alert joins a group its sender
 * repeats all others, and a pair of Alertmanagers says everything twice. What was forgotten, or is said in other words,
 * is read afresh: it costs time and changes nothing.
 */
export type SaidBefore = (sent: SentAlert, senderGroup: string | undefined, read: () => Alert) => Alert;

/** Fingerprints heard once are told by a hash in so many slots: two that share one only make words be kept early or late. */
const heardSlots = 2 ** 18;
/** About what an alert takes beside its characters. */
const alertBytes = 1_024;
const defaultMaxBytes = 24 * 1024 * 1024;

/**
 * Makes a memory of alerts by fingerprint and exact words.
 *
 * @param maxBytes about how much is kept, 24 MiB by default; what was read longest ago goes first
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
    if (before && before.senderGroup === senderGroup && isSame(before.sent, sent)) return before.alert;
    const alert = read();
    const bytes = alertBytes + charsOf(sent.labels) + charsOf(sent.annotations);
    keep(fingerprint, { sent, senderGroup, alert, bytes });
    return alert;
  };
}

function isSame(one: SentAlert, other: SentAlert): boolean {
  return (
    one.status === other.status &&
    one.startsAt === other.startsAt &&
    one.endsAt === other.endsAt &&
    one.generatorURL === other.generatorURL &&
    areSame(one.labels, other.labels) &&
    areSame(one.annotations, other.annotations)
  );
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
