import type { Severity } from "../../alert/severity.ts";
import type { PolicyPlace } from "../../incident/judgement.ts";
import type { Locale } from "../../words/locale.ts";
import { policyActing } from "../../words/policy-acting.ts";
import { wordsOf } from "../../words/words.ts";
import type { RollbackRules, ServiceAction } from "../actions/service-action.ts";
import { formatDuration } from "../time/duration.ts";
import type { Acting } from "./acting.ts";

type Row = { readonly label: string; readonly text: string; readonly place?: PolicyPlace | undefined };

/** What may be done, which of it is suggested, and when a model is rolled back. */
export function actingRows({ acting }: { readonly acting?: Acting }, locale: Locale): readonly Row[] {
  if (!acting) return [];
  const words = policyActing[locale];
  const { actions, suggested, rollback } = acting;
  const declared = actions.map((action, at) => ({
    label: at === 0 ? words.actions : "",
    text: actionText(action, locale),
    place: action.place,
  }));
  const suggestion = suggested ? [{ label: words.suggests, text: suggested.action, place: suggested.place }] : [];
  return [...declared, ...suggestion, ...(rollback ? rollbackRows(rollback, acting, locale) : [])];
}

function rollbackRows(rollback: RollbackRules, { isPerformance, criteria }: Acting, locale: Locale): readonly Row[] {
  const words = policyActing[locale];
  const { mode, dryRun, withheld, place } = rollback;
  const held = criteria.map(({ name, forMs, place: writtenAt }) => ({
    label: "",
    text: forMs > 0 ? words.criterionFor(name, formatDuration(forMs)) : words.criterion(name),
    place: writtenAt,
  }));
  return [
    { label: words.rollback, text: modeText(rollback, locale), place },
    ...(withheld ? [{ label: "", text: words.withheld }] : []),
    ...(dryRun ? [{ label: "", text: words.dryRun }] : []),
    ...(mode === "auto" && !isPerformance ? [{ label: "", text: words.notPerformance }] : []),
    ...(mode === "off" ? [] : held),
  ];
}

function modeText({ mode, at, vetoMs }: RollbackRules, locale: Locale): string {
  const words = policyActing[locale];
  const levels = at.map((one: Severity) => wordsOf(locale).severity[one]);
  if (mode === "off") return words.off;
  if (mode === "approve") return words.approve(levels);
  return [words.auto(levels), ...(vetoMs > 0 ? [words.veto(formatDuration(vetoMs))] : [])].join(words.also);
}

function actionText({ id, steps, authority, approvers }: ServiceAction, locale: Locale): string {
  const words = policyActing[locale];
  const calls = steps.map((step) => ("verb" in step ? `${step.provider} ${step.verb}` : step.provider));
  const whom = authority ? [words.only([...authority.people, ...authority.roles])] : [];
  const approval = approvers.length > 0 ? [words.approved(approvers)] : [];
  return [words.action(id, calls), ...whom, ...approval].join(words.also);
}
