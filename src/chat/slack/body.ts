import { z } from "zod";
import { jsonIn } from "../../json-in.ts";

const object = z.record(z.string(), z.unknown());

/**
 * Reads what Slack posts: JSON for events, a form for commands, a form with JSON in `payload` for everything that is
 * pressed. `null` for what is none of these.
 */
export function readBody(raw: string, contentType: string): Readonly<Record<string, unknown>> | null {
  if (contentType.startsWith("application/json")) return readObject(raw);
  const form = Object.fromEntries(new URLSearchParams(raw));
  return form.payload === undefined ? form : readObject(form.payload);
}

function readObject(json: string): Readonly<Record<string, unknown>> | null {
  return object.safeParse(jsonIn(json)).data ?? null;
}
