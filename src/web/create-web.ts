import { type Context, Hono } from "hono";
import type { AutomationState } from "../incident/actions/automation-state.ts";
import type { Incident } from "../incident/incident.ts";
import type { IncidentView } from "../incident/view.ts";
import { humanId } from "../incident/view.ts";
import { BadCursor, type Store, StoreAway, type StoredIncident } from "../store/port.ts";
import { readShadow } from "../store/read-shadow.ts";
import type { Locale } from "../words/locale.ts";
import { shadowWordsOf } from "../words/shadow.ts";
import { errorNote } from "./error-note.ts";
import { filterOf } from "./filter.ts";
import { incidentList, refreshSec } from "./incident-list.ts";
import { incidentPage } from "./incident-page.ts";
import { type Frame, layout } from "./layout.ts";
import type { Markup } from "./moment.ts";
import { readJournal } from "./read-journal.ts";
import { shadowPage } from "./shadow-page.ts";
import { pageHeaders } from "./style.ts";
import { searchIncidents, tallyIncidents } from "./survey.ts";
import { type Visit, visitOf } from "./visit.ts";

export type WebDeps = {
  readonly store: Pick<Store, "list" | "find" | "journal" | "alerts">;
  readonly viewOf: (stored: StoredIncident) => Promise<IncidentView>;
  /** When destinations were last told, edits included, by id. */
  readonly lastToldAt: (incident: Incident) => Promise<ReadonlyMap<string, number>>;
  /** The installation's language, for readers whose browser names none of ours. */
  readonly locale: Locale;
  /** Anything is sandboxed: each page says so (protocol 12.1). */
  readonly sandbox: boolean;
  readonly sandboxedVendors: readonly string[];
  /** The kill switch (U-06): each page says that it is off. @throws StoreAway */
  readonly automation: () => Promise<AutomationState>;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
};

/** As many alerts as the API shows (DESIGN 6). */
const alertsShown = 100;
/** When a browser may ask again after the store was away. */
const retryAfterSec = "5";

/** What a page is about, and how it is answered. */
export type Reply = {
  readonly status: 200 | 400 | 403 | 404 | 409 | 422 | 503;
  readonly title: string;
  readonly main: Markup;
  readonly refreshSec?: number;
};

/**
 * The dashboard: `GET /`, `GET /incidents/VIG-n` and `GET /shadow`, rendered here, without any script. Who may see it is decided by
 * whoever mounts it (protocol 12.3); what its buttons send goes to `acting/`.
 */
export function createWeb(deps: WebDeps): Hono {
  const page = pages(deps);
  const web = new Hono();
  web.get(
    "/",
    page((_c, visit) => listReply(deps, visit)),
  );
  web.get(
    "/shadow",
    page(async (_c, visit) => ({
      status: 200,
      title: shadowWordsOf(visit.locale).title,
      main: shadowPage(visit, await readShadow(deps.store)),
    })),
  );
  web.get(
    "/incidents/:id",
    page((c, visit) => incidentReply(deps, visit, c.req.param("id") ?? "")),
  );
  return web;
}

/** Makes an answer a whole page in the reader's language; what the store's known failures are becomes a page too. */
export function pages(deps: Pick<WebDeps, "locale" | "now" | "sandbox" | "sandboxedVendors" | "automation">) {
  return (answer: (c: Context, visit: Visit) => Promise<Reply | Response>) => async (c: Context) => {
    const visit = visitOf(c, deps.locale, deps.now());
    const reply = await answer(c, visit).catch((error: unknown) => excuse(visit, error));
    if (reply instanceof Response) return reply;
    const { status, title, main, ...rest } = reply;
    const sandboxed = deps.sandbox ? deps.sandboxedVendors : [];
    const frame: Frame = { title: `${title} · Vigie`, sandboxed, automation: await switchOf(deps), ...rest };
    const headers = status === 503 ? { ...pageHeaders, "retry-after": retryAfterSec } : pageHeaders;
    return c.html(layout(visit, frame, main), status, headers);
  };
}

/** How the switch stands; a page without a store says nothing of it. */
async function switchOf({ automation }: Pick<WebDeps, "automation">): Promise<AutomationState> {
  return automation().catch((error: unknown) => {
    if (error instanceof StoreAway) return { is: "on" };
    throw error;
  });
}

async function listReply({ store }: WebDeps, visit: Visit): Promise<Reply> {
  const filter = filterOf(visit.query);
  const found = await searchIncidents(store, filter, visit.query.cursor);
  const tally = await tallyIncidents(store);
  const refreshes = visit.query.refresh !== undefined && visit.query.cursor === undefined;
  const main = incidentList(visit, filter, tally, found);
  return { status: 200, title: visit.words.title, main, ...(refreshes && { refreshSec }) };
}

/** The incident of a page's address, `null` for one that is not there. */
export async function findByPath({ store }: Pick<WebDeps, "store">, id: string): Promise<StoredIncident | null> {
  const number = /^VIG-([1-9]\d{0,14})$/i.exec(id)?.[1];
  return number === undefined ? null : store.find(Number(number));
}

/** @param refused what a press came to that was not done, and how it is answered */
export async function incidentReply(
  deps: WebDeps,
  visit: Visit,
  id: string,
  refused?: { readonly status: 403 | 409; readonly notice: string },
): Promise<Reply> {
  const { store, viewOf, lastToldAt } = deps;
  const stored = await findByPath(deps, id);
  const { words } = visit;
  if (stored === null)
    return { status: 404, title: words.notFound, main: errorNote(visit, words.notFound, words.notFoundHelp) };
  const [view, alerts, journal, toldAt] = await Promise.all([
    viewOf(stored),
    store.alerts(stored.incident, alertsShown),
    readJournal(store, stored.incident),
    lastToldAt(stored.incident),
  ]);
  const main = incidentPage(visit, view, alerts, journal, toldAt, refused?.notice);
  return { status: refused?.status ?? 200, title: humanId(stored.number), main };
}

/** What the store's known failures look like to a reader; anything else is a bug and goes on up. */
function excuse(visit: Visit, error: unknown): Reply {
  const { words } = visit;
  if (error instanceof StoreAway) {
    return { status: 503, title: words.away, main: errorNote(visit, words.away, words.awayHelp) };
  }
  if (error instanceof BadCursor) {
    return { status: 400, title: words.badCursor, main: errorNote(visit, words.badCursor, words.badCursorHelp) };
  }
  throw error;
}
