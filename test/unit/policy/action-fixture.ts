import type { CompileOptions } from "../../../src/policy/compile.ts";
import type { Policy } from "../../../src/policy/policy.ts";
import { faultsOf, policyFrom } from "./policy-fixture.ts";

const restart = "{ kubernetes: { restart: deployment/credit } }";

/** A policy of one service, `credit-scoring`, with these actions. */
export function withActions(actions: string, more = "route: {}"): string {
  return `version: 1\n${more}\nservices:\n  credit-scoring:\n    model: credit\n    actions:\n      ${actions}\n`;
}

/** One action of that service; with a restart as its only step where none is written. */
export function oneAction(written: string, id = "rollback"): string {
  const steps = /\bsteps:/.test(written) ? "" : `steps: [${restart}]`;
  return withActions(`${id}: { ${[steps, written].filter(Boolean).join(", ")} }`);
}

export function actionOf(written: string, id: Parameters<Policy["people"]["may"]>[0] = "rollback") {
  return policyFrom(oneAction(written, id)).declared.find((one) => one.id === id);
}

/** What is wrong, each with what to write instead. */
export function said(text: string, options: Partial<CompileOptions> = {}): readonly string[] {
  return faultsOf(text, options).map(({ message, hint }) => `${message} -> ${hint}`);
}
