import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:https";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { createMasker } from "../../../../src/privacy/masker.ts";
import { createCluster } from "../../../../src/remediation/providers/kubernetes/cluster.ts";
import type { KubernetesAccess } from "../../../../src/remediation/providers/provider-access.ts";

const hasOpenssl = (() => {
  try {
    execFileSync("openssl", ["version"]);
    return true;
  } catch {
    if (process.env.CI === "true") throw new Error("openssl is not installed");
    return false;
  }
})();

const call = { signal: new AbortController().signal, now: 0, run: "r", step: 0 };
const deps = { fetch, mask: createMasker({ key: "0123456789abcdef" }) };
const workload = { path: ["apis", "apps", "v1", "namespaces", "m/l", "deployments", "credit"], answer: z.unknown() };

/** A certificate for 127.0.0.1 that vouches for itself. */
function certificate(folder: string, name: string) {
  const [key, cert] = [join(folder, `${name}.key`), join(folder, `${name}.crt`)];
  const subject = ["-subj", `/CN=${name}`, "-addext", "subjectAltName=IP:127.0.0.1", "-days", "2"];
  const made = ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", ...subject];
  execFileSync("openssl", [...made, "-keyout", key, "-out", cert], { stdio: "ignore" });
  return { key: readFileSync(key), cert: readFileSync(cert), file: cert };
}

describe.skipIf(!hasOpenssl)(`the cluster's API server ${hasOpenssl ? "" : "(openssl is not installed)"}`, () => {
  const folder = mkdtempSync(join(tmpdir(), "vigie-cluster-"));
  const tokenFile = join(folder, "token");
  const seen: { path: string; token: string }[] = [];
  let server: Server;
  let ours: ReturnType<typeof certificate>;
  let other: ReturnType<typeof certificate>;
  let apiUrl = "";
  beforeAll(async () => {
    [ours, other] = [certificate(folder, "cluster"), certificate(folder, "other")];
    server = createServer({ key: ours.key, cert: ours.cert }, (request, response) => {
      seen.push({ path: request.url ?? "", token: request.headers.authorization ?? "" });
      if (request.url?.endsWith("/slow")) return;
      if (request.url?.endsWith("/empty")) return void response.writeHead(204).end();
      response.writeHead(200, { "content-type": "application/json" });
      response.end(JSON.stringify({ answered: request.method }));
    });
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    apiUrl = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(async () => {
    server.closeAllConnections();
    await new Promise((done) => server.close(done));
    rmSync(folder, { recursive: true });
  });
  const clusterBy = (caFile: string): ReturnType<typeof createCluster> => {
    const access: KubernetesAccess = { apiUrl, token: { kind: "file", path: tokenFile }, caFile };
    return createCluster(access, deps);
  };

  it("is asked with the token that stands in the file now: it rotates", async () => {
    const cluster = clusterBy(ours.file);
    for (const token of ["first", "second\n"]) {
      writeFileSync(tokenFile, token);
      expect(await cluster.get(workload, call)).toEqual({ kind: "ok", data: { answered: "GET" } });
    }
    expect(seen.map(({ token }) => token)).toEqual(["Bearer first", "Bearer second"]);
  });

  it("has every name of the policy in one segment of its path", async () => {
    await clusterBy(ours.file).get(workload, call);
    expect(seen.at(-1)?.path).toBe("/apis/apps/v1/namespaces/m%2Fl/deployments/credit");
    const out = { ...workload, path: ["apis", "..", "secrets"] };
    await expect(clusterBy(ours.file).get(out, call)).rejects.toThrow('".." cannot be part of an address');
  });

  it("is trusted by its own authority alone, and another one's certificate is never spoken to", async () => {
    const before = seen.length;
    expect(await clusterBy(other.file).get(workload, call)).toEqual({
      kind: "away",
      detail: "DEPTH_ZERO_SELF_SIGNED_CERT",
    });
    expect(seen).toHaveLength(before);
  });

  it("is not known to have taken a patch where it answers with nothing", async () => {
    const patch = { type: "merge", body: { spec: {} } } as const;
    const cluster = clusterBy(ours.file);
    expect((await cluster.patch({ ...patch, path: ["apis", "x"] }, call)).kind).toBe("ok");
    expect((await cluster.patch({ ...patch, path: ["apis", "empty"] }, call)).kind).toBe("unknown");
  });

  it("is given up when the time is over", async () => {
    const patience = new AbortController();
    const asked = clusterBy(ours.file).get(
      { path: ["apis", "slow"], answer: z.unknown() },
      { ...call, signal: patience.signal },
    );
    await expect.poll(() => seen.at(-1)?.path).toBe("/apis/slow");
    patience.abort();
    expect(await asked).toEqual({ kind: "timed-out" });
  });

  it("is not asked without a token, and it says so", async () => {
    rmSync(tokenFile);
    expect(await clusterBy(ours.file).get(workload, call)).toEqual({
      kind: "denied",
      detail: "get deployments, m/l: no service account token",
    });
  });
});
