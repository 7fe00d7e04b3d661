/** Deterministic pseudo-random numbers (mulberry32), so that every run judges the same label sets. */
export function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

const hex = "0123456789abcdef";
const podAlphabet = "bcdfghjklmnpqrstvwxz2456789";
const digits = "0123456789";

/** Makes values that look like those of a cluster in production. */
function makers(random: () => number) {
  const below = (limit: number): number => Math.floor(random() * limit);
  const pick = <T>(items: readonly [T, ...T[]]): T => items[below(items.length)] ?? items[0];
  const chars = (alphabet: string, count: number): string =>
    Array.from({ length: count }, () => alphabet.charAt(below(alphabet.length))).join("");
  const seconds = (): number => 1_600_000_000 + below(400_000_000);
  const service = (): string =>
    pick(["checkout", "rag-gateway", "llm-router", "embedder", "fraud-scoring", "ingest", "vector-store", "api"]);
  const uuid = (): string => `${chars(hex, 8)}-${chars(hex, 4)}-4${chars(hex, 3)}-a${chars(hex, 3)}-${chars(hex, 12)}`;
  const privateIp = (dot: string): string => [10, below(256), below(256), below(256)].join(dot);
  const iso = (): string => new Date(seconds() * 1000 + below(1000)).toISOString();
  return { random, below, pick, chars, seconds, service, uuid, privateIp, iso };
}

type Make = ReturnType<typeof makers>;

/** Labels that every set has; an address in `instance` is real and stays, since the label is safe. */
const always: Readonly<Record<string, (make: Make) => string>> = {
  alertname: (m) => m.pick(["KubePodCrashLooping", "HighErrorRate", "SemanticDriftHigh", "NodeFilesystemAlmostFull"]),
  severity: (m) => m.pick(["info", "warning", "critical", "urgent"]),
  namespace: (m) => m.pick(["ml-prod", "kube-system", "monitoring", "team-42"]),
  service: (m) => m.service(),
  job: (m) => m.pick(["kubernetes-pods", "node-exporter", "blackbox", "serviceMonitor/ml/router/0"]),
  instance: (m) => `${m.privateIp(".")}:${m.pick(["9100", "8080", "10250"])}`,
  pod: (m) => `${m.service()}-${m.chars(podAlphabet, 10)}-${m.chars(podAlphabet, 5)}`,
};

