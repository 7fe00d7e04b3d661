import type { Alert } from "../alert/alert.ts";
import { automationWordsOf } from "../words/automation.ts";
import { type Locale, locales } from "../words/locale.ts";
import { ownWordsOf } from "../words/own.ts";
import type { Actor } from "./actor.ts";
import { deliveryReason, personName, placeName } from "./draw/places.ts";

/** Why Vigie opens an incident of its own: the closed list of protocol 3.5. */
export const ownReasons = ["page-undelivered", "store-epoch", "policy-reload", "automation-off", "bug"] as const;
export type OwnReason = (typeof ownReasons)[number];

/** What it is about: data, told in the reader's language. */
type About =
  | {
      readonly reason: "page-undelivered";
      /** `VIG-11`, the destination's id, and the delivery reason. */
      readonly incident: string;
      readonly destination: string;
      readonly because: string;
    }
  /** The policy file that was to be loaded and the first thing wrong with it, or how many policies replicas run. */
  | { readonly reason: "policy-reload"; readonly what: "faulty"; readonly file: string; readonly fault: string }
  | { readonly reason: "policy-reload"; readonly what: "differs"; readonly hashes: readonly string[] }
  /** Who pulled the kill switch, or took that back, and when, in ms since the epoch (U-06). */
  | { readonly reason: "automation-off"; readonly is: "on" | "off"; readonly by: Actor; readonly at: number }
  /** The masked name of an alert that could not be decided. */
  | { readonly reason: "bug"; readonly alert: string };

/** What Vigie says of itself; told like any alert, routed by the policy (`match: [source="vigie"]`). */
export type OwnTrouble = About & {
  /** One alert per reason and subject. */
  readonly subject: string;
  readonly status: "firing" | "resolved";
  readonly now: number;
};

/** Vigie's own trouble as an alert (protocol 3.5), with its summary in every language that we speak. */
export function ownAlert(trouble: OwnTrouble): Alert {
  const { reason, subject, status, now } = trouble;
  const name = `Vigie: ${reason}`;
  const summaries = locales.map((locale) => [`summary_${locale}`, summaryOf(trouble, locale)] as const);
  return {
    source: "vigie",
    fingerprint: `${reason}:${subject}`,
    status,
    name,
    labels: { service: "vigie", environment: "production", family: reason, severity: "warning", alertname: name },
    annotations: { summary: summaryOf(trouble, "en"), ...Object.fromEntries(summaries) },
    startsAt: now,
    ...(status === "resolved" ? { endsAt: now } : {}),
    links: [],
    ...(trouble.reason === "automation-off" ? { by: trouble.by.id } : {}),
  };
}

function summaryOf(about: About, locale: Locale): string {
  const words = ownWordsOf(locale);
  if (about.reason === "bug") return words.bug(about.alert);
  if (about.reason === "automation-off") {
    const who = about.by.name ?? personName(about.by.id, undefined, locale);
    return automationWordsOf(locale).own[about.is](who, about.at);
  }
  if (about.reason === "policy-reload")
    return about.what === "faulty" ? words.policyFaulty(about.file, about.fault) : words.policiesDiffer(about.hashes);
  const { incident, destination, because } = about;
  const place = placeName(destination, undefined, locale);
  return words.pageUndelivered(incident, place, deliveryReason(because, locale));
}
