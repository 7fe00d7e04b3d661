import { acknowledgeService } from "./acknowledge-service.ts";
import { automation } from "./automation.ts";
import type { Command, Commands } from "./command.ts";
import type { CommandDeps } from "./command-deps.ts";
import { contacts } from "./contacts.ts";
import { explainIncident } from "./explain-incident.ts";
import { help, unknownSaid } from "./help.ts";
import { onCallNow } from "./on-call.ts";
import { openIncidents } from "./open-incidents.ts";
import { report } from "./report.ts";
import { silence } from "./silence.ts";

/** THE list of commands: a new one is a file and a line here. */
const makers: readonly ((deps: CommandDeps) => Command)[] = [
  openIncidents,
  onCallNow,
  report,
  explainIncident,
  silence,
  acknowledgeService,
  contacts,
  automation,
  help,
];

/** Longest text of a command; what is beyond is nobody's question. In UTF-16 units. */
const textMaxUnits = 2_000;

/** What can be typed behind `/vigie` or `@Vigie`, the same everywhere; nothing typed at all asks what is open. */
export function createCommands(deps: CommandDeps): Commands {
  const commands = makers.map((make) => make(deps));
  const names = commands.map(({ name }) => name);
  return {
    names,
    run: async (text, asked) => {
      const [name = "open", ...words] = text.slice(0, textMaxUnits).split(/\s+/).filter(Boolean);
      const command = commands.find((one) => one.name === name.toLowerCase());
      return command ? command.run({ ...asked, words }) : unknownSaid(name, names, asked.locale);
    },
  };
}
