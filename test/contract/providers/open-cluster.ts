import { createMasker } from "../../../src/privacy/masker.ts";
import { createProviders } from "../../../src/remediation/providers/create-providers.ts";
import { clusterScene, token } from "../../support/stand-ins/cluster-scene.ts";

/** A cluster, and one of the providers that act on it. */
export async function openCluster<Name extends "kubernetes" | "argo">(name: Name) {
  const server = await clusterScene();
  const { [name]: provider } = createProviders(
    { kubernetes: { apiUrl: server.origin, token: { kind: "value", value: token } } },
    { fetch, mask: createMasker({ key: "0123456789abcdef" }), secretOf: () => undefined },
  );
  if (!provider) throw new Error("no provider");
  return { server, provider };
}
