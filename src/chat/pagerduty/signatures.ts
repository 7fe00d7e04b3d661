/**
 * The signatures of a V3 webhook: `X-PagerDuty-Signature: v1=<hex>[,v1=<hex>]`, one for each secret of the subscription.
 *
 * @see https://developer.pagerduty.com/docs/webhooks/webhook-signatures/ (read 2026-11-20)
 */
export function pagerDutySignatures(header: (name: string) => string | undefined): readonly string[] {
  const given = header("x-pagerduty-signature") ?? "";
  return given.split(",").flatMap((one) => /^\s*v1=(\S+)\s*$/.exec(one)?.[1] ?? []);
}
