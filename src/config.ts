import { z } from "zod";
import { fault, filled, splitList, withoutSlash } from "./config-parts.ts";
import { type RemediationConfig, remediationOf, remediationSchema } from "./config-remediation.ts";
import { type Vendors, vendorSchema, vendorsOf } from "./config-vendors.ts";
import { present } from "./present.ts";
import type { SandboxVendor } from "./sandbox/stand-in.ts";
import { sandboxVendors } from "./sandbox/stand-in.ts";
import { type Locale, locales } from "./words/locale.ts";
import { neededBecause, type SettingFault, settingFaults } from "./words/settings.ts";

/** A fault of the environment: which variable, and what to write instead. Never holds a value. */
export type ConfigFault = { readonly variable: string; readonly message: string };

export type ApiToken = { readonly name: string; readonly token: string };

/** Everything that the environment says, read once. Secrets live here and nowhere else. */
export type Config = Vendors & {
  readonly remediation: RemediationConfig;
  readonly host: string;
  readonly port: number;
  readonly policyFile: string | null;
  readonly store: string;
  readonly dataDir: string;
  readonly publicUrl?: string;
  readonly webhookTokens: readonly string[];
  readonly apiTokens: readonly ApiToken[];
  readonly maskKey?: string;
  readonly locale: Locale;
  /** Vendors that the sandbox stands in for, and whether by itself (a laptop) or on purpose. */
  readonly sandbox: ReadonlySet<SandboxVendor>;
  readonly sandboxBy: "laptop" | "asked" | "nobody";
  readonly alertmanagerUrl?: string;
  /** Values that must never be printed, by the name of their variable. */
  readonly secrets: ReadonlyMap<string, readonly string[]>;
  /** The environment, for `${NAME}` in the policy. */
  readonly env: Readonly<Record<string, string>>;
};

export type ConfigResult =
  | { readonly ok: true; readonly config: Config }
  | { readonly ok: false; readonly faults: readonly ConfigFault[] };

const schema = z.object({
  PORT: z.coerce
    .number(fault("port"))
    .int(fault("port"))
    .min(0, fault("port"))
    .max(65_535, fault("port"))
    .default(8080),
  HOST: filled.default("127.0.0.1"),
  NODE_ENV: filled.optional(),
  VIGIE_POLICY: filled.optional(),
  VIGIE_STORE: filled.optional(),
  VIGIE_STORE_ACK: z.literal("local", fault("ackLocal")).default("local"),
  VIGIE_SANDBOX: filled.optional(),
  VIGIE_PUBLIC_URL: withoutSlash.optional(),
  VIGIE_WEBHOOK_TOKEN: filled.optional(),
  VIGIE_API_TOKEN: filled.optional(),
  VIGIE_MASK_KEY: filled.min(16, fault("maskKey")).optional(),
  VIGIE_LOCALE: z.enum(locales, fault("locale")).default("en"),
  ...vendorSchema.shape,
  ALERTMANAGER_URL: withoutSlash.optional(),
  ...remediationSchema.shape,
});
type Env = z.infer<typeof schema>;

/** The variables that `readConfig` knows, by name; `.env.example` has a line for each. */
export const variables: readonly string[] = Object.keys(schema.shape);

/** Variables whose values are secret by their name: ours, and those that a policy takes its `${…}` from. */
const secretName = /(?:TOKEN|SECRET|PASSWORD|PASSWD|_KEY)$/i;

/** What counts as a vendor credential: any of them keeps the sandbox from standing in by itself (protocol 12.1). */
const credentials = [
  "SLACK_BOT_TOKEN",
  "MicrosoftAppId",
  "PAGERDUTY_ROUTING_KEY",
  "PAGERDUTY_API_TOKEN",
  "JIRA_API_TOKEN",
] as const;

/** What must be set together; a half-configured vendor stops the start. */
const companions: readonly { readonly with: keyof Env; readonly need: readonly (keyof Env)[] }[] = [
  { with: "MicrosoftAppId", need: ["MicrosoftAppPassword", "MicrosoftAppTenantId"] },
  { with: "JIRA_API_TOKEN", need: ["JIRA_HOST", "JIRA_EMAIL"] },
  { with: "MLFLOW_TRACKING_USERNAME", need: ["MLFLOW_TRACKING_PASSWORD"] },
  { with: "KUBERNETES_API_URL", need: ["KUBERNETES_TOKEN"] },
  { with: "KUBERNETES_TOKEN", need: ["KUBERNETES_API_URL"] },
];

/**
 * Reads the environment: the only place that does. Names every fault at once, never a value.
 *
 * @param source usually `process.env`; empty strings count as unset
 */
export function readConfig(source: Readonly<Record<string, string | undefined>>): ConfigResult {
  const env = Object.fromEntries(
    Object.entries(source).filter((pair): pair is [string, string] => (pair[1] ?? "") !== ""),
  );
  const read = schema.safeParse(env);
  const locale = localeOf(env.VIGIE_LOCALE);
  const faulty = (read.error?.issues ?? []).map(({ path, message }) => ({
    variable: String(path[0] ?? ""),
    message: isSettingFault(message) ? settingFaults[message][locale] : message,
  }));
  // What depends on several variables is judged all the same, by those that could be read.
  const rest = Object.entries(env).filter(([name]) => !faulty.some(({ variable }) => variable === name));
  const data = read.data ?? schema.parse(Object.fromEntries(rest));
  const sandbox = sandboxOf(data, locale);
  const further = [...sandbox.faults, ...missingCompanions(data, locale), ...openDoors(data, locale)];
  const faults = [...faulty, ...further.filter(({ variable }) => !faulty.some((one) => one.variable === variable))];
  return faults.length > 0 ? { ok: false, faults } : { ok: true, config: configOf(data, sandbox, env) };
}

