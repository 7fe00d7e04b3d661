import { createMasker } from "../privacy/masker.ts";
import { alertmanager } from "../sources/alertmanager.ts";
import { drift } from "../sources/drift.ts";
import type { Source } from "../sources/source.ts";
import type { ParseAny } from "./policy.ts";

/**
 * Reads what somebody saved to a file: an Alertmanager webhook body, one alert of it, or a drift event, each by its own
 * source.
 *
 * @param now stands for the time of receipt, in milliseconds
 */
export function parseAnyAlert(now: () => number): ParseAny {
  const mask = createMasker({ key: "explained, never stored" });
  return (json) => {
    const [source, body] = sourceOf(json, now());
    const parsed = source.parse({ body, header: () => undefined }, { mask, now: now() });
    if (parsed.kind === "unreadable") return { ok: false, issues: parsed.issues };
    const items = [...parsed.items];
    const issues = items.flatMap((item) => (item.kind === "rejected" ? item.issues : []));
    if (issues.length > 0) return { ok: false, issues };
    return { ok: true, alerts: items.flatMap((item) => (item.kind === "alerts" ? item.alerts : [])) };
  };
}

/** A body has `alerts`, an alert has `labels` and no `metric`; anything else is a measurement. */
function sourceOf(json: unknown, now: number): readonly [Source, unknown] {
  if (typeof json !== "object" || json === null) return [drift, json];
  if ("alerts" in json) return [alertmanager, json];
  if (!("labels" in json) || "metric" in json || "data" in json) return [drift, json];
  const alert = { status: "firing", startsAt: new Date(now).toISOString(), ...json };
  return [alertmanager, { alerts: [alert] }];
}
