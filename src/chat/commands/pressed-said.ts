import { humanId } from "../../incident/view.ts";
import { commandWordsOf } from "../../words/commands.ts";
import type { Locale } from "../../words/locale.ts";
import type { Pressed } from "../desk.ts";
import type { Said } from "./command.ts";
import { textLine } from "./lines.ts";

/** What a press that a command made comes to, as the command says it. */
export function pressedSaid(pressed: Pressed, locale: Locale): Said {
  switch (pressed.kind) {
    case "form":
      return { lines: [], form: pressed.form };
    case "faulty":
      return { lines: pressed.faults.map(({ message }) => textLine(message)) };
    case "missing":
      return { lines: [textLine(pressed.said || commandWordsOf(locale).whichIncident)] };
    default:
      return { lines: [textLine(`${humanId(pressed.about.number)} · ${pressed.said}`)] };
  }
}
