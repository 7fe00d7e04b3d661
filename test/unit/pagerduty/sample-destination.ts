import type { PagerDutyDestination } from "../../../src/policy/destination.ts";

/** A PagerDuty service, as a policy names one. */
export const sampleDestination: PagerDutyDestination = {
  receiver: "pagerduty",
  id: "pagerduty:1f0c9a",
  locale: "en",
  fallback: [],
  routingKey: "e93facc04764012d7bfb002500d5d1a6",
  shown: "PAGERDUTY_ROUTING_KEY",
};
