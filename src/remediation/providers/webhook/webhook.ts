import { z } from "zod";
import type { PlannedStep } from "../../../incident/actions/plan.ts";
import type { Placeholder } from "../../../policy/actions/placeholders.ts";
import type { Step } from "../../../policy/actions/step.ts";
import { present } from "../../../present.ts";
import { fieldAt } from "../../field-at.ts";
import type { Call, Doing, Looking, Planning, Provider, Wanted } from "../../provider.ts";
import { doingOf, lookingOf, planningOf } from "../failures.ts";
import type { ProviderDeps } from "../provider-access.ts";
import { signedRequest } from "../signed-request.ts";
import { type SigningKey, signingKey } from "../signing-key.ts";
import type { VendorAnswer, VendorHttp } from "../vendor-http.ts";
import { vendorText } from "../vendor-text.ts";
import { filledBody } from "./filled-body.ts";

/** A signed call to anything else: feature flags, traffic splits, a WAF, sampling rates, an application's `/retrain`. */
export type WebhookStep = Extract<Step, { provider: "webhook" }>;

/** A step whose key was looked up, with what it calls by. */
type Ready = { readonly step: WebhookStep; readonly key: SigningKey; readonly http: VendorHttp } & Pick<
  ProviderDeps,
  "mask"
>;
const nameMaxUnits = 300;

type Values = Readonly<Partial<Record<Placeholder, string>>>;

/**
 * Calls an address of the policy, signed. With `read` it knows what is so before and after; what the value must become is
 * what the body itself says by that name (`field: state.version` and `version: "{to}"`), else the version that is gone to.
 * Without `read` it is blind: a receiver that gets the same delivery twice is to do it once (docs/connect/registry.md).
 *
 * A call has no compare-and-set: the value is read right before, and somebody's newer one stays.
 */
export function createWebhook(
  http: VendorHttp,
  { secretOf, mask }: Pick<ProviderDeps, "secretOf" | "mask">,
): Provider<WebhookStep> {
  const readyOf = (step: WebhookStep): Ready => ({ step, key: signingKey(step.secret, secretOf), http, mask });
  return {
    name: "webhook",
    plan: (step, wanted, call) => plan(readyOf(step), wanted, call),
    do: (step, planned, call) => send(readyOf(step), planned, call),
    look: (step, planned, call) => look(readyOf(step), planned, call),
    undo,
  };
}

async function plan(ready: Ready, { from, to }: Wanted, call: Call): Promise<Planning> {
  const { step, key } = ready;
  if (key.kind === "missing") return { kind: "problem", because: "no-credentials", detail: key.variable };
  const versions = present({ from, to });
  // Which source is meant is known when it is pressed, and which run it is then.
  const { lacks } = filledBody(step.body, { ...versions, source: "", run: "" });
  if (lacks.length > 0)
    return { kind: "problem", because: "faulty", detail: lacks.map((name) => `{${name}}`).join(" ") };
  const base = {
    doing: "call",
    name: nameOf(ready),
    ...(Object.keys(versions).length === 0 ? {} : { memo: versions }),
  } as const;
  const becomes = expected(step, versions);
  if (becomes === undefined) {
    const isAboutVersions = step.read === undefined && names(step.body).includes("to");
    return { kind: "planned", step: { ...base, ...(isAboutVersions ? versions : {}) } };
  }
  const now = await readValue(ready, call);
  if (now.kind !== "ok") return planningOf(now);
  const value = shown(becomes, ready);
  const same = now.data === value ? ({ noop: true } as const) : {};
  return { kind: "planned", step: { ...base, from: now.data, to: value, ...same } };
}

/** The placeholders that a body names. */
function names(body: unknown): readonly Placeholder[] {
  return filledBody(body, {}).lacks;
}

/** What the value that `read` names must become; `undefined` where nothing says so before it is done. */
function expected({ read, body }: WebhookStep, values: Values): string | undefined {
  if (read === undefined) return undefined;
  const filled = filledBody(body, values);
  const written = scalarAt(filled.body, read.field.split(".").at(-1) ?? read.field);
  if (written === null) return values.to;
  return /\{(source|run)\}/.test(written) ? undefined : written;
}

