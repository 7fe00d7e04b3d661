import { Hono } from "hono";
import { onTestFinished } from "vitest";
import { z } from "zod";
import type { Change } from "../../../src/alert/change.ts";
import { createBodyBudget, maxChangeBodiesBytes, maxChangeBodyBytes } from "../../../src/intake/body.ts";
import { type ChangeWebhookDeps, changeWebhook } from "../../../src/intake/change-webhook.ts";
import { noLog } from "../../../src/log.ts";
import { noMeter } from "../../../src/meter.ts";
import { createMasker } from "../../../src/privacy/masker.ts";
import { changeSources } from "../../../src/sources/changes/index.ts";
import { nine } from "../incident/ledger.ts";
import { listening } from "./door.ts";

const answerSchema = z.looseObject({ error: z.looseObject({ code: z.string() }).optional() });

/** The webhooks of what changed on 127.0.0.1, with a place of their own to put changes into, and parts replaced. */
export async function openChangeDoor(changed: Partial<ChangeWebhookDeps> = {}) {
  const accepted: Change[] = [];
  const counted: string[] = [];
  const deps: ChangeWebhookDeps = {
    changes: {
      accept: async (changes) => {
        accepted.push(...changes);
        return changes;
      },
    },
    secretsOf: () => [],
    isTestedTag: (name) => name === "tested",
    mask: createMasker({ key: "a key that only tests know" }),
    tokens: [],
    isLocal: () => true,
    budget: createBodyBudget(maxChangeBodiesBytes, maxChangeBodyBytes),
    now: () => nine,
    draining: () => false,
    meter: {
      ...noMeter,
      count: (name, labels = {}, by = 1) => void counted.push([name, ...Object.values(labels), by].join(" ")),
    },
    log: noLog,
    ...changed,
  };
  const app = new Hono();
  for (const source of changeSources) app.post(`/webhooks/${source.name}`, changeWebhook(source, deps));
  const { url, stop } = await listening(app);
  onTestFinished(stop);
  const post = async (source: string, body: string | object, headers: Readonly<Record<string, string>> = {}) => {
    const answer = await fetch(`${url}/webhooks/${source}`, {
      method: "POST",
      headers: { "content-type": "application/json", ...headers },
      body: typeof body === "string" ? body : JSON.stringify(body),
    });
    return { status: answer.status, headers: answer.headers, body: answerSchema.parse(await answer.json()) };
  };
  return { post, accepted, counted, budget: deps.budget };
}
