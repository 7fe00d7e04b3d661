import { z } from "zod";
import { covers, longestSilenceMs, type Silence, shortSilenceMs, silenceChoices } from "../../incident/silence.ts";
import { parseDuration } from "../../policy/time/duration.ts";
import { commandWordsOf } from "../../words/commands.ts";
import type { Form, Values } from "../form.ts";
import { presserOf } from "../presser.ts";
import type { Asked, Command, Said } from "./command.ts";
import type { CommandDeps } from "./command-deps.ts";
import { numberIn } from "./explain-incident.ts";
import { sentenceLine, textLine, wordSaid } from "./lines.ts";
import { openNow } from "./open-now.ts";
import { permissionOf } from "./permission.ts";
import { pressedSaid } from "./pressed-said.ts";
import { judgedFor, named, servicesKnown } from "./services.ts";

const whyMaxUnits = 300;
const environmentMaxUnits = 80;

const valuesSchema = z.object({
  for: z.string().trim(),
  environment: z.string().trim().max(environmentMaxUnits).default(""),
  why: z.string().trim().min(1).max(whyMaxUnits),
  urgent: z.enum(["true", "false"]).default("false"),
});

/** `silence VIG-12|SERVICE [DURATION] [WHY]`: of an incident what its button does, or all of a service (U-46). */
export function silence(deps: CommandDeps): Command {
  return {
    name: "silence",
    run: async (asked): Promise<Said> => {
      const words = commandWordsOf(asked.locale).silence;
      const [what] = asked.words;
      if (what === undefined) return { lines: [textLine(words.which)] };
      const number = numberIn(what);
      if (number !== null) return ofIncident(deps, asked, number);
      const known = await servicesKnown(deps);
      const found = named(what, known);
      if (!("name" in found)) return { lines: [textLine(words.unknownService(wordSaid(what), found.near))] };
      return ofService(deps, asked, found.name);
    },
  };
}

/** The press of the incident's own button, its form filled with what was typed. */
async function ofIncident({ desk }: CommandDeps, asked: Asked, number: number): Promise<Said> {
  const { account, where, locale } = asked;
  const press = { handler: "silence", incident: { number }, account, where, locale };
  const first = await desk.press(asked.values === undefined ? press : { ...press, values: asked.values });
  const typed = typedIn(asked);
  if (first.kind !== "form" || typed.for === undefined) return pressedSaid(first, locale);
  const values = filled(first.form, typed);
  return values === null ? pressedSaid(first, locale) : pressedSaid(await desk.press({ ...press, values }), locale);
}

async function ofService(deps: CommandDeps, asked: Asked, service: string): Promise<Said> {
  const words = commandWordsOf(asked.locale).silence;
  const typed = typedIn(asked);
  const given = asked.values ?? (typed.for === undefined || typed.why === undefined ? undefined : typed);
  const form = formOf(asked, service, typed);
  if (given === undefined) return { lines: [], form };
  const read = valuesSchema.safeParse(given);
  const forMs = read.success ? parseDuration(read.data.for) : null;
  if (!read.success || forMs === null || forMs === 0) return { lines: [textLine(words.needsWhy)], form };
  if (forMs > longestSilenceMs) return { lines: [textLine(words.tooLong)], form };
  const { why, urgent } = read.data;
  const environment = deps.mask.label("environment", read.data.environment);
  const team = judgedFor(deps.policy(), service, environment || undefined).team?.id;
  const permission = await permissionOf(deps, asked, ["silence-service", "silence-long"], team);
  if ("refusal" in permission) return { lines: [textLine(permission.refusal)] };
  if (forMs > shortSilenceMs && !permission.may("silence-long"))
    return { lines: [textLine(words.tooLongForYou)], form };
  const { person } = await presserOf(asked.account, team, { directory: deps.directory, policy: deps.policy() });
  const at = deps.now();
  const until = at + forMs;
  const scope = { kind: "service", service, ...(environment === "" ? {} : { environment }) } as const;
  await silenceService(deps, asked.where, {
    ...{ id: deps.newId(), scope, by: person.actor, at, until },
    ...{ why: deps.mask.text(why), urgent: urgent === "true" },
  });
  return {
    lines: [
      sentenceLine(words.done(wordSaid(service), until), deps.now()),
      textLine(urgent === "true" ? words.urgentSilent : words.urgentRings),
    ],
  };
}

/** Silences what is open now, and what is still to come. */
async function silenceService(
  { store, intake, noteSilence }: CommandDeps,
  where: Asked["where"],
  silence: Silence,
): Promise<void> {
  await noteSilence(silence);
  for (const { incident } of await openNow(store, (one) => covers(silence, one))) {
    const { uid } = incident;
    await intake.ask(incident, { kind: "act", uid, act: { kind: "silence", silence }, by: silence.by, where });
  }
}

/** What stands behind the name: a duration first, then why. */
function typedIn({ words: [, second, ...rest] }: Asked): Partial<Record<"for" | "why", string>> {
  if (second === undefined) return {};
  const isDuration = parseDuration(second) !== null;
  const why = (isDuration ? rest : [second, ...rest]).join(" ").slice(0, whyMaxUnits);
  return { ...(isDuration ? { for: second } : {}), ...(why === "" ? {} : { why }) };
}

/** The form's values with what was typed; `null` where it asks what was not typed. */
function filled({ fields }: Form, typed: Partial<Record<"for" | "why", string>>): Values | null {
  const values = fields.map((field): readonly [string, string] => {
    if (field.kind === "toggle") return [field.id, String(field.initial)];
    if (field.kind !== "choice") return [field.id, field.required ? (typed.why ?? "") : (field.initial ?? "")];
    const chosen = field.options.find(({ value }) => value === typed.for)?.value;
    return [field.id, chosen ?? field.initial ?? ""];
  });
  const isKnown = values.some(([, value]) => value === typed.for);
  const isFull = fields.every(
    ({ id, required }) => !required || values.some(([one, value]) => one === id && value !== ""),
  );
  return isKnown && isFull ? Object.fromEntries(values) : null;
}

function formOf({ locale, values = {} }: Asked, service: string, typed: Values): Form {
  const { silence: words } = commandWordsOf(locale);
  const chosen = silenceChoices.find((one) => one === (values.for ?? typed.for)) ?? "2h";
  return {
    title: words.title,
    note: words.note(wordSaid(service)),
    submit: words.submit,
    cancel: words.cancel,
    fields: [
      {
        ...{ id: "for", label: words.minutes, required: true, kind: "choice", initial: chosen },
        options: silenceChoices.map((value) => ({ value, text: words.durations[value] })),
      },
      {
        ...{ id: "environment", label: words.environment, hint: words.environmentHint, required: false },
        ...{ kind: "text", multiline: false, maxUnits: environmentMaxUnits, initial: values.environment ?? "" },
      },
      {
        ...{ id: "why", label: words.why, required: true },
        ...{ kind: "text", multiline: false, maxUnits: whyMaxUnits, initial: values.why ?? typed.why ?? "" },
      },
      { id: "urgent", label: words.urgent, required: false, kind: "toggle", initial: values.urgent === "true" },
    ],
  };
}
