import { z } from "zod";
import type { Bilingual, RunbookNote } from "../../incident/judgement.ts";
import type { Locale } from "../../words/locale.ts";
import { policyFaults as say } from "../../words/policy.ts";
import { readPolicyText } from "../document/policy-text.ts";
import { faultBook, type PolicyError } from "../policy-error.ts";

const sentence = z.object({ en: z.string(), fr: z.string().nullish() });
const step = sentence.extend({ inherits: z.string().optional() });
const runbook = z.object({
  id: z.string(),
  family: z.string().optional(),
  /** The measurements that it is about; alerts are named one by one. */
  drift: z.string().optional(),
  applies_to: z.object({ preset: z.string(), service: z.string() }).optional(),
  alerts: z.array(z.object({ name: z.string() })).default([]),
  meaning: sentence.optional(),
  immediate_actions: z.array(step).default([]),
  /** What to do first, where the steps do not say it in a sentence of their own. */
  first: sentence.optional(),
  resolution: z.array(step).default([]),
});
/** What is used of a catalogue file; it may hold more. */
const catalogue = z.object({ version: z.literal(1), preset: z.string().optional(), runbooks: z.array(runbook) });

type Runbook = z.infer<typeof runbook>;
type Entry = {
  readonly runbook: Runbook;
  readonly note: RunbookNote;
  readonly preset?: string | undefined;
  readonly service?: string | undefined;
};

/** Whose runbook is wanted. */
type Application = {
  /** The preset whose figures count for the alert; absent: the policy's own. */
  readonly preset?: string | undefined;
  readonly service?: string | undefined;
  /** The service's own id for a name that a catalogue uses; the name itself by default. */
  readonly serviceOf?: (name: string) => string;
};

/**
 * What an alert is looked up by. The name alone never identifies it: the same name means different things on different
 * applications (C-02).
 */
export type RunbookQuery = Application & {
  readonly alertname: string;
  /** The sender's `runbook_id` annotation; wins where the preset's catalogue has it. */
  readonly runbook_id?: string | undefined;
};

/** What a measurement is looked up by. */
export type DriftQuery = Application & { readonly family: string };

export type Runbooks = {
  readonly runbookFor: (query: RunbookQuery) => RunbookNote | undefined;
  /** The preset's only runbook for a family, else the note for measurements of that family. */
  readonly driftNote: (query: DriftQuery) => RunbookNote | undefined;
};

/** A catalogue without entries. */
export const noRunbooks: Runbooks = { runbookFor: () => undefined, driftNote: () => undefined };

export type RunbookFile = { readonly file: string; readonly text: string };

/**
 * Reads runbook catalogues (`policies/runbooks/*.yaml`).
 *
 * @returns the runbooks of all files together, or what is wrong with them
 */
export function parseRunbooks(
  files: readonly RunbookFile[],
  locale: Locale = "en",
):
  | { readonly ok: true; readonly runbooks: Runbooks }
  | { readonly ok: false; readonly faults: readonly PolicyError[] } {
  const faults: PolicyError[] = [];
  const entries: Entry[] = [];
  for (const { file, text } of files) {
    const read = readPolicyText(text, file, locale);
    if (!read.ok) {
      faults.push(...read.faults);
      continue;
    }
    const book = faultBook(read.text, locale);
    const parsed = catalogue.safeParse(read.text.data);
    if (parsed.success) entries.push(...entriesOf(parsed.data));
    for (const { path, message } of parsed.error?.issues ?? []) {
      book.fault(
        path.filter((one) => typeof one !== "symbol"),
        say.notARunbook({ reason: message }),
      );
    }
    faults.push(...book.faults);
  }
  return faults.length > 0 ? { ok: false, faults } : { ok: true, runbooks: lookUp(entries) };
}

function entriesOf({ preset, runbooks }: z.infer<typeof catalogue>): readonly Entry[] {
  const byId = new Map(runbooks.map((one) => [one.id, one]));
  return runbooks.map((runbook) => ({
    runbook,
    note: noteOf(runbook, byId),
    preset: runbook.applies_to?.preset ?? preset,
    service: runbook.applies_to?.service,
  }));
}

/** What it means and what to do first: as `first` says, else the first immediate action, else the first way out. */
function noteOf(runbook: Runbook, byId: ReadonlyMap<string, Runbook>): RunbookNote {
  const { id, meaning } = runbook;
  const first = runbook.first ?? firstStep(runbook, byId, 0);
  return { id, ...(meaning ? { meaning: bilingual(meaning) } : {}), ...(first ? { first: bilingual(first) } : {}) };
}

/** A step may point to the same steps of another runbook: `inherits: PromptInjectionDetected.immediate_actions`. */
function firstStep(
  { immediate_actions, resolution }: Runbook,
  byId: ReadonlyMap<string, Runbook>,
  depth: number,
): z.infer<typeof sentence> | undefined {
  const first = immediate_actions[0] ?? resolution[0];
  const other = byId.get(first?.inherits?.split(".")[0] ?? "");
  return (other && depth < 4 ? firstStep(other, byId, depth + 1) : undefined) ?? first;
}

function bilingual({ en, fr }: z.infer<typeof sentence>): Bilingual {
  return { en, fr: fr ?? en };
}

function lookUp(entries: readonly Entry[]): Runbooks {
  const byDrift = new Map(
    entries.flatMap(({ runbook, note }) => (runbook.drift ? [[runbook.drift, note] as const] : [])),
  );
  const byId = Map.groupBy(entries, ({ runbook }) => runbook.id);
  const byFamily = Map.groupBy(entries, ({ runbook }) => runbook.family);
  const byAlert = new Map<string, readonly Entry[]>();
  for (const entry of entries) {
    for (const { name } of entry.runbook.alerts) byAlert.set(name, [...(byAlert.get(name) ?? []), entry]);
  }
  const catalogues = new Set(entries.map(({ preset }) => preset));
  /** A preset without runbooks of its own is no application of its own: it is looked up as if there were none. */
  const known = (preset: string | undefined) => (catalogues.has(preset) ? preset : undefined);
  return {
    driftNote: ({ family, ...who }) => {
      const preset = known(who.preset);
      const own = (preset && byFamily.get(family)) || [];
      const ours = own.filter((entry) => entry.preset === preset && isFor(entry, who) !== "other");
      return ours.length === 1 ? ours[0]?.note : byDrift.get(family);
    },
    runbookFor: ({ alertname, runbook_id, ...who }) => {
      const preset = known(who.preset);
      const isOurs = (entry: Entry) => preset === undefined || entry.preset === preset;
      const named = runbook_id && byId.get(runbook_id)?.find((entry) => entry.preset === undefined || isOurs(entry));
      if (named) return named.note;
      const ours = byAlert.get(alertname)?.filter(isOurs) ?? [];
      const exact = ours.find((entry) => isFor(entry, who) === "this");
      // Without a preset an exact service may be another application's of that name: no note rather than a wrong one.
      if (exact) return preset === undefined && ours.length > 1 ? undefined : exact.note;
      const general = ours.find((entry) => isFor(entry, who) === "any");
      // Whoever takes a preset takes its runbooks, whatever its own service is called.
      const only = preset !== undefined && ours.length === 1 ? ours[0] : undefined;
      return (general ?? only)?.note;
    },
  };
}

/** Which services a runbook is for, seen from one. */
function isFor(entry: Entry, { service, serviceOf = (name) => name }: Application): "this" | "any" | "other" {
  if (entry.service === undefined) return "any";
  return entry.service === service || serviceOf(entry.service) === service ? "this" : "other";
}
