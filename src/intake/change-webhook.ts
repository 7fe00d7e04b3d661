import type { Context } from "hono";
import type { ChangeContext, ChangeSource, ParsedChange, SignatureCheck } from "../sources/changes/change-source.ts";
import type { Issue } from "../sources/source.ts";
import { StoreAway } from "../store/port.ts";
import { tokenAuth } from "../token-auth.ts";
import { readJsonBody } from "./body.ts";
import type { ChangeIntake } from "./changes.ts";
import { type Refusal, refuser, type WebhookDeps } from "./webhook.ts";

export type ChangeWebhookDeps = Omit<WebhookDeps, "intake" | "keepSources" | "monotonicMs" | "probe"> & {
  readonly changes: ChangeIntake;
  /** Secrets by which a sender signs; none: a token, else this machine alone. */
  readonly secretsOf: (source: ChangeSource["name"]) => readonly string[];
  readonly isTestedTag: ChangeContext["isTestedTag"];
};

/** A refused element is listed up to here. */
const listedMax = 1_000;

/**
 * `POST /webhooks/<source of changes>`: verify, parse, store, answer. 200 `{accepted, rejected}` only after what changed is
 * durable; what Vigie does not keep is politely 200 with nothing accepted.
 */
export function changeWebhook(source: ChangeSource, deps: ChangeWebhookDeps): (c: Context) => Promise<Response> {
  const refuse = refuser(source.name, deps);

  return async (c) => {
    const header = (name: string) => c.req.header(name);
    const secrets = source.signing ? deps.secretsOf(source.name) : [];
    const stranger = secrets.length > 0 ? isUnsigned(source, header) : strangerByToken(c, deps);
    if (stranger) return refuse(c, stranger);
    if (deps.draining()) return refuse(c, "draining");
    const contentType = (header("content-type") ?? "").split(";")[0]?.trim().toLowerCase() ?? "";
    if (!source.contentTypes.includes(contentType)) return refuse(c, "wrong-type");
    const body = await readJsonBody(c.req.raw, deps.budget, (bytes): Exclude<SignatureCheck, "signed"> | null => {
      const signed = { body: bytes, header, now: deps.now() };
      const checked = secrets.length === 0 ? "signed" : (source.signing?.check(signed, secrets) ?? "unsigned");
      return checked === "signed" ? null : checked;
    });
    if (body.kind !== "json") return refuse(c, body.kind);
    try {
      const context = { mask: deps.mask, now: deps.now(), isTestedTag: deps.isTestedTag };
      const parsed = source.parse({ body: body.value, header }, context);
      const rejected = parsed.filter((one) => one.kind === "rejected").slice(0, listedMax);
      if (rejected.length > 0 && rejected.length === parsed.length) return refuse(c, "unreadable", issuesOf(rejected));
      const changes = parsed.flatMap((one) => (one.kind === "changes" ? one.changes : []));
      await deps.changes.accept(changes);
      deps.meter.count("changes_received_total", { source: source.name }, changes.length);
      return c.json({ accepted: changes.length, rejected: rejected.map(({ index, issues }) => ({ index, issues })) });
    } catch (cause) {
      if (!(cause instanceof StoreAway)) throw cause;
      deps.log.warn({ source: source.name, err: cause }, "changes were not stored, the sender was told to send again");
      return refuse(c, "store-away");
    } finally {
      body.done();
    }
  };
}

function isUnsigned({ signing }: ChangeSource, header: (name: string) => string | undefined): Refusal | null {
  return signing?.isOffered(header) ? null : "unsigned";
}

function strangerByToken(c: Context, { tokens, isLocal }: Pick<WebhookDeps, "tokens" | "isLocal">): Refusal | null {
  const auth = tokenAuth(tokens, c.req.header("authorization"));
  if (auth === "missing") return "unauthenticated";
  if (auth === "wrong") return "wrong-token";
  // A page elsewhere may reach this machine through a browser on it, under a name of its own.
  return auth === "open" && !isLocal(c) ? "forbidden" : null;
}

function issuesOf(rejected: readonly Extract<ParsedChange, { kind: "rejected" }>[]): readonly Issue[] {
  return rejected.flatMap(({ issues }) => issues).slice(0, listedMax);
}
