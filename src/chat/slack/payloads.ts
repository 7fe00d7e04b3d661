import { z } from "zod";
import { handlerPrefix, menuAction, readPressValue } from "../../incident/press-value.ts";

/** As far as Vigie reads what Slack sends; everything else in it is left alone. */
const id = z.string().regex(/^[A-Z][A-Z0-9]{1,30}$/);
const user = z.object({ id, name: z.string().max(200).optional(), username: z.string().max(200).optional() });
const channel = z.object({ id, name: z.string().max(200).optional() });

const actionSchema = z.object({
  action_id: z.string(),
  value: z.string().optional(),
  selected_option: z.object({ value: z.string() }).nullish(),
});

/** A button or a menu's option was pressed, in a message or on the home tab. */
export const blockActions = z.object({
  type: z.literal("block_actions"),
  user,
  channel: channel.optional(),
  trigger_id: z.string(),
  response_url: z.string().optional(),
  actions: z.array(actionSchema).min(1),
});

const valueSchema = z.object({
  value: z.string().nullish(),
  selected_option: z.object({ value: z.string() }).nullish(),
  selected_options: z.array(z.unknown()).optional(),
  selected_user: z.string().nullish(),
});
/** A form was sent. `values` by field, each under the one action of its block. */
export const viewSubmission = z.object({
  type: z.literal("view_submission"),
  user,
  view: z.object({
    private_metadata: z.string(),
    state: z.object({ values: z.record(z.string(), z.record(z.string(), valueSchema)) }),
  }),
});
export type StateValue = z.infer<typeof valueSchema>;

export const slashCommand = z.object({
  command: z.string(),
  text: z.string().max(3_000).default(""),
  user_id: id,
  user_name: z.string().optional(),
  channel_id: id.optional(),
  channel_name: z.string().optional(),
  trigger_id: z.string(),
});

export const shortcut = z.object({
  user,
  channel: channel.optional(),
  trigger_id: z.string(),
  message: z.object({ text: z.string().default("") }).optional(),
});

export const mentionEvent = z.object({
  text: z.string().max(40_000),
  user: id,
  channel: id,
  ts: z.string(),
  thread_ts: z.string().optional(),
  bot_id: z.string().optional(),
  user_team: z.string().optional(),
  source_team: z.string().optional(),
});

const envelope = z.object({
  team_id: z.string(),
  authorizations: z.array(z.object({ enterprise_id: z.string().nullish() })).default([]),
});

/**
 * Whether somebody of another organisation spoke, in a channel that is shared with it: phone numbers and incidents are not
 * theirs to ask for. Workspaces of one organisation are not told apart.
 */
export function isFromElsewhere({ user_team, source_team }: z.infer<typeof mentionEvent>, body: unknown): boolean {
  const { data } = envelope.safeParse(body);
  if (!data || data.authorizations.some(({ enterprise_id }) => enterprise_id)) return false;
  return [user_team, source_team].some((team) => team !== undefined && team !== data.team_id);
}

export const homeEvent = z.object({ user: id, tab: z.string() });

/** What was pressed: the handler and what the button carried. `fromMenu`: an option, which Slack cannot ask twice for. */
export type PressedAction = {
  readonly handler: string;
  readonly groupId: string;
  readonly uid: string;
  readonly version: number;
  readonly fromMenu: boolean;
};

/** Reads the pressed button or option; `null` for what Vigie never drew. */
export function readAction(action: z.infer<typeof actionSchema>): PressedAction | null {
  if (action.action_id !== menuAction) {
    const about = readPressValue(action.value ?? "");
    return about && { ...about, handler: action.action_id.slice(handlerPrefix.length), fromMenu: false };
  }
  const [, handler, value] = /^([a-z-]{1,40}):(.+)$/.exec(action.selected_option?.value ?? "") ?? [];
  const about = readPressValue(value ?? "");
  return handler !== undefined && about ? { ...about, handler, fromMenu: true } : null;
}
