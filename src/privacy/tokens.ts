import type { Detector, Finding } from "./finding.ts";
import { found, scan } from "./finding.ts";
import { sign } from "./signs.ts";

/**
 * Tokens that say themselves what they are. Each entry begins with fixed characters and ends with one greedy run, so
 * that a hostile text costs one look at each place.
 * @see https://docs.gitlab.com/security/tokens/#token-prefixes and the vendors' secret-scanning pages, 2026-11
 */
const prefixed: readonly string[] = [
  "xox[abceoprs][-.][\\w.-]{8,}", // Slack
  "xapp-\\d-[\\w-]{8,}",
  "(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16}(?![A-Za-z0-9])", // AWS
  "gh[opsur]_[A-Za-z0-9]{16,}", // GitHub
  "github_pat_\\w{20,}",
  "gl(?:pat|dt|rt|ptt|cbt|ft|soat|imt|agent|oas)-[\\w.-]{16,}", // GitLab
  "AIza[\\w-]{30,}", // Google
  "ya29\\.[\\w.-]{20,}",
  "GOCSPX-[\\w-]{20,}",
  "[rsp]k_(?:live|test)_\\w{10,}", // Stripe
  "whsec_[\\w+/=]{16,}",
  "sk-(?=[\\w-]{0,200}\\d)(?=[\\w-]{0,200}[A-Z])[\\w-]{20,}", // OpenAI, Anthropic
  "hf_[A-Za-z0-9]{30,}", // Hugging Face
  "npm_[A-Za-z0-9]{30,}",
  "pypi-[\\w-]{30,}",
  "SG\\.[\\w-]{16,}\\.[\\w-]{16,}", // SendGrid
  "ATATT[\\w=-]{20,}", // Atlassian
  "dapi[0-9a-f]{32}", // Databricks
  "do[opr]_v1_[0-9a-f]{40,}", // DigitalOcean
  "hv[sbr]\\.[\\w-]{20,}", // Vault
  "gl(?:sa|c)_[\\w=]{20,}", // Grafana
  "shp(?:at|ca|pa|ss)_[0-9a-fA-F]{32}", // Shopify
  "lin_api_\\w{20,}", // Linear
  "NRAK-[A-Z0-9]{20,}", // New Relic
  "sntry[su]_[\\w=+/.-]{20,}", // Sentry
  "dckr_(?:pat|oat)_[\\w-]{20,}", // Docker
  "AGE-SECRET-KEY-1[0-9A-Z]{50,}",
  "eyJ[\\w-]{12,}(?:\\.[\\w-]*){0,4}", // JWT, JWE: base64url of {"
  "\\d{8,10}:AA[\\w-]{30,}", // Telegram
];

const prefixes = new RegExp(`(?<![A-Za-z0-9])(?:${prefixed.join("|")})`, "g");

/** Links whose path is the key; the key is the last group. */
const webhookLinks =
  /(?:hooks\.slack(?:-gov)?\.com\/(?:services|workflows|triggers)|discord(?:app)?\.com\/api\/(?:v\d+\/)?webhooks|\.office\.com\/webhookb2)\/([\w@/+-]{8,})/g;

/** A private key to its end mark, or to the end of a text that was cut. */
const privateKeys =
  /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----[\s\S]*?(?:-----END [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----|$)/g;

/** AWS's secret half has no prefix: forty mixed characters count as one beside an access key id. */
const besideAccessKey =
  /(?<![\w+/=])(?=[\w+/]{0,39}\d)(?=[\w+/]{0,39}[a-z])(?=[\w+/]{0,39}[A-Z])[\w+/]{40}(?![\w+/=])/g;
const accessKeyId = /(?:AKIA|ASIA)[A-Z0-9]{16}/;

/** `scheme://user:password@host`; not `docker://image@sha256:…`, and `git@` alone is everybody. */
const userInfo = /(?<=:\/\/)(?!git@)[^\s/?#"'<>]{1,512}(?=@(?!sha\d))/g;

/** `user:password@tcp(…` or `user:password@host:5432`, as database drivers write it. */
const dataSource =
  /(?<![\w@/.-])[\w.-]{1,64}:((?!\d+@)[^\s:@/'"]{3,128})(?=@(?:(?:tcp|udp|unix)\(|[\w.-]{1,253}:\d{2,5}(?!\w)))/g;

const detector = (find: (text: string) => Finding[]): Detector => ({
  kind: "secret",
  signs: sign.longWord | sign.at,
  find,
});

/** The keys in webhook links. */
export const webhooks: Detector = detector((text) => scan(text, webhookLinks, found));

/** Private keys, webhook links, tokens and user info: secrets that can be told by their look or their place. */
export const tokens: readonly Detector[] = [
  detector((text) => scan(text, privateKeys, found)),
  webhooks,
  detector((text) => (accessKeyId.test(text) ? scan(text, besideAccessKey, found) : [])),
  detector((text) => scan(text, prefixes, found)),
  detector((text) => scan(text, userInfo, found)),
  detector((text) => scan(text, dataSource, found)),
];
