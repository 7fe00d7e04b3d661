import { z } from "zod";
import { formOf } from "./ingress.ts";

const bodySchema = z.looseObject({ type: z.string().optional() });

/** A payload of the referees as Slack would post it. @param file its name: text that ends in `.txt` is a body already */
export function asPosted(file: string, text: string): { readonly body: string; readonly type: string } {
  if (file.endsWith(".txt")) return { body: text.trim(), type: "application/x-www-form-urlencoded" };
  const payload = bodySchema.parse(JSON.parse(text));
  if (payload.type === "event_callback") return { body: text, type: "application/json" };
  const fields = Object.entries(payload).map(([name, value]): [string, string] => [name, String(value)]);
  const body = payload.type === undefined ? new URLSearchParams(fields).toString() : formOf(payload);
  return { body, type: "application/x-www-form-urlencoded" };
}
