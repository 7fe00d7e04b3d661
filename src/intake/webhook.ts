import type { Context } from "hono";
import type { Alert } from "../alert/alert.ts";
import type { Log } from "../log.ts";
import type { Meter } from "../meter.ts";
import type { Masker } from "../privacy/masker.ts";
import type { Probe } from "../probe.ts";
import type { Issue, ParsedItem, Source } from "../sources/source.ts";
import { StoreAway } from "../store/port.ts";
import { tokenAuth } from "../token-auth.ts";
import { type BodyBudget, readJsonBody } from "./body.ts";
import { eachGivingWay } from "./give-way.ts";
import type { Intake } from "./intake.ts";

export type WebhookDeps = {
  readonly intake: Pick<Intake, "accept">;
  readonly mask: Masker;
  /** Keeps, sealed, the addresses that masking took out (`vault.ts`); nothing where the policy has no use for them. */
  readonly keepSources: () => Promise<void>;
  readonly tokens: readonly string[];
  /** Whether a request comes from this machine and was meant for it; asked where there are no tokens. */
  readonly isLocal: (c: Context) => boolean;
  readonly budget: BodyBudget;
  readonly now: () => number;
  readonly monotonicMs: () => number;
  readonly draining: () => boolean;
  readonly meter: Meter;
  readonly log: Log;
  readonly probe: Probe;
};

/** Why a request was not taken in; also the label of the metric. */
export const refusals = {
  "not-json": [400, "the body is not JSON"],
  "cut-off": [400, "the body did not arrive whole"],
  unsigned: [401, "the signature is missing"],
  "wrong-signature": [401, "the signature is not by a secret that is configured"],
  stale: [401, "the signature is not of these minutes: look at the clocks"],
  unauthenticated: [401, "a token is needed: Authorization: Bearer …, or it as Basic password"],
  "wrong-token": [401, "the token is not the one configured"],
  forbidden: [403, "without VIGIE_WEBHOOK_TOKEN only this machine may send, to its own address and through no proxy"],
  "too-large": [413, "the body is larger than 32 MiB, or 4 MiB of what changed"],
  "wrong-type": [415, "the content type is not one of this source"],
  unreadable: [422, "nothing in the body could be stored"],
  overloaded: [503, "too many bodies are in work, send again"],
  draining: [503, "the service is stopping, send again"],
  "store-away": [503, "the store is away, nothing was stored, send again"],
} as const satisfies Record<string, readonly [400 | 401 | 403 | 413 | 415 | 422 | 503, string]>;
export type Refusal = keyof typeof refusals;

/** So many bad elements of a body are listed; what is wrong with the next ten thousand is the same. */
const listedMax = 1_000;

type Rejected = { readonly index: number; readonly issues: readonly Issue[] };

/**
 * `POST /webhooks/<source>`: verify, parse, store, answer (DESIGN 6). 200 `{accepted, rejected}` only after the durable
 * commit; one bad alert never loses the good ones.
 */
export function webhook(source: Source, deps: WebhookDeps): (c: Context) => Promise<Response> {
  const refuse = refuser(source.name, deps);

  return async (c) => {
    const began = deps.monotonicMs();
    const auth = tokenAuth(deps.tokens, c.req.header("authorization"));
    if (auth === "missing" || auth === "wrong") return refuse(c, auth === "wrong" ? "wrong-token" : "unauthenticated");
    // A page elsewhere may reach this machine through a browser on it, under a name of its own.
    if (auth === "open" && !deps.isLocal(c)) return refuse(c, "forbidden");
    if (deps.draining()) return refuse(c, "draining");
    const contentType = (c.req.header("content-type") ?? "").split(";")[0]?.trim().toLowerCase() ?? "";
    if (!source.contentTypes.includes(contentType)) return refuse(c, "wrong-type");
    const body = await readJsonBody(c.req.raw, deps.budget);
    if (body.kind !== "json") return refuse(c, body.kind);
    try {
      const received = { body: body.value, header: (name: string) => c.req.header(name) };
      const parsed = source.parse(received, { mask: deps.mask, now: deps.now() });
      if (parsed.kind === "unreadable") return refuse(c, "unreadable", parsed.issues);
      const { alerts, accepted, rejected, rejectedCount } = await read(parsed.items);
      if (accepted === 0 && rejectedCount > 0) {
        const issues = rejected.flatMap((one) => one.issues);
        return refuse(c, "unreadable", issues.slice(0, listedMax));
      }
      await deps.probe("parsed", "");
      await deps.keepSources();
      await deps.intake.accept(alerts, parsed.truncated);
      await deps.probe("committed", "");
      deps.meter.count("alerts_received_total", { source: source.name }, accepted);
      if (rejectedCount > 0) deps.meter.count("alerts_rejected_total", { source: source.name }, rejectedCount);
      deps.meter.observe("accept_ms", deps.monotonicMs() - began, { source: source.name });
      return c.json({ accepted, rejected });
    } catch (cause) {
      if (!(cause instanceof StoreAway)) throw cause;
      deps.log.warn({ source: source.name, err: cause }, "alerts were not stored, the sender was told to send again");
      return refuse(c, "store-away");
    } finally {
      body.done();
    }
  };
}

/** What a refused request is answered, and counted as. */
export function refuser(source: string, { meter }: Pick<WebhookDeps, "meter">) {
  return (c: Context, refusal: Refusal, issues: readonly Issue[] = []): Response => {
    const [status, message] = refusals[refusal];
    meter.count("requests_refused_total", { source, reason: refusal });
    if (status === 503) c.header("retry-after", "5");
    if (status === 401) c.header("www-authenticate", 'Bearer realm="vigie", Basic realm="vigie"');
    return c.json({ error: { code: refusal, message, issues } }, status);
  };
}

/** Reads the batch item by item, giving way between them; masking happens here. */
async function read(items: Iterable<ParsedItem>) {
  const alerts: Alert[] = [];
  const rejected: Rejected[] = [];
  let rejectedCount = 0;
  let accepted = 0;
  await eachGivingWay(items, (item) => {
    if (item.kind === "rejected") {
      rejectedCount += 1;
      if (rejected.length < listedMax) rejected.push({ index: item.index, issues: item.issues });
      return;
    }
    accepted += 1;
    alerts.push(...item.alerts);
  });
  return { alerts, accepted, rejected, rejectedCount };
}
