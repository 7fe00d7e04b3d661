import { type App, type Receiver, type ReceiverEvent, ReceiverMultipleAckError } from "@slack/bolt";
import type { Context, Handler, MiddlewareHandler } from "hono";
import { bodyLimit } from "hono/body-limit";
import type { Log } from "../../log.ts";
import { readBody } from "./body.ts";
import { createReplays } from "./replays.ts";
import { headerFault, type SignatureFault, signatureFault, skewMaxMs } from "./signature.ts";

/** Far above what Slack sends: a modal's state is some 100 KB at most. */
const bodyMaxBytes = 1024 * 1024;
const replaysMax = 10_000;
/** Slack waits 3 s; whoever did not answer by then is answered for, empty. */
const answerWithinMs = 2_800;

/** What Slack is answered. */
type Answer = { readonly status: 200; readonly json?: object; readonly text?: string };
const empty: Answer = { status: 200 };

export type HonoReceiverOptions = {
  /** At least one; two during a rotation. */
  readonly signingSecrets: readonly string[];
  readonly now: () => number;
  readonly log: Log;
};

/**
 * Joins a route of Hono to bolt. What is not signed by Slack, within five minutes, is 401 and does nothing; what came
 * before is answered as it was then; what Vigie does not know is 200. An event is answered when it was dealt with, so
 * that Slack sends it again where Vigie died; anything else when its listener acknowledges it.
 */
export class HonoReceiver implements Receiver {
  readonly #options: HonoReceiverOptions;
  readonly #running = new Set<Promise<unknown>>();
  readonly #replays;
  #app: App | undefined;

  constructor(options: HonoReceiverOptions) {
    this.#options = options;
    this.#replays = createReplays<Answer>(options.now, 2 * skewMaxMs, replaysMax);
  }

  init(app: App): void {
    this.#app = app;
  }

  /** Hono listens. */
  async start(): Promise<void> {}

  /** Waits for what was acknowledged and still runs. */
  async stop(): Promise<void> {
    await Promise.allSettled(this.#running);
  }

  /** Refuses what Slack cannot have signed before reading its body, and bodies of more than 1 MiB by 413. */
  readonly limit: MiddlewareHandler = async (c, next) => {
    const fault = headerFault(signatureOf(c), this.#options.now());
    return fault ? this.#refuse(c, fault) : bounded(c, next);
  };

  readonly handler: Handler = async (c) => {
    const raw = await c.req.text();
    const signed = { body: raw, ...signatureOf(c) };
    const fault = signatureFault(signed, this.#options.signingSecrets, this.#options.now());
    if (fault) return this.#refuse(c, fault);
    const body = readBody(raw, c.req.header("content-type") ?? "");
    if (!body || body.ssl_check) return c.body(null, 200);
    if (body.type === "url_verification") return c.json({ challenge: String(body.challenge ?? "") });
    const eventId = typeof body.event_id === "string" ? `event ${body.event_id}` : undefined;
    const answer = await this.#replays.once(eventId ?? `${signed.signature}`, () => this.#dispatch(body));
    if (answer.json) return c.json(answer.json);
    return answer.text === undefined ? c.body(null, 200) : c.text(answer.text);
  };

  #refuse(c: Context, fault: SignatureFault): Response {
    this.#options.log.warn({ fault }, "a request to /slack/events is not taken to be Slack's");
    return c.json(errorBody(fault, "not signed by Slack, or not now"), 401);
  }

  /** Resolves with the answer, by the deadline at the latest; never rejects. What runs on is waited for by `stop`. */
  #dispatch(body: Readonly<Record<string, unknown>>): Promise<Answer> {
    const { promise, resolve } = Promise.withResolvers<Answer>();
    const isEvent = body.type === "event_callback";
    let isAcked = false;
    const ack: ReceiverEvent["ack"] = async (response?: unknown) => {
      if (isAcked) throw new ReceiverMultipleAckError();
      isAcked = true;
      if (!isEvent) resolve(answerOf(response));
    };
    const timer = setTimeout(() => {
      this.#options.log.warn({ type: String(body.type) }, "Slack was not answered in time");
      resolve(empty);
    }, answerWithinMs);
    const run = Promise.resolve(this.#app?.processEvent({ body: { ...body }, ack }))
      .catch((err: unknown) => this.#options.log.error({ err }, "a listener of Slack failed"))
      .finally(() => {
        clearTimeout(timer);
        resolve(empty);
        this.#running.delete(run);
      });
    this.#running.add(run);
    return promise;
  }
}

const bounded = bodyLimit({
  maxSize: bodyMaxBytes,
  onError: (c) => c.json(errorBody("too-large", "the body is larger than 1 MiB"), 413),
});

function signatureOf(c: Context) {
  return { signature: c.req.header("x-slack-signature"), timestamp: c.req.header("x-slack-request-timestamp") };
}

function answerOf(response: unknown): Answer {
  if (typeof response === "string" && response !== "") return { status: 200, text: response };
  return typeof response === "object" && response !== null ? { status: 200, json: response } : empty;
}

function errorBody(code: string, message: string) {
  return { error: { code, message, issues: [] } };
}
