import { type ActionId, actionIds } from "../../incident/actions/action-ids.ts";
import { present } from "../../present.ts";
import { policyFaults } from "../../words/policy.ts";
import { actionFaults as say } from "../../words/policy-actions.ts";
import type { WrittenAction } from "../document/action-schema.ts";
import type { Path } from "../document/path.ts";
import type { PolicyText } from "../document/policy-text.ts";
import type { PolicyDocument } from "../document/schema.ts";
import type { FaultBook } from "../policy-error.ts";
import { longestRange } from "./longest-range.ts";
import { readStep } from "./read-step.ts";
import { checkBand, checkUrl, dateIn, durationIn } from "./read-values.ts";
import type { HelpCheck, ServiceAction, ServingCheck } from "./service-action.ts";

/** Who is named by an action: e-mails and contacts, or roles; what is neither is in the book. */
export type NamedActors = (names: readonly string[], path: Path) => NonNullable<ServiceAction["authority"]>;

export type ActionsBench = {
  readonly text: PolicyText;
  readonly book: FaultBook;
  /** How late a metric's labels come, in ms. */
  readonly labelsDelayOf: (service: string, metric: string) => number;
  readonly actorsOf: NamedActors;
  readonly approversOf: (names: readonly string[], path: Path) => readonly string[];
};

/** The actions of each service that declares any. */
export type DeclaredActions = ReadonlyMap<string, ReadonlyMap<ActionId, ServiceAction>>;

const minuteMs = 60_000;
const usualWithinMs = 10 * minuteMs;
const usualForMs = 120 * minuteMs;
/** Chosen where the source gives one (U-34). */
const usualEveryMs: Readonly<Partial<Record<ActionId, number>>> = { restart: 5 * minuteMs };
/** A withdrawal is the product owner's (U-29). */
const usualApprovers: Readonly<Partial<Record<ActionId, readonly string[]>>> = { withdrawal: ["po"] };

/** Compiles `services.<id>.actions`. */
export function compileActions({ services = {} }: PolicyDocument, bench: ActionsBench): DeclaredActions {
  return new Map(
    Object.entries(services).flatMap(([service, { actions }]) => {
      const declared = actionIds.flatMap((id) => {
        const written = actions?.[id];
        return written ? [[id, compileAction(id, service, written, bench)] as const] : [];
      });
      return declared.length > 0 ? [[service, new Map(declared)] as const] : [];
    }),
  );
}

function compileAction(id: ActionId, service: string, written: WrittenAction, bench: ActionsBench): ServiceAction {
  const { text, book } = bench;
  const path = ["services", service, "actions", id];
  const { steps, serving, health, condition, authority, approvers, last_test: lastTest } = written;
  const durationOf = durationsOf(written, path, book);
  checkUrl(health, [...path, "health"], book);
  if (condition) checkBand(condition.when, [...path, "condition", "when"], book);
  else if (id === "retrain") book.fault(path, say.needsCondition(), { at: "key" });
  const idealMs = durationOf("ideal");
  const lastTestAt = lastTest === undefined ? undefined : dateIn(lastTest, [...path, "last_test"], book);
  const servingCheck = serving && compileServing(serving, [...path, "serving"], book);
  return {
    id,
    service,
    steps: steps.flatMap((step, at) => readStep(step, [...path, "steps", at], book) ?? []),
    withinMs: durationOf("within") ?? usualWithinMs,
    helps: compileHelps(written.helps ?? {}, service, [...path, "helps"], bench),
    approvers: approvers ? bench.approversOf(approvers, [...path, "approvers"]) : (usualApprovers[id] ?? []),
    everyMs: durationOf("every") ?? usualEveryMs[id] ?? 0,
    place: text.place(path),
    ...(servingCheck ? { serving: servingCheck } : {}),
    ...(health === undefined ? {} : { health }),
    ...(condition ? { condition } : {}),
    ...(authority ? { authority: bench.actorsOf(authority, [...path, "authority"]) } : {}),
    ...present({ idealMs, lastTestAt }),
  };
}

function compileServing(
  { promql, label, http, field }: NonNullable<WrittenAction["serving"]>,
  path: Path,
  book: FaultBook,
): ServingCheck | undefined {
  if ((promql === undefined) === (http === undefined)) book.fault(path, say.oneOf({ first: "promql", second: "http" }));
  else if (http === undefined && field !== undefined)
    book.fault([...path, "field"], say.belongsTo({ key: "field", to: "http" }), { at: "key" });
  else if (promql === undefined && label !== undefined)
    book.fault([...path, "label"], say.belongsTo({ key: "label", to: "promql" }), { at: "key" });
  checkUrl(http, [...path, "http"], book);
  if (promql !== undefined) return { kind: "promql", query: promql, ...(label === undefined ? {} : { label }) };
  return http === undefined ? undefined : { kind: "http", url: http, field: field ?? "version" };
}

function compileHelps(
  { metric, promql, healthy, min_sample: minSample = 0, for: during }: NonNullable<WrittenAction["helps"]>,
  service: string,
  path: Path,
  { book, labelsDelayOf }: ActionsBench,
): HelpCheck {
  if (metric !== undefined && promql !== undefined) book.fault(path, say.oneOf({ first: "metric", second: "promql" }));
  if (promql !== undefined && healthy === undefined) book.fault(path, policyFaults.missingKey({ key: "healthy" }));
  if (healthy !== undefined) {
    checkBand(healthy, [...path, "healthy"], book);
    if (promql === undefined)
      book.fault([...path, "healthy"], say.belongsTo({ key: "healthy", to: "promql" }), { at: "key" });
  }
  const forMs = during === undefined ? usualForMs : durationIn(during, [...path, "for"], book);
  return {
    minSample,
    forMs,
    ...(metric === undefined ? {} : { metric, labelsDelayMs: labelsDelayOf(service, metric) }),
    ...(promql !== undefined && healthy !== undefined
      ? { promql: { query: promql, healthy, rangeMs: longestRange(promql) } }
      : {}),
  };
}

function durationsOf(written: WrittenAction, path: Path, book: FaultBook) {
  return (key: "within" | "every" | "ideal"): number | undefined => {
    const value = written[key];
    return value === undefined ? undefined : durationIn(value, [...path, key], book);
  };
}
