import { type SandboxView, viewSchema } from "./block-rules.ts";
import { jsonArg, refuse, type SlackCallIn, type SlackReply, sandboxIds, textArg } from "./call.ts";
import type { SandboxOpenView } from "./memory.ts";

/** `views.open`: a modal for whoever pressed, within 3 s of it. */
export function openView(call: SlackCallIn): SlackReply {
  const view = viewArg(call, "modal");
  if (!view) return refuse("invalid_arguments");
  const use = call.useTrigger(textArg(call, "trigger_id") ?? "");
  if (use.kind !== "good") return refuse(use.kind);
  const open = { id: call.memory.nextId("V0SANDBOX"), user: use.user, view };
  call.memory.keepView(open);
  return { ok: true, view: shownView(open) };
}

/** `views.update`: another content for a modal that is open. */
export function updateView(call: SlackCallIn): SlackReply {
  const open = call.memory.view(textArg(call, "view_id") ?? "");
  if (!open) return refuse("not_found");
  const view = viewArg(call, "modal");
  if (!view) return refuse("invalid_arguments");
  call.memory.keepView({ ...open, view });
  return { ok: true, view: shownView({ ...open, view }) };
}

/** `views.publish`: somebody's home tab. */
export function publishView(call: SlackCallIn): SlackReply {
  const user = textArg(call, "user_id");
  const view = viewArg(call, "home");
  if (user === undefined || !view) return refuse("invalid_arguments");
  const open = { id: homeOf(user), user, view };
  call.memory.keepView(open);
  return { ok: true, view: shownView(open) };
}

/** Where a person's home tab is kept. */
export function homeOf(user: string): string {
  return `home-${user}`;
}

/** A view as payloads carry it. */
export function shownView({ id, view }: SandboxOpenView): object {
  return {
    id,
    team_id: sandboxIds.team,
    app_id: sandboxIds.app,
    bot_id: sandboxIds.bot,
    private_metadata: "",
    callback_id: "",
    root_view_id: id,
    previous_view_id: null,
    ...view,
  };
}

function viewArg(call: SlackCallIn, type: SandboxView["type"]): SandboxView | null {
  const { data } = viewSchema.safeParse(jsonArg(call, "view"));
  return data?.type === type ? data : null;
}
