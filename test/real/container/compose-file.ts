import { parse } from "yaml";
import { z } from "zod";

const health = z.strictObject({
  test: z.tuple([z.literal("CMD")], z.string()),
  interval: z.string(),
  timeout: z.string(),
  retries: z.number(),
});
const service = z.strictObject({
  image: z.string().optional(),
  build: z.literal(".").optional(),
  init: z.boolean().optional(),
  command: z.array(z.string()).optional(),
  depends_on: z
    .union([z.array(z.string()), z.record(z.string(), z.object({ condition: z.literal("service_healthy") }))])
    .transform((written) => (Array.isArray(written) ? written : Object.keys(written)))
    .default([]),
  env_file: z.literal(".env").optional(),
  environment: z.record(z.string(), z.string()).default({}),
  volumes: z.array(z.string().regex(/^[\w./-]+:\/[\w./-]+(:ro)?$/)),
  secrets: z.array(z.string()).default([]),
  ports: z.array(z.string()).default([]),
  networks: z.array(z.string()),
  healthcheck: health.optional(),
  stop_grace_period: z
    .string()
    .regex(/^\d+s$/)
    .default("10s"),
  restart: z.literal("unless-stopped"),
  read_only: z.boolean().optional(),
  tmpfs: z.array(z.string()).optional(),
  cap_drop: z.array(z.string()).optional(),
  security_opt: z.array(z.string()).optional(),
});
const file = z.strictObject({
  name: z.string(),
  services: z.record(z.string(), service),
  networks: z.record(z.string(), z.strictObject({ internal: z.boolean().optional() })),
  volumes: z.record(z.string(), z.strictObject({})),
  secrets: z.record(z.string(), z.strictObject({ environment: z.string() })),
});

/** A compose file, with every key of it that the tests know how to act on; another one is a fault. */
export type ComposeFile = z.infer<typeof file>;
export type ComposeService = ComposeFile["services"][string];

/**
 * Reads a compose file and fills its `${NAME}` and `${NAME:?why}` in, as compose does.
 *
 * @throws with the reason that the file gives where a variable is needed and not set
 */
export function readCompose(text: string, env: Readonly<Record<string, string | undefined>>): ComposeFile {
  return file.parse(filled(parse(text), env));
}

function filled(value: unknown, env: Readonly<Record<string, string | undefined>>): unknown {
  if (typeof value === "string") {
    return value.replaceAll(/\$\{(\w+)(?::\?([^}]*))?\}/g, (_all, name: string, why?: string) => {
      const given = env[name] ?? "";
      if (given === "" && why !== undefined) throw new Error(`required variable ${name} is missing a value: ${why}`);
      return given;
    });
  }
  if (Array.isArray(value)) return value.map((one) => filled(one, env));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, filled(one, env)]));
}

/** Where a volume is in the container, and what it is: a folder beside the file or a named volume. */
export function mountOf(volume: string): { readonly from: string; readonly to: string; readonly readOnly: boolean } {
  const [from = "", to = "", mode] = volume.split(":");
  return { from, to, readOnly: mode === "ro" };
}
