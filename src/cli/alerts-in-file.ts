import { z } from "zod";
import type { Alert } from "../alert/alert.ts";
import { createMasker } from "../privacy/masker.ts";
import { alertmanager } from "../sources/alertmanager.ts";
import { drift } from "../sources/drift.ts";
import type { Issue, Source } from "../sources/source.ts";

export type AlertsRead =
  | { readonly ok: true; readonly alerts: readonly Alert[] }
  | { readonly ok: false; readonly issues: readonly Issue[] };

type Problem = Pick<Issue, "path" | "message">;

/**
 * Reads what somebody saved to a file, each alert by its own source: a webhook body of Alertmanager, one alert or a list,
 * what `amtool alert query -o json` and `GET /api/v2/alerts` answer, drift events, or JSON Lines of any of these.
 *
 * @param now stands for the time of receipt, in milliseconds
 */
export function alertsInFile(text: string, now: number): AlertsRead {
  // Some editors begin a file with a byte order mark, which is not JSON.
  const documents = documentsIn(text.replace(/^\ufeff/, ""));
  if (!documents.ok) return { ok: false, issues: [documents.issue] };
  const { values, areLines } = documents;
  return joined(
    values.map((value, line) => placed(alertsIn(value, now), areLines ? `line ${line + 1}` : "")),
    "no alert stands in it",
  );
}

/** Reads plain data as `alertsInFile` does. */
export function alertsIn(json: unknown, now: number): AlertsRead {
  if (Array.isArray(json))
    return joined(
      json.map((one, at) => placed(alertsIn(one, now), String(at))),
      "",
    );
  const [source, body, prefix] = sourceOf(json, now);
  const parsed = source.parse({ body, header: () => undefined }, { mask: maskOnce, now });
  if (parsed.kind === "unreadable") return { ok: false, issues: parsed.issues };
  const items = [...parsed.items];
  const issues = items.flatMap((item) => (item.kind === "rejected" ? item.issues : []));
  if (issues.length > 0) {
    return { ok: false, issues: issues.map((issue) => ({ ...issue, path: withoutPrefix(issue.path, prefix) })) };
  }
  const alerts = items.flatMap((item) => (item.kind === "alerts" ? item.alerts : []));
  return { ok: true, alerts: alerts.map(asTold) };
}

/** A `no_data` or `error` as people hear of it: as what Vigie says of its series (behaviour 2.6). */
function asTold(alert: Alert): Alert {
  const { measurement } = alert;
  if (!measurement || measurement.value !== undefined) return alert;
  return { ...alert, measurement: { ...measurement, lateSince: measurement.windowTo } };
}

/** What is read here is never stored, so any key masks alike. */
const maskOnce = createMasker({ key: "explained, never stored" });

type Documents =
  | { readonly ok: true; readonly values: readonly unknown[]; readonly areLines: boolean }
  | { readonly ok: false; readonly issue: Issue };

function documentsIn(text: string): Documents {
  const whole = parseJson(text);
  if (whole.ok) return { ok: true, values: [whole.value], areLines: false };
  const lines = text.split("\n").map((line, at) => ({ line: line.trim(), at }));
  const filled = lines.filter(({ line }) => line !== "");
  const read = filled.map(({ line, at }) => ({ at, ...parseJson(line) }));
  const broken = read.find(({ ok }) => !ok);
  // A single line that is no JSON, and JSON over several lines, are told as the parser sees them whole.
  if (filled.length < 2 || read[0]?.ok === false) return { ok: false, issue: whole.issue };
  if (broken?.ok === false) {
    return { ok: false, issue: { ...broken.issue, path: `line ${broken.at + 1}` } };
  }
  return { ok: true, values: read.flatMap((one) => (one.ok ? [one.value] : [])), areLines: true };
}

function parseJson(
  text: string,
): { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly issue: Issue } {
  try {
    return { ok: true, value: JSON.parse(text) };
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause);
    return { ok: false, issue: { path: "", code: "not-json", message } };
  }
}

/** What Alertmanager's own API says of an alert; all of its states are firing. */
const gettable = z.looseObject({ status: z.looseObject({ state: z.string() }), labels: z.unknown() });

/** A body has `alerts`, an alert has `labels` and no `metric`; anything else is a measurement. */
function sourceOf(json: unknown, now: number): readonly [source: Source, body: unknown, prefix: string] {
  if (typeof json !== "object" || json === null) return [drift, json, ""];
  if ("alerts" in json) return [alertmanager, json, ""];
  if (!("labels" in json) || "metric" in json || "data" in json) return [drift, json, ""];
  const startsAt = new Date(now).toISOString();
  const asked = gettable.safeParse(json);
  const alert = asked.success
    ? { startsAt, ...json, status: "firing", endsAt: undefined }
    : { status: "firing", startsAt, ...json };
  return [alertmanager, { alerts: [alert] }, "alerts.0."];
}

function withoutPrefix(path: string, prefix: string): string {
  return path.startsWith(prefix) ? path.slice(prefix.length) : path;
}

function placed(read: AlertsRead, place: string): AlertsRead {
  if (read.ok || place === "") return read;
  const issues = read.issues.map((issue) => ({ ...issue, path: issue.path ? `${place}.${issue.path}` : place }));
  return { ok: false, issues };
}

function joined(all: readonly AlertsRead[], whenEmpty: string): AlertsRead {
  const issues = all.flatMap((one) => (one.ok ? [] : one.issues));
  if (issues.length > 0) return { ok: false, issues };
  const alerts = all.flatMap((one) => (one.ok ? one.alerts : []));
  if (alerts.length === 0 && whenEmpty !== "") {
    return { ok: false, issues: [{ path: "", code: "empty", message: whenEmpty }] };
  }
  return { ok: true, alerts };
}

/** The first ten of what is wrong with a file, in one line. */
export function problemsText(issues: readonly Problem[]): string {
  const shown = issues.slice(0, 10).map(({ path, message }) => (path ? `${path}: ${message}` : message));
  return [...shown, ...(issues.length > 10 ? [`… ${issues.length - 10}`] : [])].join("; ");
}
