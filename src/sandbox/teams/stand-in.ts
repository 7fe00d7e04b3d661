import { Hono } from "hono";
import type { Locale } from "../../words/locale.ts";
import type { StandIn, StandInDeps } from "../stand-in.ts";
import { createCaller, type TeamsCaller } from "./caller.ts";
import { connectorRoutes } from "./connector.ts";
import { loginRoutes } from "./login.ts";
import { openTeamsMemory, type TeamsSettings, type TeamsThread } from "./memory.ts";
import { peopleRoutes } from "./people-routes.ts";
import { picture } from "./picture.ts";
import { openSandboxTokens, type SandboxTokens } from "./tokens.ts";

export { sandboxTeamsUrls } from "./urls.ts";

/** The stand-in for Teams, and what tests ask of it. */
export type TeamsStandIn = StandIn & {
  /** Changes credentials, doors, deleted and archived channels. Kept over a restart. */
  configure(change: Partial<TeamsSettings>): void;
  readonly threads: () => readonly TeamsThread[];
  /** Signs what Teams would send to the bot. */
  readonly tokens: SandboxTokens;
  /** Presses and speaks as somebody of the sandbox. */
  readonly caller: TeamsCaller;
};

/**
 * Stands in for Microsoft Teams: Entra's login, the lists of keys, and the Bot Framework connector of every region at
 * `/teams/<region>/v3/…`.
 */
export function createTeamsStandIn(deps: StandInDeps): TeamsStandIn {
  const memory = openTeamsMemory(deps.state);
  const tokens = openSandboxTokens(deps.state);
  const caller = createCaller(deps, memory, tokens);
  const draw = (locale: Locale = "en") =>
    picture(memory, locale, deps.vigie ? { actUrl: `${deps.baseUrl()}/people` } : undefined);
  const routes = new Hono();
  routes.route("/", loginRoutes(deps, memory, tokens));
  if (deps.vigie) routes.route("/", peopleRoutes(deps, memory, caller));
  routes.route("/teams/:region/v3", connectorRoutes(deps, memory, tokens));
  routes.get("/teams/:region/l/message/:channel/:message", (c) => c.html(draw()));
  return {
    vendor: "teams",
    routes,
    picture: draw,
    configure: memory.configure,
    threads: memory.threads,
    tokens,
    caller,
  };
}
