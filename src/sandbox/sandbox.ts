import { type Context, Hono } from "hono";
import { accepts } from "hono/accepts";
import { html } from "hono/html";
import { z } from "zod";
import { type Locale, locales } from "../words/locale.ts";
import { registryPicture, sandboxWords } from "../words/sandbox.ts";
import { wordsOf } from "../words/words.ts";
import { createFaultBox, type FaultBox, faultSchema } from "./faults.ts";
import { createJiraStandIn } from "./jira/index.ts";
import { createPagerDutyStandIn } from "./pagerduty/index.ts";
import { createRegistryStandIn } from "./registry/index.ts";
import { sameOriginOnly } from "./same-origin.ts";
import { type ChannelSeed, createSlackStandIn, seedChannels } from "./slack/index.ts";
import { createSlackMemory } from "./slack/memory.ts";
import type { SandboxVendor, StandIn, StandInDeps } from "./stand-in.ts";
import type { StandInState } from "./state.ts";
import { sandboxTeamsApp } from "./teams/memory.ts";
import { createTeamsStandIn } from "./teams/stand-in.ts";

/** THE list of stand-ins. Doors are open: any channel, project or service that a policy names is there. */
const makers: Readonly<Record<SandboxVendor, (deps: StandInDeps & Pick<SandboxDeps, "slackChannels">) => StandIn>> = {
  slack: (deps) => createSlackStandIn({ ...deps, openDoors: true, channels: deps.slackChannels }),
  teams: createTeamsStandIn,
  pagerduty: createPagerDutyStandIn,
  jira: createJiraStandIn,
};

export type SandboxDeps = {
  readonly vendors: ReadonlySet<SandboxVendor>;
  readonly state: StandInState;
  readonly now: () => number;
  /** Channels of the policy, as `#name` or id, so that the start-up check finds them. */
  readonly slackChannels: readonly ChannelSeed[];
  /** Where the sandbox is mounted, without a slash at the end. */
  readonly baseUrl: () => string;
} & Pick<StandInDeps, "vigie">;

/** Credentials that the stand-ins accept; worth nothing anywhere else. */
export const sandboxCredentials = {
  slack: { token: "xoxb-sandbox-token" },
  teams: sandboxTeamsApp,
  pagerduty: { token: "sandbox-token", from: "vigie@sandbox.example" },
  jira: { email: "vigie@sandbox.example", token: "sandbox-token" },
} as const;

/** What the default policy's `${…}` get where the sandbox stands in and nothing is set; nothing for other names. */
export function sandboxValue(variable: string): string | undefined {
  const known: Readonly<Record<string, string>> = {
    TEAMS_CHANNEL_ID: "19:sandbox@thread.tacv2",
    PAGERDUTY_ROUTING_KEY: "5a4db0c5a4db0c5a4db0c5a4db0c5a4d",
    PAGERDUTY_SCHEDULE: "PSANDBOXS",
    SLACK_CHANNEL: "#ai-alerts",
    JIRA_PROJECT: "OPS",
  };
  return known[variable];
}

export type Sandbox = {
  readonly routes: Hono;
  readonly faults: FaultBox;
  /** Adds channels that are not there yet: those of a policy that was read again. */
  readonly addSlackChannels: (channels: readonly ChannelSeed[]) => void;
};

/**
 * The sandbox: each stand-in's wire protocol under `/<vendor>`, a registry of models under `/registry`, what all would show at `/`, `POST /faults` to
 * make one fail and `DELETE /faults` to take back what has not happened yet. To be mounted on loopback only (protocol
 * 12.1); a page of another site cannot change anything through a browser (protocol 12.3).
 */
export function createSandbox({ vendors, state, now, baseUrl, vigie, slackChannels }: SandboxDeps): Sandbox {
  const faults = createFaultBox();
  const routes = new Hono();
  const standIns = [...vendors].map((vendor) =>
    makers[vendor]({
      state,
      now,
      faults,
      slackChannels,
      baseUrl: () => `${baseUrl()}/${vendor}`,
      ...(vigie ? { vigie } : {}),
    }),
  );
  for (const { vendor, routes: wire } of standIns) routes.route(`/${vendor}`, wire);
  const registry = createRegistryStandIn(state, now);
  routes.use("/registry/*", sameOriginOnly);
  routes.route("/registry", registry.routes);
  const ofThese = faultSchema.extend({ vendor: z.literal([...vendors]) });
  routes.use("/faults", sameOriginOnly);
  routes.post("/faults", async (c) => {
    if (!/^application\/json\s*(;|$)/i.test(c.req.header("content-type") ?? "")) {
      return c.json(errorBody("not-json", "the content type must be application/json"), 415);
    }
    const read = ofThese.safeParse(await c.req.json().catch(() => null));
    if (!read.success) return c.json(errorBody("unreadable", "not a fault", read.error.issues), 422);
    faults.add(read.data);
    return c.json({ ok: true });
  });
  routes.delete("/faults", (c) => {
    faults.clear();
    return c.json({ ok: true });
  });
  routes.get("/", async (c) => {
    const locale = localeOf(c);
    const pictures = standIns.map(async ({ vendor, picture }) => ({ vendor, picture: await picture(locale) }));
    return c.html(page(await Promise.all(pictures), await registry.picture(locale), locale));
  });
  return { routes, faults, addSlackChannels: (channels) => seedChannels(createSlackMemory(state), channels, now()) };
}

function errorBody(code: string, message: string, issues: readonly unknown[] = []) {
  return { error: { code, message, issues } };
}

/** The language by `?lang=`, else the browser's. */
function localeOf(c: Context): Locale {
  const header = accepts(c, { header: "Accept-Language", supports: [...locales], default: "en" });
  return locales.find((one) => one === c.req.query("lang")) ?? locales.find((one) => one === header) ?? "en";
}

const style = `
  :root { color-scheme: light dark; font: 14px/1.45 system-ui, sans-serif }
  body { margin: 0 auto; max-width: 1500px; padding: 1rem }
  header { display: flex; gap: 1rem; align-items: baseline; flex-wrap: wrap }
  main { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 30rem), 1fr)); gap: 1rem }
  section { border: 1px solid color-mix(in srgb, currentColor 20%, transparent); border-radius: .5rem; padding: .25rem 1rem 1rem; overflow-x: auto }
`;

type Picture = { readonly vendor: SandboxVendor; readonly picture: Awaited<ReturnType<StandIn["picture"]>> };

function page(pictures: readonly Picture[], models: Picture["picture"] | null, locale: Locale) {
  const { title, what, dashboard } = sandboxWords;
  const { receiver } = wordsOf(locale);
  return html`<!doctype html><html lang="${locale}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${title[locale]} · Vigie</title><style>${style}</style></head><body>
<header><h1>${title[locale]}</h1><p>${what[locale]} <a href="/?lang=${locale}">${dashboard[locale]}</a></p></header>
<main>${pictures.map(({ vendor, picture }) => html`<section id="${vendor}"><h2>${receiver[vendor]}</h2>${picture}</section>`)}
${models && html`<section id="registry"><h2>${registryPicture.title[locale]}</h2>${models}</section>`}</main>
</body></html>`;
}
