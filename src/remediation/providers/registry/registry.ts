import { z } from "zod";
import type { Step } from "../../../policy/actions/step.ts";
import type { Call, Planning, Provider, Wanted } from "../../provider.ts";
import { planningOf } from "../failures.ts";
import { backFrom, lookAtVersion, type Movable, moveVersion } from "../moved-version.ts";
import { isPlainVersion } from "../plain-version.ts";
import type { ProviderDeps } from "../provider-access.ts";
import { signedRequest } from "../signed-request.ts";
import { type SigningKey, signingKey } from "../signing-key.ts";
import type { VendorAnswer, VendorHttp } from "../vendor-http.ts";
import { versionBefore } from "../version-before.ts";

/** A step of a registry that speaks Vigie's small HTTP interface. */
export type RegistryStep = Extract<Step, { provider: "registry" }>;

const modelSchema = z.object({
  current: z.string().nullable(),
  /** Newest first. */
  versions: z.array(
    z.object({ version: z.string(), tested: z.boolean().default(false), ready: z.boolean().default(true) }),
  ),
});
type Model = z.infer<typeof modelSchema>;
/** What a step's registry is reached with, once its key was looked up. */
type Ready = { readonly http: VendorHttp; readonly key: SigningKey } & Pick<ProviderDeps, "mask">;

/**
 * A registry that speaks Vigie's small HTTP interface (docs/connect/registry.md): one model is read, and its current version
 * set only where it still is what was read.
 */
export function createRegistry(
  http: VendorHttp,
  { secretOf, mask }: Pick<ProviderDeps, "secretOf" | "mask">,
): Provider<RegistryStep> {
  const httpOf = (key: SigningKey): Ready => ({ http, key, mask });
  return {
    name: "registry",
    async plan(step, wanted, call) {
      const key = signingKey(step.secret, secretOf);
      if (key.kind === "missing") return { kind: "problem", because: "no-credentials", detail: key.variable };
      const read = await readModel(step, httpOf(key), call);
      return read.kind === "ok" ? planned(step, read.data, wanted) : planningOf(read);
    },
    async do(step, plan, call) {
      const key = signingKey(step.secret, secretOf);
      if (key.kind === "missing") return { kind: "failed", because: "no-credentials", detail: key.variable };
      return moveVersion(movableOf(step, httpOf(key)), plan, call);
    },
    async look(step, plan, call) {
      const key = signingKey(step.secret, secretOf);
      if (key.kind === "missing") return { kind: "away", detail: key.variable };
      return lookAtVersion(movableOf(step, httpOf(key)), plan, call);
    },
    undo: (_, plan) => backFrom(plan),
  };
}

function planned({ model }: RegistryStep, { current, versions }: Model, wanted: Wanted): Planning {
  if (current === null) return { kind: "problem", because: "not-found", detail: model };
  const kept = versions.map(({ version, tested, ready }) => ({ version, tested, usable: ready }));
  const back = versionBefore(kept, current, wanted);
  if (back.kind === "problem") return back;
  return {
    kind: "planned",
    step: {
      doing: "set-version",
      name: model,
      from: current,
      to: back.version,
      tested: back.tested,
      ...(back.version === current ? { noop: true } : {}),
    },
  };
}

function movableOf(step: RegistryStep, ready: Ready): Movable {
  const { http, key } = ready;
  return {
    async read(call) {
      const read = await readModel(step, ready, call);
      return read.kind === "ok" ? { kind: "ok", data: read.data.current } : read;
    },
    /** Refused with 409 or 412 where it is not `expected` any more: somebody's newer change is never overwritten. */
    move(expected, version, call) {
      const asked = {
        ...({ effect: "write", method: "PUT", address: addressOf(step, "/current"), answer: z.unknown() } as const),
        headers: { "if-match": JSON.stringify(expected) },
        body: { version, expected },
      };
      return http(signedRequest(asked, key, call), call);
    },
  };
}

/** What it calls a version is stored, shown and sent on: one that is not written plainly, or is masked, is none. */
async function readModel(step: RegistryStep, { http, key, mask }: Ready, call: Call): Promise<VendorAnswer<Model>> {
  const asked = { effect: "read", method: "GET", address: addressOf(step), answer: modelSchema, kind: "read" } as const;
  const read = await http(signedRequest(asked, key, call), call);
  if (read.kind !== "ok") return read;
  const isNamed = (version: string) => isPlainVersion(version) && mask.label("model_version", version) === version;
  const { current, versions } = read.data;
  if (current !== null && !isNamed(current)) return { kind: "faulty", detail: "current" };
  return { kind: "ok", data: { current, versions: versions.filter(({ version }) => isNamed(version)) } };
}

function addressOf({ url, model }: RegistryStep, path = ""): string {
  return `${url.replace(/\/+$/, "")}/models/${encodeURIComponent(model)}${path}`;
}
