import { z } from "zod";
import type { SandboxPerson } from "../../src/sandbox/people.ts";
import { sandboxPeople } from "../../src/sandbox/people.ts";
import type { SandboxOpenView } from "../../src/sandbox/slack/memory.ts";
import { slackPeople } from "./slack-people.ts";
import { buttons, teamsPeople } from "./teams-people.ts";
import type { UnderTest } from "./vigie-under-test.ts";

/** A form's field as its reader sees it, whichever chat drew it. */
export type FieldSeen = {
  readonly id: string;
  readonly label: string;
  readonly required: boolean;
  readonly options: readonly string[];
};

/** What a press showed its presser: a form, a sentence in place of the card, or nothing but the card itself. */
export type Heard =
  | { readonly kind: "card" }
  | { readonly kind: "said"; readonly text: string }
  | {
      readonly kind: "form";
      readonly title: string;
      readonly fields: readonly FieldSeen[];
      readonly send: (values: Values, expects?: Heard["kind"]) => Promise<Heard>;
    };
export type Values = Readonly<Record<string, string | SandboxPerson>>;

/** One chat, through its real ingress: what is pressed goes to Vigie signed as the vendor signs it. */
export type Chat = {
  readonly name: "slack" | "teams";
  /** `expects` says what to wait for; something else is heard all the same, or shows in the state. */
  readonly press: (who: SandboxPerson, id: string, handler: string, expects: Heard["kind"]) => Promise<Heard>;
  /** What can be pressed in the incident's card, its menu included. */
  readonly buttons: (id: string) => readonly string[];
  /** The incident's card with its thread, as text. */
  readonly shows: (id: string) => string;
  /** The card alone. */
  readonly card: (id: string) => string;
};

/** A Vigie in this process or in another, whose sandbox's memory is read here. */
export type ChatWorld = Pick<UnderTest, "state" | "seen"> & {
  readonly world: Pick<UnderTest["world"], "now">;
  readonly run: { readonly origin: string };
};

/** Whom a field of a person offers, each chat asks in its own way. */
const anybody = ["anybody"];

const isAbout = (id: string, message: unknown) => new RegExp(`${id}\\b`).test(JSON.stringify(message));

const viewSchema = z.object({
  title: z.object({ text: z.string() }).optional(),
  blocks: z.array(
    z.looseObject({
      type: z.string(),
      block_id: z.string().default(""),
      label: z.object({ text: z.string() }).optional(),
      optional: z.boolean().default(false),
      text: z.object({ text: z.string() }).optional(),
      element: z
        .looseObject({
          type: z.string(),
          options: z.array(z.object({ value: z.string(), text: z.object({ text: z.string() }) })).default([]),
        })
        .optional(),
    }),
  ),
});

/** The sandbox's Slack: one channel of it. */
export function inSlack(vigie: ChatWorld, channel = "ai-alerts"): Chat {
  const people = slackPeople(vigie);
  const card = (id: string) => {
    const found = vigie.seen.slack().find((message) => message.channelName === channel && isAbout(id, message));
    if (!found) throw new Error(`no card of ${id} in Slack`);
    return found;
  };
  const formOf = (open: SandboxOpenView): Heard => {
    const view = viewSchema.parse(open.view);
    const fields = view.blocks.flatMap(({ type, block_id, label, optional, element }) =>
      type === "input" && element
        ? [
            {
              id: block_id,
              label: label?.text ?? "",
              required: !optional,
              options: offered(element),
            },
          ]
        : [],
    );
    return {
      kind: "form",
      title: view.title?.text ?? "",
      fields,
      send: async (values) => {
        const typed = Object.entries(values).map(([id, value]) => [
          id,
          typeof value === "string" ? value : value.slack,
        ]);
        const { status, text, view: next } = await people.submit(open, Object.fromEntries(typed));
        if (next) return { kind: "said", text: plain(sectionsOf(next)) };
        return status === 303 ? { kind: "card" } : { kind: "said", text: plain(faultsIn(text)) };
      },
    };
  };
  return {
    name: "slack",
    press: async (who, id, handler, expects) => {
      const { channel } = card(id);
      const before = people.told(channel, who.slack).length;
      const { view } = await people.press(card(id), handler, who.slack, expects !== "card");
      if (view) return formOf(view);
      const said = people.told(channel, who.slack).slice(before);
      return said.length > 0 ? { kind: "said", text: plain(said.join(" ")) } : { kind: "card" };
    },
    buttons: (id) => people.buttons(card(id)),
    shows: (id) => {
      const { blocks, attachments, thread } = card(id);
      return wordsIn([blocks, attachments, thread]);
    },
    card: (id) => {
      const { blocks, attachments } = card(id);
      return wordsIn([blocks, attachments]);
    },
  };
}

type Asked = { readonly type: string; readonly options: readonly { readonly text: { readonly text: string } }[] };

function offered({ type, options }: Asked): readonly string[] {
  if (type === "users_select") return anybody;
  return type === "checkboxes" ? [] : options.map(({ text }) => text.text);
}

