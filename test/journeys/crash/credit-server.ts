import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { type FaultyServer, faultyServer } from "../../support/stand-ins/faulty-server.ts";

/** A registry, a deployer and a model server that loads its version at its start only; and what was really changed there. */
export type CreditServer = FaultyServer & {
  current: string;
  loaded: string;
  readonly effects: string[];
};

export async function creditServer(): Promise<CreditServer> {
  const restarts = new Set<string>();
  const base = await faultyServer(({ method, path, headers, text }) => {
    if (path === "/models/credit" && method === "GET") {
      return { json: { current: server.current, versions: ["8", "7"].map((version) => ({ version, tested: true })) } };
    }
    if (path === "/version") return { json: { version: server.loaded } };
    if (path === "/models/credit/current") {
      const { version, expected } = JSON.parse(text);
      if (server.current !== expected) return { status: 412, json: { message: `it is ${server.current}` } };
      server.current = version;
      server.effects.push(`set ${version}`);
      return { json: { current: version } };
    }
    const delivery = String(headers["x-vigie-delivery"]);
    if (path !== "/restart" || restarts.has(delivery)) return { status: path === "/restart" ? 200 : 404 };
    restarts.add(delivery);
    server.loaded = server.current;
    server.effects.push("restart");
    return {};
  });
  const server: CreditServer = { ...base, current: "8", loaded: "8", effects: [] };
  return server;
}

/** A policy by which credit is rolled back there: by hand, or by itself. Answers the file's path. */
export function creditPolicy(dir: string, origin: string, { mode }: { readonly mode: "approve" | "auto" }): string {
  const file = join(dir, `credit-${mode}.yaml`);
  writeFileSync(
    file,
    `version: 1
name: credit
severity:
  thresholds:
    - { family: model-quality, metrics: [accuracy, f1], measure: relative-drop, warning: ">= 2%", critical: ">= 5%", urgent: "> 10%" }
    - { family: fairness, metrics: [parity], measure: relative-drop, warning: ">= 2%", critical: ">= 5%", urgent: "> 10%" }
destinations:
  chat: [{ slack: "#ai-alerts" }]
route:
  group_by: [environment, service, model, family]
  tell: { warning: [chat] }
  lifecycle: short
  rollback: { mode: ${mode}, cool_down: 1h }
services:
  credit-scoring:
    model: credit
    actions:
      rollback:
        steps:
          - { registry: { url: "${origin}", model: credit } }
          - { webhook: { url: "${origin}/restart", body: { run: "{run}" }, undo: { run: "{run}" } } }
        serving: { http: "${origin}/version", field: version }
`,
  );
  return file;
}
