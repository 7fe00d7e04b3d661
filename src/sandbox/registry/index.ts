import { Hono } from "hono";
import { html } from "hono/html";
import type { HtmlEscapedString } from "hono/utils/html";
import { z } from "zod";
import type { Locale } from "../../words/locale.ts";
import { registryPicture } from "../../words/sandbox.ts";
import type { StandInState } from "../state.ts";

/** A model and the server of it: `loading` is what it will serve from then on, in ms since the epoch. */
const kept = z.object({
  current: z.string(),
  serves: z.string(),
  loading: z.object({ version: z.string(), at: z.number() }).optional(),
});
type Model = z.infer<typeof kept>;

/** What each model of the sandbox is before anybody touches it: released as 8, with a tested 7 before it. */
const released: Model = { current: "8", serves: "8" };
const versions = [
  { version: "8", tested: false },
  { version: "7", tested: true },
] as const;
/** A server takes so long to start, in ms: long enough to see that the registry alone changes nothing. */
const startMs = 6_000;
const prefix = "registry:";

export type RegistryStandIn = {
  /** `GET /models/:model`, `PUT /models/:model/current`; `GET /servers/:model/version`, `POST /servers/:model/restart`. */
  readonly routes: Hono;
  /** What stands in it and what serves, for `/sandbox`; `null` before anybody asked for a model. */
  readonly picture: (locale: Locale) => HtmlEscapedString | Promise<HtmlEscapedString> | null;
};

/**
 * A registry that speaks the interface of docs/connect/registry.md, and a model server that reads it at its start and never
 * again, as most do. Every model that a policy names is there.
 */
export function createRegistryStandIn(state: StandInState, now: () => number): RegistryStandIn {
  const write = (model: string, next: Model) => state.set(`${prefix}${model}`, next);
  const read = (model: string): Model => {
    const found = kept.safeParse(state.get(`${prefix}${model}`)).data;
    if (!found) {
      write(model, released);
      return released;
    }
    const { loading, ...rest } = found;
    return loading && now() >= loading.at ? { ...rest, serves: loading.version } : found;
  };
  const routes = new Hono();
  routes.get("/models/:model", (c) => c.json({ current: read(c.req.param("model")).current, versions }));
  routes.put("/models/:model/current", async (c) => {
    const asked = wanted.safeParse(await c.req.json().catch(() => null));
    if (!asked.success) return c.json({ message: "no version, or none that was expected" }, 400);
    const { version, expected } = asked.data;
    const model = read(c.req.param("model"));
    if (!versions.some((one) => one.version === version)) return c.json({ message: `no version ${version}` }, 404);
    if (model.current !== expected) return c.json({ message: `it is ${model.current} now` }, 409);
    write(c.req.param("model"), { ...model, current: version });
    return c.json({ current: version });
  });
  routes.get("/servers/:model/version", (c) => c.json({ model: { version: read(c.req.param("model")).serves } }));
  routes.post("/servers/:model/restart", (c) => {
    const model = read(c.req.param("model"));
    write(c.req.param("model"), { ...model, loading: { version: model.current, at: now() + startMs } });
    return c.json({ ok: true });
  });
  const drawn = (name: string, locale: Locale) => {
    const { current, serves } = read(name);
    return html`<li><strong>${name}</strong>: ${registryPicture.stands[locale](current, serves)}</li>`;
  };
  return {
    routes,
    picture: (locale) => {
      const names = state.list(prefix).map(([key]) => key.slice(prefix.length));
      return names.length === 0 ? null : html`<ul>${names.map((name) => drawn(name, locale))}</ul>`;
    },
  };
}

const wanted = z.object({ version: z.string(), expected: z.string() });