function sectionsOf({ view }: SandboxOpenView): string {
  return viewSchema
    .parse(view)
    .blocks.flatMap(({ text }) => text?.text ?? [])
    .join(" ");
}

/** What the page says below its fields, as Slack shows it. */
function faultsIn(page: string): string {
  return [...page.matchAll(/<strong>([^<]*)<\/strong>/g)].map(([, said]) => said).join(" ");
}

const elementSchema = z.looseObject({
  type: z.string(),
  id: z.string().default(""),
  label: z.string().optional(),
  title: z.string().optional(),
  text: z.string().optional(),
  isRequired: z.boolean().default(false),
  choices: z.array(z.object({ title: z.string() })).default([]),
  inlines: z.array(z.looseObject({ text: z.string() })).default([]),
});
const cardSchema = z.object({ body: z.array(z.unknown()) });
const inputPrefix = "value-";

/** The sandbox's Teams. */
export function inTeams(vigie: ChatWorld): Chat {
  const people = teamsPeople(vigie);
  const thread = (id: string) => {
    const found = vigie.seen.teamsCards().find((one) => isAbout(id, one.root.activity));
    if (!found) throw new Error(`no card of ${id} in Teams`);
    return found;
  };
  const heardBy = (who: SandboxPerson, id: string, shown: Awaited<ReturnType<typeof people.press>>): Heard => {
    const { card } = shown;
    const said = cardSchema.safeParse(card).data?.body.map((one) => elementSchema.parse(one)) ?? [];
    const texts = said.map(({ text, inlines }) => text ?? inlines.map((run) => run.text).join(""));
    const inputs = said.filter(({ type }) => type.startsWith("Input."));
    const [action] = buttons(card);
    const isQuestion = buttons(card).length === 2 && action?.verb !== "vigie:refresh";
    if (action && (inputs.length > 0 || isQuestion)) {
      const handler = action.verb.replace("vigie:", "");
      return {
        kind: "form",
        title: plain(texts[0] ?? ""),
        fields: inputs.map(({ id: input, label, title, isRequired, choices }) => ({
          id: input.replace(inputPrefix, ""),
          label: plain(label ?? title ?? ""),
          required: isRequired,
          options: /^Me\b/.test(choices[0]?.title ?? "") ? anybody : choices.map((one) => plain(one.title)),
        })),
        send: async (values) => {
          const typed = Object.entries(values).map(([field, value]) => [
            `${inputPrefix}${field}`,
            typeof value === "string" ? value : `teams:${value.teams}`,
          ]);
          const answer = await people.press(who, thread(id), handler, Object.fromEntries(typed), card);
          const heard = heardBy(who, id, answer);
          return heard.kind === "form" ? { kind: "said", text: redIn(answer.card) } : heard;
        },
      };
    }
    const onlyBack = buttons(card).every(({ verb }) => verb === "vigie:refresh");
    if (typeof card === "string") return { kind: "said", text: plain(card) };
    return onlyBack ? { kind: "said", text: plain(texts.join(" ").trim()) } : { kind: "card" };
  };
  return {
    name: "teams",
    press: async (who, id, handler) => heardBy(who, id, await people.press(who, thread(id), handler)),
    buttons: (id) => buttons(thread(id).root.activity).map(({ verb }) => verb.replace("vigie:", "")),
    shows: (id) => wordsIn(thread(id)),
    card: (id) => wordsIn(thread(id).root),
  };
}

/** What a form that came back says is wrong with what was typed. */
function redIn(card: unknown): string {
  const runs = cardSchema.parse(card).body.flatMap((one) => elementSchema.parse(one).inlines);
  return plain(
    runs
      .filter(({ color }) => color === "attention")
      .map(({ text }) => text)
      .join(" "),
  );
}

const wordSchema = z.union([
  z.object({ type: z.literal("date"), fallback: z.string() }).transform(({ fallback }) => fallback),
  z.object({ type: z.literal("user"), user_id: z.string() }).transform(({ user_id }) => `<@${user_id}>`),
  z.object({ text: z.string() }).transform(({ text }) => text),
]);

/** All words of a message, in order. */
function wordsIn(message: unknown): string {
  const collect = (value: unknown): readonly string[] => {
    if (typeof value !== "object" || value === null) return [];
    const { data } = wordSchema.safeParse(value);
    return [...(data === undefined ? [] : [data]), ...Object.values(value).flatMap(collect)];
  };
  return plain(collect(message).join("").replaceAll(/\s+/g, " "));
}

/** Words without how each chat writes them: mentions as names, times as UTC, escapes undone. */
function plain(text: string): string {
  return sandboxPeople
    .reduce((said, { slack, name }) => said.replaceAll(`<@${slack}>`, name), text)
    .replaceAll(/<at>(.+?)<\/at>/g, "$1")
    .replaceAll(/\{\{TIME\(\d{4}-\d\d-\d\dT(\d\d:\d\d)[^)]*\)\}\}/g, "$1 UTC")
    .replaceAll(/<!date\^\d+\^[^|]*\|([^>]*)>/g, "$1")
    .replaceAll(/\\+([!-/:-@[-`{-~])/g, "$1")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&amp;", "&")
    .replaceAll("&#39;", "'");
}
