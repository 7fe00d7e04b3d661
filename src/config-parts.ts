import { z } from "zod";
import type { SettingFault } from "./words/settings.ts";

/** The schema's messages are names of sentences; `readConfig` says them in the language that is asked for. */
export const fault = (name: SettingFault) => name;
export const filled = z.string().trim().min(1, fault("blank"));
export const url = z.url({ protocol: /^https?$/, error: fault("url") });
export const withoutSlash = url.transform((value) => value.replace(/\/+$/, ""));

/** Values separated by commas, without blanks around them. */
export function splitList(value: string | undefined): readonly string[] {
  return (value ?? "")
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== "");
}