async function send(ready: Ready, planned: PlannedStep, call: Call): Promise<Doing> {
  const { step, key, http } = ready;
  if (key.kind === "missing") return { kind: "failed", because: "no-credentials", detail: key.variable };
  const source = call.source === undefined ? undefined : call.reveal?.(call.source);
  const { memo = {} } = planned;
  const way = memo.way === "undo" ? "undo" : undefined;
  const values = { ...memo, run: call.run, ...(source === undefined ? {} : { source }) };
  const { body, lacks } = filledBody(way === "undo" ? (step.undo ?? step.body) : step.body, values);
  if (lacks.includes("source")) return { kind: "failed", because: "gone", detail: call.source ?? "{source}" };
  if (lacks.length > 0) return { kind: "failed", because: "faulty" };
  const canBeRead = step.read !== undefined && planned.from !== undefined && planned.to !== undefined;
  const now = canBeRead ? await readValue(ready, call) : null;
  if (now !== null && now.kind !== "ok") return doingOf(now);
  if (now?.data !== undefined && now.data === planned.to) return { kind: "done", before: now.data, after: now.data };
  if (now?.data !== undefined && now.data !== planned.from) {
    return { kind: "failed", because: "conflict", detail: now.data };
  }
  const asked = {
    ...({ effect: "write", method: step.method, address: step.url, body, answer: z.unknown() } as const),
    ...(way === undefined ? {} : { kind: way }),
    ...(source === undefined ? {} : { hidden: [source] }),
  };
  const sent = await http(signedRequest(asked, key, call), call);
  if (sent.kind !== "ok") return doingOf(sent);
  const after = canBeRead ? await readValue(ready, call) : null;
  return {
    kind: "done",
    ...(now === null ? {} : { before: now.data }),
    ...(after?.kind === "ok" ? { after: after.data } : {}),
  };
}

async function look(ready: Ready, { from, to }: PlannedStep, call: Call): Promise<Looking> {
  if (ready.step.read === undefined || from === undefined || to === undefined) return { kind: "blind" };
  if (ready.key.kind === "missing") return { kind: "away", detail: ready.key.variable };
  const now = await readValue(ready, call);
  if (now.kind !== "ok") return lookingOf(now);
  if (now.data === to) return { kind: "after", after: to };
  return now.data === from ? { kind: "before" } : { kind: "other", now: now.data };
}

/** The way back that `undo:` writes; else the same body, where it names the version that it goes to. */
function undo(step: WebhookStep, planned: PlannedStep): PlannedStep | null {
  const { from, to, memo = {}, tested: _, ...rest } = planned;
  const isWayBack = step.undo !== undefined || (names(step.body).includes("to") && memo.from !== undefined);
  if (!isWayBack) return null;
  return {
    ...rest,
    ...present({ from: to, to: from }),
    memo: {
      way: "undo",
      ...present({ from: memo.to, to: memo.from }),
    },
  };
}

async function readValue({ step, key, http, mask }: Ready, call: Call): Promise<VendorAnswer<string>> {
  const { read } = step;
  if (read === undefined) return { kind: "faulty" };
  const asked = { effect: "read", method: "GET", address: read.url, kind: "read", answer: z.unknown() } as const;
  const answer = await http(signedRequest(asked, key, call), call);
  if (answer.kind !== "ok") return answer;
  const value = scalarAt(answer.data, read.field);
  return value === null ? { kind: "faulty", detail: read.field } : { kind: "ok", data: shown(value, { key, mask }) };
}

/** A text, number or truth value, as text. */
function scalarAt(json: unknown, path: string): string | null {
  const found = fieldAt(json, path);
  return typeof found === "string" || typeof found === "number" || typeof found === "boolean" ? String(found) : null;
}

/** A value as it may be stored and shown; compared as such, since the same value is always masked alike. */
function shown(value: string, { key, mask }: Pick<Ready, "key" | "mask">): string {
  return vendorText(value, key.kind === "key" ? [key.value] : [], mask);
}

/**
 * The address for people: without user info, query and what looks like a secret in its path. Its host is the policy's own
 * word, not somebody's data, and is shown as it is.
 */
function nameOf({ step, mask }: Ready): string {
  const { host, pathname } = new URL(mask.link(step.url) ?? step.url);
  return `${host}${pathname === "/" ? "" : pathname}`.slice(0, nameMaxUnits).toWellFormed();
}
