import { z } from "zod";
import { severities } from "../../alert/severity.ts";
import { locales } from "../../words/locale.ts";

/** The values of which the grammar is made. */
export const text = z.string().min(1);
export const names = z.array(text);
export const duration = text.meta({
  description: "A duration as Alertmanager writes it: 15m, 1h30m, 2d.",
  examples: ["15m"],
});
export const band = text.meta({
  description: "A comparison, in % for relative measures.",
  examples: [">= 5%", "< 0.05"],
});
export const matchers = names.meta({
  description: "Alertmanager's matcher syntax.",
  examples: [['team="security"']],
});
export const severity = z.enum(severities);
export const locale = z.enum(locales);

/** `{ info: …, warning: …, critical: …, urgent: … }`, each optional. */
export function bySeverity<Value extends z.ZodType>(value: Value) {
  return z.strictObject({
    info: value.optional(),
    warning: value.optional(),
    critical: value.optional(),
    urgent: value.optional(),
  });
}
