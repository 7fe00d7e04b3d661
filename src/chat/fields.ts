import { z } from "zod";
import type { FaultCode } from "../words/form-faults.ts";
import type { FieldWords } from "../words/form-words.ts";
import type { Field } from "./form.ts";
import type { Asking } from "./handler.ts";
import type { Person } from "./person.ts";

/** Every field has these; the rest is its kind's. */
export type FieldHead = Pick<Field, "id" | "label" | "hint" | "required">;

/** One field of a form: how it is drawn, and how its value is read. A fault is told by its code. */
export type FieldOf<T> = {
  readonly required: boolean;
  readonly draw: (head: FieldHead, words: FieldWords, asking: Asking) => Field;
  /** Reads the trimmed value; `undefined` where it is empty. */
  readonly schema: (asking: Asking, id: string) => z.ZodType<T>;
  /** Asked only then; absent: always. */
  readonly when?: (asking: Asking) => boolean;
};

type Need = "required" | "optional";
const code = (fault: FaultCode): FaultCode => fault;

/** Words. @param maxUnits bound in UTF-16 units */
export function words(need: "required", maxUnits: number, lines: "line" | "lines"): FieldOf<string>;
export function words(need: "optional", maxUnits: number, lines: "line" | "lines"): FieldOf<string | undefined>;
export function words(need: Need, maxUnits: number, lines: "line" | "lines"): FieldOf<string | undefined> {
  const text = z.string(code("required")).max(maxUnits, code("too-long"));
  return {
    required: need === "required",
    draw: (head) => ({ ...head, kind: "text", multiline: lines === "lines", maxUnits }),
    schema: () => (need === "required" ? text : text.optional()),
  };
}

/** Why somebody does it all the same: needed, or asked at all, as things stand. @param maxUnits bound in UTF-16 units */
export function reason(
  maxUnits: number,
  need: (asking: Asking) => "required" | "optional" | "not-asked",
): FieldOf<string | undefined> {
  const text = words("optional", maxUnits, "lines");
  const needed = words("required", maxUnits, "lines");
  return {
    required: false,
    draw: (head, said, asking) => text.draw({ ...head, required: need(asking) === "required" }, said, asking),
    schema: (asking, id) => (need(asking) === "required" ? needed : text).schema(asking, id),
    when: (asking) => need(asking) !== "not-asked",
  };
}

/** One of a closed list, whose words stand with the field's. `initial` where nothing is chosen. */
export function choice<const V extends string>(values: readonly [V, ...V[]], initial?: V): FieldOf<V> {
  return {
    required: true,
    draw: (head, { options = {} }) => ({
      ...head,
      kind: "choice",
      options: values.map((value) => ({ value, text: options[value] ?? value })),
      ...(initial === undefined ? {} : { initial }),
    }),
    schema: () => {
      const one = z.enum(values, { error: requiredOr("choice") });
      return initial === undefined ? one : one.default(() => initial);
    },
  };
}

/** One of what the policy or the incident has. */
export function choiceOf(
  need: Need,
  valuesOf: (asking: Asking) => readonly string[],
  initialOf: (asking: Asking) => string | undefined = () => undefined,
): FieldOf<string | undefined> {
  return {
    required: need === "required",
    draw: (head, { options = {} }, asking) => {
      const initial = initialOf(asking);
      return {
        ...head,
        kind: "choice",
        options: valuesOf(asking)
          .slice(0, optionsMax)
          .map((value) => ({ value, text: options[value] ?? value })),
        ...(initial === undefined ? {} : { initial }),
      };
    },
    schema: (asking) => {
      const one = z.string(code("required")).refine((value) => valuesOf(asking).includes(value), code("choice"));
      return need === "required" ? one : one.optional();
    },
  };
}

/** Slack takes 100 options; nobody reads more. */
const optionsMax = 100;

/** Somebody; the desk looked them up before (`Asking.people`). */
export function person(need: "required", initialOf?: (asking: Asking) => string | undefined): FieldOf<Person>;
export function person(
  need: "optional",
  initialOf?: (asking: Asking) => string | undefined,
): FieldOf<Person | undefined>;
export function person(
  need: Need,
  initialOf: (asking: Asking) => string | undefined = () => undefined,
): FieldOf<Person | undefined> {
  return {
    required: need === "required",
    draw: (head, _words, asking) => {
      const initial = initialOf(asking);
      return { ...head, kind: "person", ...(initial === undefined ? {} : { initial }) };
    },
    schema: ({ people }, id) => {
      const somebody = z.string(code("required")).transform((_value, context) => {
        const { [id]: found } = people;
        if (found) return found;
        context.addIssue({ code: "custom", message: code("unknown-person") });
        return z.NEVER;
      });
      return need === "required" ? somebody : somebody.optional();
    },
  };
}

/** Yes or no; no by default. */
export function toggle(when?: (asking: Asking) => boolean): FieldOf<boolean> {
  return {
    required: false,
    draw: (head) => ({ ...head, kind: "toggle", initial: false }),
    schema: () =>
      z
        .enum(["true", "false"], code("toggle"))
        .default("false")
        .transform((value) => value === "true"),
    ...(when ? { when } : {}),
  };
}

function requiredOr(other: FaultCode): (issue: { readonly input?: unknown }) => FaultCode {
  return ({ input }) => (input === undefined ? "required" : other);
}