/** Labels of which every set has a dozen; none of their values is anybody's. */
export const sometimes: Readonly<Record<string, (make: Make) => string>> = {
  container_id: (m) => `containerd://${m.chars(hex, 64)}`,
  image: (m) =>
    `registry.example.org/ml/${m.service()}:${m.below(9)}.${m.below(30)}.${m.below(99)}@sha256:${m.chars(hex, 64)}`,
  image_tag: (m) => `ghcr.io/acme/${m.service()}:1.${m.below(30)}.${m.below(9)}.${m.below(9)}`,
  digest: (m) => `sha256:${m.chars(hex, 64)}`,
  git_sha: (m) => m.chars(hex, 40),
  short_sha: (m) => m.chars(hex, 7),
  uid: (m) => m.uuid(),
  request_id: (m) => `req-${m.uuid()}`,
  trace_id: (m) => m.chars(hex, 32),
  span_id: (m) => m.chars(hex, 16),
  traceparent: (m) => `00-${m.chars(hex, 32)}-${m.chars(hex, 16)}-01`,
  ulid: (m) => `01${m.chars("0123456789ABCDEFGHJKMNPQRSTVWXYZ", 24)}`,
  snowflake: (m) => `${1 + m.below(9)}${m.chars(digits, 17)}`,
  version: (m) => `${m.below(12)}.${m.below(40)}.${m.below(99)}`,
  app_version: (m) => `1.2.${m.below(99)}.${m.below(9)}-rc${m.below(9)}`,
  helm_chart: (m) => `ingress-nginx-4.${m.below(20)}.${m.below(9)}.${m.below(9)}`,
  agent: (m) => `v10.0.0.${m.below(200)}`,
  build: (m) => `${2020 + m.below(7)}.${m.below(13)}.${m.below(29)}.${m.below(9000)}`,
  kernel: (m) => `5.15.0-${m.below(130)}-generic`,
  browser: (m) => `Chrome/12${m.below(9)}.0.6${m.below(999)}.${m.below(250)}`,
  started_at: (m) => m.iso(),
  at_local: (m) => m.iso().replace("T", " ").replace("Z", " +0200"),
  at_go: (m) => `${m.iso().replace("T", " ").replace("Z", "")} +0000 UTC m=+${m.below(99999)}.${m.chars(digits, 9)}`,
  at_french: (m) =>
    `${m.pick(["05", "12", "28"])}/${m.pick(["01", "11"])}/2026 ${m.pick(["08", "10"])}:0${m.below(9)}:33`,
  at_dashes: (m) => `0${1 + m.below(9)}-${m.pick(["01", "11"])}-2026 1${m.below(9)}:2${m.below(9)}`,
  unix_seconds: (m) => `${m.seconds()}`,
  unix_ms: (m) => `${m.seconds()}${m.chars(digits, 3)}`,
  unix_us: (m) => `${m.seconds()}${m.chars(digits, 6)}`,
  unix_ns: (m) => `${m.seconds()}${m.chars(digits, 9)}`,
  value: (m) => `${m.random() * 10 ** m.below(7)}`,
  ratio: (m) => `0.${m.chars(digits, 16)}`,
  ratio_french: (m) => `0,${m.chars(digits, 16)}`,
  percentage: (m) => `${m.below(100)}.${m.chars(digits, 2)}%`,
  delta: (m) => `+${m.below(1e7)}.${m.chars(digits, 4)}`,
  growth: (m) => `+${1 + m.below(9)}${m.chars(digits, 9)} bytes`,
  scientific: (m) => `${m.below(9)}.${m.chars(digits, 12)}e+${10 + m.below(9)}`,
  bytes: (m) => `${1 + m.below(9)}${m.chars(digits, 6 + m.below(9))}`,
  grouped: (m) => `${m.below(999)} ${m.chars(digits, 3)} ${m.chars(digits, 3)} requêtes`,
  memory: (m) => `${m.below(64)}.${m.below(99)}GiB of 64GiB (${m.below(99)}%)`,
  port: (m) => `${1024 + m.below(60000)}`,
  listen: (m) => `:${1024 + m.below(60000)}`,
  duration: (m) => `${m.below(24)}h${m.below(60)}m${m.below(60)}.${m.chars(digits, 3)}s`,
  elapsed: (m) => `0${m.below(9)}:1${m.below(9)}:3${m.below(9)}.${m.chars(digits, 6)}`,
  node: (m) => `ip-${m.privateIp("-")}.eu-west-1.compute.internal`,
  gke_node: (m) => `gke-prod-pool-1-${m.chars(hex, 8)}-${m.chars(podAlphabet, 4)}`,
  azure_node: (m) => `aks-nodepool1-${m.chars(digits, 8)}-vmss00000${m.below(9)}`,
  pod_dns: (m) => `${m.privateIp("-")}.ml-prod.pod.cluster.local`,
  statefulset: (m) => `kafka-broker-${m.below(30)}.kafka-headless.data.svc.cluster.local:9092`,
  cronjob_pod: (m) => `backup-${m.chars(digits, 8)}-${m.chars(podAlphabet, 5)}`,
  mac: (m) => [m, m, m, m, m, m].map(() => m.chars(hex, 2)).join(":"),
  mac_dashes: (m) => [m, m, m, m, m, m].map(() => m.chars(hex, 2)).join("-"),
  wwn: (m) => [m, m, m, m, m, m, m, m].map(() => m.chars(hex, 2)).join(":"),
  serial: (m) => `${m.chars("ABCDEFGHJKLMNP", 2)}${m.chars(digits, 2)}${m.chars("ABCDEFGH0123456789", 9)}`,
  gpu: (m) => `GPU-${m.uuid()}`,
  pci: (m) => `0000:${m.chars(hex, 2)}:00.0`,
  device: (m) => m.pick(["nvme0n1p1", "/dev/sda1", "eth0", "dm-3"]),
  oid: (m) => `1.3.6.1.4.1.${m.below(9999)}.${m.below(99)}.${m.below(9)}`,
  unit: (m) => `user@${1000 + m.below(99)}.service`,
  npm: (m) => `@acme/${m.service()}@${m.below(9)}.${m.below(20)}.${m.below(9)}`,
  ticket: (m) => `${m.pick(["OPS", "INC", "SRE", "JIRA", "FR", "DE"])}-${m.below(99999)}`,
  incident: (m) => `INC00${m.chars(digits, 8)}`,
  promql: (m) =>
    `sum by (instance) (rate(http_requests_total{code=~"5..",service="${m.service()}"}[5m])) / ${m.below(1e9)} > 0.0${m.below(99)}`,
  recording_rule: () => "instance:node_cpu_utilisation:rate5m",
  revision: (m) => `${m.service()}-0000${m.below(9)}-${m.chars(podAlphabet, 3)}`,
  arn: (m) => `arn:aws:sagemaker:eu-west-1:${m.chars(digits, 12)}:endpoint/${m.service()}`,
  model_version: (m) => `${m.below(9)}.${m.below(9)}.${m.below(9)}.${m.below(9)}`,
  model_uri: (m) => `models:/${m.service()}/${m.below(99)}`,
  checkpoint: (m) => `step_${m.chars(digits, 9)}-loss_0.${m.chars(digits, 6)}`,
  tokens: (m) => `prompt_tokens=${m.below(9000)} completion_tokens: ${m.below(9000)}`,
  secret: (m) => `default-token-${m.chars(podAlphabet, 5)}`,
  range: (m) => `${m.below(100)}-${100 + m.below(900)}`,
  triple: (m) => `p50=${m.below(100)}ms p95=${m.below(1000)}ms p99=${m.below(9999)}ms`,
  cidr_like: (m) => `shard-${m.below(9)}/16`,
  path: (m) => `/var/lib/kubelet/pods/${m.uuid()}/volumes`,
  quantile: (m) => `0.${m.pick(["5", "9", "95", "99", "999"])}`,
  cpu: (m) => `${m.below(4000)}m`,
  topic: (m) => `events.v2.${m.chars(digits, 6)}`,
  partition: (m) => `${m.below(128)}`,
};

export type LabelSet = Readonly<Record<string, string>>;

/** `count` label sets: all of `always`, and twelve of `sometimes`, in turn so that each kind comes equally often. */
export function labelSets(count: number, seed = 20261120): LabelSet[] {
  const make = makers(randomOf(seed));
  const kinds = Object.entries(sometimes);
  return Array.from({ length: count }, (_, set) => {
    const chosen = Array.from({ length: 12 }, (_, place) => kinds[(set * 12 + place) % kinds.length]);
    const entries = [...Object.entries(always), ...chosen.filter((kind) => kind !== undefined)];
    return Object.fromEntries(entries.map(([name, value]) => [name, value(make)]));
  });
}
