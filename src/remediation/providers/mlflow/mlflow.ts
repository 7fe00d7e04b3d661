import type { Step } from "../../../policy/actions/step.ts";
import type { Call, Planning, Provider, Wanted } from "../../provider.ts";
import { planningOf } from "../failures.ts";
import { backFrom, lookAtVersion, type Movable, moveVersion } from "../moved-version.ts";
import type { ProviderAccess } from "../provider-access.ts";
import type { VendorFailure, VendorHttp } from "../vendor-http.ts";
import { type KeptVersion, type VersionBefore, versionBefore } from "../version-before.ts";
import { type MlflowApi, type MlflowVersion, mlflowApi } from "./mlflow-api.ts";

export type MlflowStep = Extract<Step, { provider: "mlflow" }>;

/** A thousand versions back nobody looks for a way back. */
const maxPages = 10;

/**
 * Moves an alias of a registered model, by default `champion`, or what a stage holds (C-29). Other aliases stay as they are;
 * what else is in the stage is archived, as MLflow itself offers.
 *
 * MLflow has no compare-and-set: what somebody changes within the milliseconds between our reading and our writing is
 * overwritten, and seen only in MLflow's own history. It is read right before and right after.
 */
export function createMlflow(access: NonNullable<ProviderAccess["mlflow"]>, http: VendorHttp): Provider<MlflowStep> {
  const api = mlflowApi(access, http);
  return {
    name: "mlflow",
    plan: (step, wanted, call) => plan(step, movableOf(step, access.url, api), api, wanted, call),
    do: (step, planned, call) => moveVersion(movableOf(step, access.url, api), planned, call),
    look: (step, planned, call) => lookAtVersion(movableOf(step, access.url, api), planned, call),
    undo: (_, planned) => backFrom(planned),
  };
}

function movableOf({ model, alias, stage }: MlflowStep, url: string, api: MlflowApi): Movable {
  const link = `${url}/#/models/${encodeURIComponent(model)}`;
  if (stage === undefined) {
    return {
      read: (call) => api.aliased(model, alias, call),
      move: (_, to, call) => api.setAlias(model, alias, to, call),
      link,
    };
  }
  return {
    read: (call) => api.staged(model, stage, call),
    move: (_, to, call) => api.setStage(model, stage, to, call),
    link,
  };
}

async function plan(step: MlflowStep, thing: Movable, api: MlflowApi, wanted: Wanted, call: Call): Promise<Planning> {
  const name = step.stage ?? step.alias;
  const now = await thing.read(call);
  if (now.kind !== "ok") return planningOf(now);
  if (now.data === null) return { kind: "problem", because: "not-found", detail: `${step.model}@${name}` };
  const back = await findBack(step, api, now.data, wanted, call);
  if (back.kind === "problem") return back;
  if (back.kind !== "version") return planningOf(back);
  return {
    kind: "planned",
    step: {
      doing: step.stage === undefined ? "move-alias" : "set-stage",
      name,
      of: step.model,
      from: now.data,
      to: back.version,
      tested: back.tested,
      ...(back.version === now.data ? { noop: true } : {}),
    },
  };
}

/** Reads on, page by page, until a version is found that no further page can outdo. */
async function findBack(
  { model, testedTag }: MlflowStep,
  api: MlflowApi,
  now: string,
  wanted: Wanted,
  call: Call,
): Promise<VersionBefore | VendorFailure> {
  const versions: KeptVersion[] = [];
  let page = "";
  for (let turn = 0; turn < maxPages; turn += 1) {
    const read = await api.versions(model, page, call);
    if (read.kind !== "ok") return read;
    versions.push(...read.data.versions.map((version) => keptOf(version, testedTag)));
    page = read.data.next;
    const back = versionBefore(versions, now, wanted);
    if (page === "" || (back.kind === "version" && (back.tested || wanted.to !== undefined))) return back;
  }
  return versionBefore(versions, now, wanted);
}

const yes = ["true", "yes"];
const no = ["false", "no", "failed"];

/**
 * Marked tested: the policy's tag is `true` or `yes`. Not gone to: what is not READY, what the same tag says failed its test,
 * what a tag `bad` says is.
 */
function keptOf({ version, status, tags }: MlflowVersion, testedTag: string): KeptVersion {
  const tagValue = (key: string) =>
    tags
      .find((tag) => tag.key === key)
      ?.value.trim()
      .toLowerCase() ?? "";
  const tested = tagValue(testedTag);
  return {
    version,
    usable: status === "READY" && !no.includes(tested) && !yes.includes(tagValue("bad")),
    tested: yes.includes(tested),
  };
}
