import type { Alert } from "../alert/alert.ts";

/** Why Vigie opens an incident of its own: the closed list of protocol 3.5. */
export const ownReasons = ["page-undelivered", "store-epoch", "policy-reload", "bug"] as const;
export type OwnReason = (typeof ownReasons)[number];

/** What Vigie says of itself; told like any alert, routed by the policy (`match: [source="vigie"]`). */
export type OwnTrouble = {
  readonly reason: OwnReason;
  /** What it is about; one alert per reason and subject. */
  readonly subject: string;
  /** One plain line of masked text. */
  readonly detail: string;
  readonly status: "firing" | "resolved";
  readonly now: number;
};

/** Vigie's own trouble as an alert (protocol 3.5). */
export function ownAlert({ reason, subject, detail, status, now }: OwnTrouble): Alert {
  return {
    source: "vigie",
    fingerprint: `${reason}:${subject}`,
    status,
    name: `Vigie: ${reason}`,
    labels: {
      service: "vigie",
      environment: "production",
      family: reason,
      severity: "warning",
      alertname: `Vigie: ${reason}`,
    },
    annotations: { summary: detail },
    startsAt: now,
    ...(status === "resolved" ? { endsAt: now } : {}),
    links: [],
  };
}