/** The language that is asked for, also where the rest of the environment is faulty; English for one that is unknown. */
export function localeOf(value: string | undefined): Locale {
  return locales.find((locale) => locale === value) ?? "en";
}

function isSettingFault(message: string): message is SettingFault {
  return Object.hasOwn(settingFaults, message);
}

function configOf(
  env: Env,
  { vendors, by }: ReturnType<typeof sandboxOf>,
  all: Readonly<Record<string, string>>,
): Config {
  return {
    host: env.HOST,
    port: env.PORT,
    policyFile: env.VIGIE_POLICY ?? null,
    store: env.VIGIE_STORE ?? defaultStore,
    dataDir: "./data",
    webhookTokens: splitList(env.VIGIE_WEBHOOK_TOKEN),
    apiTokens: splitList(env.VIGIE_API_TOKEN).map(apiToken),
    locale: env.VIGIE_LOCALE,
    sandbox: vendors,
    sandboxBy: by,
    secrets: secretsOf(all),
    env: all,
    ...present({ publicUrl: env.VIGIE_PUBLIC_URL, maskKey: env.VIGIE_MASK_KEY, alertmanagerUrl: env.ALERTMANAGER_URL }),
    remediation: remediationOf(env),
    ...vendorsOf(env),
  };
}

/** Secrets by their variable: each value of a list alone, tokens without their names, passwords in addresses. */
function secretsOf(env: Readonly<Record<string, string>>): Config["secrets"] {
  return new Map(
    Object.entries(env).flatMap(([name, value]) => {
      const values = name === "VIGIE_API_TOKEN" ? splitList(value).map((entry) => apiToken(entry).token) : [value];
      const secrets = secretName.test(name) ? values.flatMap((one) => [one, ...splitList(one)]) : passwordIn(value);
      return secrets.length > 0 ? [[name, [...new Set(secrets)]] as const] : [];
    }),
  );
}

/** The password of an address such as `redis://user:password@host`, as written and decoded. */
function passwordIn(value: string): readonly string[] {
  const [, password] = /^[a-z][a-z0-9+.-]*:\/\/[^/@:]*:([^/@]+)@/i.exec(value) ?? [];
  return password === undefined ? [] : [password, decodedOr(password)];
}

function decodedOr(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

const defaultStore = "sqlite:./data/vigie.db";

/** When the sandbox stands in (protocol 12.1): by itself on a laptop only, otherwise where it is asked for by name. */
function sandboxOf(
  env: Env,
  locale: Locale,
): {
  vendors: ReadonlySet<SandboxVendor>;
  by: Config["sandboxBy"];
  faults: readonly ConfigFault[];
} {
  if (env.VIGIE_SANDBOX === undefined) {
    const laptop =
      credentials.every((name) => env[name] === undefined) &&
      isLoopback(env.HOST) &&
      env.VIGIE_STORE === undefined &&
      env.VIGIE_PUBLIC_URL === undefined &&
      env.NODE_ENV !== "production";
    return { vendors: new Set(laptop ? sandboxVendors : []), by: laptop ? "laptop" : "nobody", faults: [] };
  }
  const names =
    env.VIGIE_SANDBOX === "all" ? [...sandboxVendors] : env.VIGIE_SANDBOX === "off" ? [] : splitList(env.VIGIE_SANDBOX);
  const vendors = new Set(sandboxVendors.filter((vendor) => names.includes(vendor)));
  const unknown = names.some((name) => !sandboxVendors.some((vendor) => vendor === name));
  return {
    vendors,
    by: vendors.size > 0 ? "asked" : "nobody",
    faults: unknown ? [{ variable: "VIGIE_SANDBOX", message: settingFaults.sandbox[locale] }] : [],
  };
}

function missingCompanions(env: Env, locale: Locale): readonly ConfigFault[] {
  return companions.flatMap(({ with: given, need }) =>
    env[given] === undefined
      ? []
      : need
          .filter((name) => env[name] === undefined)
          .map((name) => ({ variable: name, message: neededBecause[locale](given) })),
  );
}

/** Everybody who reaches the port could send alerts (issue 2, Sources). */
function openDoors(env: Env, locale: Locale): readonly ConfigFault[] {
  if (isLoopback(env.HOST) || splitList(env.VIGIE_WEBHOOK_TOKEN).length > 0) return [];
  return [{ variable: "VIGIE_WEBHOOK_TOKEN", message: settingFaults.openDoor[locale] }];
}

/** Whether a host name or address is this machine and nothing else. */
export function isLoopback(host: string): boolean {
  const bare = host.replace(/^\[(.*)\]$/, "$1").toLowerCase();
  return bare === "localhost" || bare === "::1" || /^(::ffff:)?127(\.\d{1,3}){3}$/.test(bare);
}

function apiToken(entry: string): ApiToken {
  const [, name = "api", token = entry] = /^([a-z0-9_-]+):(.+)$/i.exec(entry) ?? [];
  return { name, token };
}
