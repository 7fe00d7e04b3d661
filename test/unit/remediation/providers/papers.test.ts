import { readFileSync } from "node:fs";
import { describe, expect, it, onTestFinished } from "vitest";
import { parseAllDocuments } from "yaml";
import { z } from "zod";
import { createMasker } from "../../../../src/privacy/masker.ts";
import { createProviders } from "../../../../src/remediation/providers/create-providers.ts";

import { clusterScene, token } from "../../../support/stand-ins/cluster-scene.ts";

const roleSchema = z.object({
  kind: z.literal("Role"),
  rules: z.array(
    z.object({ apiGroups: z.array(z.string()), resources: z.array(z.string()), verbs: z.array(z.string()) }),
  ),
});
const workflowSchema = z.object({
  "run-name": z.string(),
  on: z.object({ workflow_dispatch: z.object({ inputs: z.record(z.string(), z.unknown()) }) }),
});

/** What stands as YAML in a document of `docs/connect`. */
function yamlIn(name: string): readonly unknown[] {
  const text = readFileSync(new URL(`../../../../docs/connect/${name}.md`, import.meta.url), "utf8");
  return [...text.matchAll(/```yaml\n([\s\S]*?)```/g)].flatMap(([, block = ""]) =>
    parseAllDocuments(block).map((document) => {
      expect(document.errors).toEqual([]);
      return document.toJS();
    }),
  );
}

function rightsIn(name: string): readonly string[] {
  const role = yamlIn(name).flatMap((one) => roleSchema.safeParse(one).data ?? [])[0];
  if (!role) throw new Error(`no role in ${name}.md`);
  return role.rules
    .flatMap(({ apiGroups, resources, verbs }) =>
      apiGroups.flatMap((group) => resources.flatMap((one) => verbs.map((verb) => `${verb} ${group}/${one}`))),
    )
    .toSorted();
}

/** What the steps of a provider ask the API server for, as a role would grant it. */
async function rightsUsed(provider: "kubernetes" | "argo", written: readonly { verb: string; object: string }[]) {
  const used = new Set<string>();
  const server = await clusterScene();
  onTestFinished(server.stop);
  const recording: typeof fetch = (input, init) => {
    const [, , group = "", , , , resource = "", name, part] = new URL(String(input)).pathname.split("/");
    const verb = init?.method === "PATCH" ? "patch" : name === undefined ? "list" : "get";
    used.add(`${verb} ${group}/${resource}${part === undefined ? "" : `/${part}`}`);
    return fetch(input, init);
  };
  const { kubernetes, argo } = createProviders(
    { kubernetes: { apiUrl: server.origin, token: { kind: "value", value: token } } },
    { fetch: recording, mask: createMasker({ key: "0123456789abcdef" }), secretOf: () => undefined },
  );
  for (const { verb, object } of written) {
    const call = { signal: new AbortController().signal, now: 0, run: `r-${verb}-${object}`, step: 0 };
    const step = { provider, verb, object, namespace: "ml" };
    const asked = provider === "argo" ? argo : kubernetes;
    if (!asked) throw new Error("no provider");
    // biome-ignore lint/suspicious/noExplicitAny: a step of the provider that was chosen
    const one = step as any;
    const planned = await asked.plan(one, {}, call);
    if (planned.kind !== "planned") throw new Error(JSON.stringify(planned));
    const plan = { ...planned.step, provider, key: "k" };
    expect((await asked.do(one, plan, call)).kind).toBe("done");
    await asked.look(one, plan, call);
    server.settle();
  }
  return [...used].toSorted();
}

describe("what the papers say of rights", () => {
  it("is what restarts and undone deployments use, and nothing more", async () => {
    const used = await rightsUsed("kubernetes", [
      { verb: "undo", object: "deployment/credit-scoring" },
      { verb: "restart", object: "deployment/credit-scoring" },
      { verb: "restart", object: "statefulset/credit-scoring" },
      { verb: "restart", object: "daemonset/credit-scoring" },
    ]);
    expect(rightsIn("kubernetes")).toEqual(used);
  });

  it("is what aborted and undone rollouts use, and nothing more", async () => {
    const used = await rightsUsed("argo", [
      { verb: "abort", object: "rollout/credit" },
      { verb: "undo", object: "rollout/credit" },
    ]);
    expect(rightsIn("argo")).toEqual(used);
  });

  it("shows a workflow whose title holds the mark that a lost call is found by", () => {
    const workflow = yamlIn("github-actions").flatMap((one) => workflowSchema.safeParse(one).data ?? [])[0];
    expect(workflow?.["run-name"]).toMatch(/\$\{\{ inputs\.vigie \}\}/);
    expect(Object.keys(workflow?.on.workflow_dispatch.inputs ?? {})).toEqual(["version", "vigie"]);
  });
});
