import type { CardAbout } from "../../incident/card.ts";
import type { IncidentView } from "../../incident/view.ts";
import { StoreAway } from "../../store/port.ts";
import { type HandlerWords, handlerWordsOf } from "../../words/handlers.ts";
import type { Locale } from "../../words/locale.ts";
import { teamsChat } from "../../words/teams-chat.ts";
import type { Commands, Said } from "../commands/command.ts";
import { headLine, textLine } from "../commands/lines.ts";
import type { Desk, Press } from "../desk.ts";
import type { Form, FormFault, Values } from "../form.ts";
import type { Account } from "../person.ts";
import { type CardPress, execute, ownVerbs, readCardPress } from "./action.ts";
import { cardAnswer, type InvokeAnswer, messageAnswer, notAPress } from "./answer.ts";
import type { CardPart, TeamsDrawing, Thread } from "./drawing.ts";
import { formCard, type PersonChoice } from "./form-card.ts";

/** Who pressed, where, and in which language they read. */
export type Presser = {
  readonly account: Account;
  readonly thread: Thread;
  readonly locale: Locale;
  readonly destination?: string;
};

export type PressDeps = {
  readonly desk: Desk;
  readonly commands: Commands;
  readonly drawing: TeamsDrawing;
  /** The incident as somebody sees it now; `null` for one that is no longer kept. @throws StoreAway */
  readonly view: (about: Pick<CardAbout, "groupId" | "uid">, account: Account) => Promise<IncidentView | null>;
  /** Whom a form can name. */
  readonly people: () => readonly PersonChoice[];
};

/** Answers a press of a card, to the presser alone; a form, a question and a refusal are cards with a way back. */
export function createPressing(deps: PressDeps): (value: unknown, presser: Presser) => Promise<InvokeAnswer> {
  return async (value, presser) => {
    const press = readCardPress(value);
    if (press === null) return notAPress;
    try {
      return await answerTo(press, presser, deps);
    } catch (error) {
      if (!(error instanceof StoreAway)) throw error;
      return cannotStore(press, presser, deps);
    }
  };
}

async function answerTo(press: CardPress, presser: Presser, deps: PressDeps): Promise<InvokeAnswer> {
  const { handler, about, words } = press;
  if (handler === ownVerbs.command && words !== undefined) return ran(words, press.values, presser, deps);
  if (about === undefined) return notAPress;
  if (handler === ownVerbs.refresh) return incidentCard(about, presser, deps);
  const question = press.asks ? questionOf(handler, presser.locale) : undefined;
  return question ? asked(question, press, presser.locale, deps) : pressed(press, about, presser, deps);
}

async function pressed(press: CardPress, about: CardAbout, presser: Presser, deps: PressDeps): Promise<InvokeAnswer> {
  const { handler, values } = press;
  const { account, locale } = presser;
  const { groupId, uid, version } = about;
  const now: Press = { handler, incident: { groupId, uid }, version, account, where: "teams", locale };
  const came = await deps.desk.press(values === undefined ? now : { ...now, values });
  switch (came.kind) {
    case "done":
      return incidentCard(came.about, presser, deps, came.said);
    case "form":
      return form(came.form, { handler, about: came.about }, presser, deps);
    case "faulty": {
      const again = await deps.desk.press({ ...now, version: came.about.version });
      return again.kind === "form"
        ? form(again.form, { handler, about: came.about }, presser, deps, { typed: values, faults: came.faults })
        : cardAnswer(
            deps.drawing.card(
              came.faults.map(({ message }) => textLine(message)),
              back(about, locale),
              locale,
            ),
          );
    }
    case "refused":
      return cardAnswer(deps.drawing.card([textLine(came.said)], back(came.about, locale), locale));
    case "missing":
      return messageAnswer(came.said);
  }
}

async function incidentCard(
  about: CardAbout,
  { account, locale, thread }: Presser,
  { view, drawing }: PressDeps,
  said?: string,
): Promise<InvokeAnswer> {
  const seen = await view(about, account);
  if (!seen) return messageAnswer(teamsChat.gone[locale]);
  return cardAnswer(drawing.incident(seen, locale, { thread, ...(said === undefined ? {} : { said }) }));
}

/** Runs a command whose form was sent. */
async function ran(words: string, values: Values | undefined, presser: Presser, deps: PressDeps) {
  const { account, locale, destination } = presser;
  const said = await deps.commands.run(words, {
    account,
    locale,
    where: "teams",
    ...(values === undefined ? {} : { values }),
    ...(destination === undefined ? {} : { destination }),
  });
  return cardAnswer(saidCard(said, words, presser, deps));
}

/** What a command says, as a card: its lines, or the form that it asks first. */
export function saidCard(said: Said, words: string, presser: Presser, deps: PressDeps): object {
  const { drawing, people } = deps;
  const { locale } = presser;
  return said.form
    ? formCard(drawing, {
        form: said.form,
        lines: said.lines,
        press: { handler: ownVerbs.command, words },
        people: withMe(people(), presser),
        locale,
      })
    : drawing.card(said.lines, [], locale);
}

function form(
  asked: Form,
  press: Pick<CardPress, "handler" | "about">,
  presser: Presser,
  { drawing, people }: PressDeps,
  before: { readonly typed?: Values | undefined; readonly faults?: readonly FormFault[] } = {},
): InvokeAnswer {
  const { typed, faults = [] } = before;
  return cardAnswer(
    formCard(drawing, {
      form: asked,
      press,
      faults,
      ...(typed === undefined ? {} : { typed }),
      people: withMe(people(), presser),
      locale: presser.locale,
    }),
  );
}

const choicesMax = 100;

/** The presser first: most people take things upon themselves. */
function withMe(people: readonly PersonChoice[], { account, locale }: Presser): readonly PersonChoice[] {
  if (people.length === 0) return [];
  const me = {
    value: `teams:${account.id}`,
    text: `${teamsChat.me[locale]}${account.name ? ` (${account.name})` : ""}`,
  };
  return [me, ...people].slice(0, choicesMax);
}

type Question = NonNullable<HandlerWords["confirm"]>;

function questionOf(handler: string, locale: Locale): Question | undefined {
  const words: Readonly<Record<string, HandlerWords>> = handlerWordsOf(locale);
  return Object.hasOwn(words, handler) ? words[handler]?.confirm : undefined;
}

/** Teams asks nothing by itself before a button acts, so the card does. */
function asked({ title, text, ok, cancel }: Question, press: CardPress, locale: Locale, { drawing }: PressDeps) {
  const { handler, about } = press;
  const named = about ? { about } : {};
  const actions = [
    execute(ok, { handler, ...named, sends: "nothing" }, "destructive"),
    execute(cancel, { handler: ownVerbs.refresh, ...named, sends: "nothing" }),
  ];
  return cardAnswer(drawing.card([headLine(title), textLine(text)], [{ type: "ActionSet", actions }], locale));
}

function cannotStore(press: CardPress, { locale }: Presser, { drawing }: PressDeps): InvokeAnswer {
  const { about } = press;
  return cardAnswer(drawing.card([textLine(teamsChat.cannotStore[locale])], about ? back(about, locale) : [], locale));
}

function back(about: CardAbout, locale: Locale): CardPart[] {
  const action = execute(teamsChat.back[locale], { handler: ownVerbs.refresh, about, sends: "nothing" });
  return [{ type: "ActionSet", actions: [action] }];
}
