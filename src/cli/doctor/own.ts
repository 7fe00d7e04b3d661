import { constants } from "node:fs";
import { access } from "node:fs/promises";
import { dirname } from "node:path";
import { z } from "zod";
import { requestTo } from "../../request-to.ts";
import { openStore } from "../../store/open-store.ts";
import { realWorld } from "../../world.ts";
import { askVendor } from "./ask-vendor.ts";
import { type Check, type Finding, findingsOf, type Patient } from "./finding.ts";

const readySchema = z.looseObject({
  store: z.looseObject({ kind: z.string(), reachable: z.boolean(), risks: z.array(z.string()).catch([]) }),
});
const healthSchema = z.looseObject({ ok: z.literal(true) });

/** The store: as the running service sees it, else looked at from here. */
export const checkStore: Check = async (patient) => {
  const { config, words, fetch, serviceUrl } = patient;
  const finding = findingsOf("store");
  const answer = await askVendor(fetch, `${serviceUrl}/readyz`);
  const ready = readySchema.safeParse(answer.kind === "answer" ? answer.body : undefined).data;
  if (ready) {
    const { kind, reachable, risks } = ready.store;
    const itself = reachable
      ? finding("ok", words.storeFine(kind))
      : finding("wrong", words.storeAway(kind, "/readyz"));
    return [itself, ...risks.map((risk) => finding("note", words.storeRisk(risk)))];
  }
  return config.store.startsWith("sqlite:") ? checkFile(patient) : checkRedis(patient);
};

async function checkFile({ config, words }: Patient): Promise<readonly Finding[]> {
  const finding = findingsOf("store");
  const path = config.store.slice("sqlite:".length);
  const isWritable = async (one: string): Promise<boolean> => {
    try {
      await access(one, constants.W_OK);
      return true;
    } catch (cause) {
      const isAbsent = cause instanceof Error && "code" in cause && cause.code === "ENOENT";
      return isAbsent && dirname(one) !== one && isWritable(dirname(one));
    }
  };
  return [
    (await isWritable(path)) ? finding("ok", words.storeFile(path)) : finding("wrong", words.storeReadOnly(path)),
  ];
}

async function checkRedis({ config, policy, words, now }: Patient): Promise<readonly Finding[]> {
  const finding = findingsOf("store");
  try {
    const { randomHex, storeClock } = realWorld;
    const deps = { now, randomHex, clock: storeClock, policyName: policy.name, log: () => {} };
    const store = await openStore(config.store, deps);
    const { kind, risks } = store.facts();
    await store.close();
    return [finding("ok", words.storeFine(kind)), ...risks.map((risk) => finding("note", words.storeRisk(risk)))];
  } catch (cause) {
    return [finding("wrong", words.storeAway("Redis", cause instanceof Error ? cause.message : String(cause)))];
  }
}

/** How Vigie is reached, and who may. */
export const checkDoors: Check = async ({ config, words, fetch }) => {
  const finding = findingsOf("doors");
  const { publicUrl, webhookTokens, apiTokens } = config;
  const tokens = [
    webhookTokens.length > 0 ? finding("ok", words.webhookToken) : finding("note", words.noWebhookToken),
    apiTokens.length > 0 ? finding("ok", words.apiToken) : finding("note", words.noApiToken),
  ];
  if (publicUrl === undefined) return [...tokens, finding("note", words.noPublicUrl)];
  const answer = await askVendor(fetch, `${publicUrl}/healthz`);
  const isVigie = answer.kind === "answer" && healthSchema.safeParse(answer.body).success;
  const reason = answer.kind === "silence" ? answer.reason : String(answer.status);
  return [
    ...tokens,
    isVigie ? finding("ok", words.publicUrl(publicUrl)) : finding("wrong", words.publicUrlAway(publicUrl, reason)),
  ];
};

/** Whether Alertmanager answers; user info in its address is sent as Basic, as the service does, and never shown. */
export const checkAlertmanager: Check = async ({ config: { alertmanagerUrl }, words, fetch }) => {
  const finding = findingsOf("alertmanager");
  if (alertmanagerUrl === undefined) return [finding("note", words.noAlertmanager)];
  const path = "/api/v2/status";
  const { url, headers } = requestTo(`${alertmanagerUrl}${path}`);
  const shown = url.slice(0, -path.length);
  const answer = await askVendor(fetch, url, { headers });
  if (answer.kind === "answer" && answer.status === 200) return [finding("ok", words.alertmanager(shown))];
  return [
    finding("wrong", words.unreachable(shown, answer.kind === "silence" ? answer.reason : String(answer.status))),
  ];
};
