import type { HumanAct } from "../incident/acts.ts";
import { type FaultCode, faultWords } from "../words/form-faults.ts";
import { type FormId, formWordsOf } from "../words/forms.ts";
import type { Locale } from "../words/locale.ts";
import type { FieldOf } from "./fields.ts";
import type { Field, Form, FormFault } from "./form.ts";
import type { Asking, Handler } from "./handler.ts";

/** The fields of a form, in order. */
type Fields = Readonly<Record<string, FieldOf<unknown>>>;
type ValuesOf<F extends Fields> = { readonly [Id in keyof F]: F[Id] extends FieldOf<infer T> ? T : never };

/** What good values come to: an act, or a fault that only the values together show. */
export type Outcome =
  | { readonly act: HumanAct; readonly elsewhere?: boolean }
  | { readonly wrong: string; readonly code: FaultCode; readonly limit?: number };

/** What a form says that depends on what it is about: what exactly a press would do. */
export type FormSaid = Partial<Pick<Form, "title" | "note" | "submit">>;

/**
 * A form, and how its values are read: what is drawn as needed is needed, in every surface alike. One without fields is a
 * confirmation.
 *
 * @param said what stands in place of the form's own words
 */
export function formOf<const F extends Fields>(
  id: FormId,
  fields: F,
  outcome: (values: ValuesOf<F>, asking: Asking) => Outcome,
  said: (asking: Asking) => FormSaid = () => ({}),
): Required<Pick<Handler, "form" | "read">> {
  const asked = (asking: Asking) => Object.entries(fields).filter(([, { when }]) => when?.(asking) ?? true);
  const drawn = (field: string, { required, draw }: FieldOf<unknown>, asking: Asking) => {
    const words = formWordsOf(id, asking.locale).fields[field] ?? { label: field };
    const { label, hint } = words;
    return draw({ id: field, label, required, ...(hint === undefined ? {} : { hint }) }, words, asking);
  };
  return {
    form: (asking) => {
      const { title, note, submit } = formWordsOf(id, asking.locale);
      return {
        title,
        ...(note === undefined ? {} : { note }),
        fields: asked(asking).map(([field, of]) => drawn(field, of, asking)),
        submit,
        cancel: faultWords[asking.locale].cancel,
        ...said(asking),
      };
    },
    read: (values, asking) => {
      const { locale } = asking;
      const shown = new Set(asked(asking).map(([field]) => field));
      const strange = Object.keys(values).filter((field) => !shown.has(field));
      const faults = strange.map((field) => faultOf(field, "unknown-field", 0, locale));
      const good: Record<string, unknown> = {};
      for (const [field, of] of Object.entries(fields)) {
        const value = shown.has(field) ? values[field]?.trim() : undefined;
        const read = of.schema(asking, field).safeParse(value === "" ? undefined : value);
        if (read.success) good[field] = read.data;
        else {
          const choices = choicesOf(drawn(field, of, asking));
          faults.push(
            ...read.error.issues.slice(0, 1).map((issue) => ({ ...asFault(field, issue, locale), ...choices })),
          );
        }
      }
      if (faults.length > 0) return { faults };
      // Each field was read by its own schema.
      const result = outcome(good as ValuesOf<F>, asking);
      return "act" in result ? result : { faults: [faultOf(result.wrong, result.code, result.limit ?? 0, locale)] };
    },
  };
}

/** A fault in the reader's language. */
export function faultOf(field: string, code: FaultCode, limit: number, locale: Locale): FormFault {
  return { field, message: faultWords[locale][code](limit) };
}

function choicesOf(field: Field): Pick<FormFault, "choices"> {
  return field.kind === "choice" ? { choices: field.options.map(({ value }) => value) } : {};
}

type Issue = { readonly message: string; readonly maximum?: number | bigint };

function asFault(field: string, { message, maximum = 0 }: Issue, locale: Locale): FormFault {
  return faultOf(field, codes.find((one) => one === message) ?? "choice", Number(maximum), locale);
}

const codes = [
  "required",
  "choice",
  "toggle",
  "too-long",
  "unknown-person",
  "duration",
] as const satisfies readonly FaultCode[];
