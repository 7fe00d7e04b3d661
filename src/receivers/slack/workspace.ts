import type { SlackAnswer, SlackCall } from "./client.ts";

/** The workspace that the token belongs to, asked once. */
export type Workspace = {
  meet(signal: AbortSignal): Promise<SlackAnswer<"auth.test">>;
  /** Link to a message, made without a call; `null` before the workspace was met. */
  linkTo(channel: string, ts: string): string | null;
};

/** @see https://docs.slack.dev/reference/methods/chat.getPermalink — the form of the links (2026-11-20) */
export function createWorkspace(call: SlackCall): Workspace {
  let met: SlackAnswer<"auth.test"> | undefined;
  return {
    async meet(signal) {
      if (met?.kind !== "ok") met = await call("auth.test", {}, signal);
      return met;
    },
    linkTo(channel, ts) {
      const base = met?.kind === "ok" ? URL.parse(met.value.url) : null;
      if (!base || !/^https?:$/.test(base.protocol)) return null;
      return `${base.href.replace(/\/$/, "")}/archives/${channel}/p${ts.replace(".", "")}`;
    },
  };
}
