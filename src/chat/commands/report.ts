import { z } from "zod";
import type { Alert } from "../../alert/alert.ts";
import { severities } from "../../alert/severity.ts";
import { placeName, tidy } from "../../incident/draw.ts";
import { isOpen } from "../../incident/incident.ts";
import { humanId } from "../../incident/view.ts";
import { commandWordsOf } from "../../words/commands.ts";
import { locales } from "../../words/locale.ts";
import type { Form, Values } from "../form.ts";
import type { Asked, Command, Said } from "./command.ts";
import type { CommandDeps } from "./command-deps.ts";
import { crisisMessages } from "./crisis-messages.ts";
import { idOf } from "./incident-line.ts";
import { textLine } from "./lines.ts";
import { refusalOf } from "./permission.ts";
import { reportAlert } from "./report-alert.ts";
import { judgedFor, named, servicesKnown } from "./services.ts";

const nameMaxUnits = 80;
const whatMaxUnits = 1_000;
const environmentDefault = "production";
/** A form offers at most so many services to choose from; with more, the name is typed. */
const choicesMax = 100;

const name = z.string().trim().min(1).max(nameMaxUnits);
const valuesSchema = z.object({
  service: name,
  environment: name,
  what: z.string().trim().min(1).max(whatMaxUnits),
  severity: z.enum(severities),
});

/** `report [WHAT]`: opens an incident that no alert told of, or joins the open one, with messages ready to send (U-44). */
export function report(deps: CommandDeps): Command {
  return {
    name: "report",
    run: async (asked): Promise<Said> => {
      const words = commandWordsOf(asked.locale).report;
      const known = await servicesKnown(deps);
      // Only a policy that names services knows which there are; else trouble that no alert ever told of could not be reported.
      const choices = deps.policy().services.length === 0 ? [] : known;
      if (asked.values === undefined) return { lines: [], form: formOf(choices, asked) };
      const read = valuesSchema.safeParse(asked.values);
      if (!read.success) return { lines: [textLine(words.needed)], form: formOf(choices, asked, asked.values) };
      const found = named(read.data.service, known);
      const values = { ...read.data, service: "name" in found ? found.name : read.data.service };
      const team = judgedFor(deps.policy(), values.service, values.environment).team?.id;
      const refusal = await refusalOf(deps, asked, "report", team);
      return refusal === null ? reported(deps, asked, values) : { lines: [textLine(refusal)] };
    },
  };
}

async function reported(deps: CommandDeps, { locale }: Asked, values: z.infer<typeof valuesSchema>): Promise<Said> {
  const { store, intake, now, policy, publicUrl } = deps;
  const words = commandWordsOf(locale).report;
  const alert = masked(deps, reportAlert({ ...values, at: now() }));
  const { groupId } = policy().groupOf(alert);
  const before = await store.newestOf(groupId);
  await intake.accept([alert], 0);
  const stored = await store.newestOf(groupId);
  if (!stored) return { lines: [textLine(words.stored)] };
  const { incident, number } = stored;
  const isJoined = before?.number === number && isOpen(before.incident);
  const places = [...new Set(incident.owed.map(({ id }) => placeName(id, undefined, locale, incident.owed)))];
  const said = (isJoined ? words.joined : words.opened)(humanId(number));
  const messages = [locale, ...locales.filter((one) => one !== locale)].flatMap((one) =>
    crisisMessages({ stored, service: values.service, impact: alert.annotations.summary ?? "", now: now() }, one),
  );
  return {
    number,
    lines: [
      publicUrl === undefined ? textLine(said) : [...textLine(`${said} `), idOf(number, publicUrl)],
      textLine(words.told(places)),
      ...messages,
    ],
  };
}

function masked({ mask }: CommandDeps, alert: Alert): Alert {
  const { service = "", environment = "" } = alert.labels;
  const summary = mask.text(tidy(alert.annotations.summary ?? "", whatMaxUnits));
  const labels = {
    ...alert.labels,
    service: mask.label("service", service),
    environment: mask.label("environment", environment),
  };
  return { ...alert, labels, annotations: { summary } };
}

function formOf(known: readonly string[], { locale, words: typed }: Asked, given: Values = {}): Form {
  const { report: words } = commandWordsOf(locale);
  const service = { id: "service", label: words.service, required: true };
  const initial = given.service === undefined ? {} : { initial: given.service };
  const isChoice =
    known.length > 0 && known.length <= choicesMax && (given.service === undefined || known.includes(given.service));
  return {
    title: words.title,
    note: words.note,
    submit: words.submit,
    cancel: words.cancel,
    fields: [
      isChoice
        ? { ...service, kind: "choice", options: known.map((one) => ({ value: one, text: one })), ...initial }
        : { ...service, kind: "text", multiline: false, maxUnits: nameMaxUnits, ...initial },
      {
        ...{ id: "environment", label: words.environment, required: true },
        ...{ kind: "text", multiline: false, maxUnits: nameMaxUnits, initial: given.environment ?? environmentDefault },
      },
      {
        ...{ id: "what", label: words.what, hint: words.whatHint, required: true },
        ...{
          kind: "text",
          multiline: true,
          maxUnits: whatMaxUnits,
          initial: given.what ?? typed.join(" ").slice(0, whatMaxUnits),
        },
      },
      {
        ...{
          id: "severity",
          label: words.severity,
          required: true,
          kind: "choice",
          initial: given.severity ?? "critical",
        },
        options: severities.toReversed().map((one) => ({ value: one, text: words.severities[one] })),
      },
    ],
  };
}
