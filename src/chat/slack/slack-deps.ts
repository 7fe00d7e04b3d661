import type { KnownBlock } from "@slack/types";
import type { CardLine } from "../../incident/card.ts";
import type { Incident } from "../../incident/incident.ts";
import type { Log } from "../../log.ts";
import type { Meter } from "../../meter.ts";
import type { Policy } from "../../policy/policy.ts";
import type { Store } from "../../store/port.ts";
import type { Locale } from "../../words/locale.ts";
import type { Commands } from "../commands/command.ts";
import type { Desk } from "../desk.ts";
import type { Directory } from "../person.ts";

/** The methods that listening calls; each is one request, and its failure a value. */
export type SlackMethod = "views.open" | "views.publish" | "chat.postEphemeral";
export type SlackApi = (
  method: SlackMethod,
  args: Readonly<Record<string, unknown>>,
  signal: AbortSignal,
) => Promise<
  { readonly kind: "ok"; readonly value: unknown } | { readonly kind: "retry" | "refused"; readonly detail?: string }
>;

/** Lines as Slack shows them: everything from outside in them stays text. */
export type DrawLines = (
  lines: readonly CardLine[],
  locale: Locale,
) => { readonly text: string; readonly blocks: readonly KnownBlock[] };

/** What listening to Slack joins. */
export type SlackDeps = {
  readonly access: {
    readonly apiUrl: string;
    readonly signingSecrets: readonly string[];
    readonly appToken?: string;
  };
  readonly desk: Desk;
  readonly commands: Commands;
  readonly directory: Directory;
  readonly store: Pick<Store, "list">;
  readonly policy: () => Policy;
  readonly api: SlackApi;
  readonly draw: DrawLines;
  readonly titleOf: (incident: Incident, locale: Locale) => string;
  readonly publicUrl?: string;
  readonly locale: Locale;
  readonly now: () => number;
  readonly meter: Meter;
  readonly log: Log;
  /** How long a press may take before Slack is answered without it, in ms; below Slack's 3 s. */
  readonly answerWithinMs?: number;
};
