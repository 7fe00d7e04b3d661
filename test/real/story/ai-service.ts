import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";

/** An AI service whose metrics Prometheus scrapes, and a gateway beside it that can go down. */
export type AiService = {
  /** `host:port` of each, as Prometheus wants them. */
  readonly service: string;
  readonly gateway: string;
  /** Scrapes answered by the service so far. */
  readonly scrapes: () => number;
  /** Every metric crosses its thresholds, and the gateway answers 500. */
  readonly fallIll: () => void;
  /** Everything is well again at once; what the counters counted remains. */
  readonly recover: () => void;
  readonly stop: () => Promise<void>;
};

const labels = 'service="support-assistant",model="answers"';
const service = 'service="support-assistant"';

/** Gauges by health: `well` and `ill` lie on the two sides of every threshold of the rule file, the critical one too. */
const gauges = {
  [`ai_response_quality_score{${labels}}`]: { well: 0.92, ill: 0.31 },
  [`ai_semantic_drift_score{${labels}}`]: { well: 0.2, ill: 0.85 },
  [`ai_gdpr_compliance_score{${service}}`]: { well: 0.97, ill: 0.6 },
  [`ai_error_budget_burn_rate{${service}}`]: { well: 0.4, ill: 14 },
};

/**
 * Counters by what they gain per second of illness: enough to cross within seconds, although `rate(…[5m])` divides by
 * the whole window however young the series is. They are there, at 0, from the first scrape on: `increase` ignores the
 * first sample of a series.
 */
const perSecIll = {
  [`ai_hallucination_events_total{${labels}}`]: 20,
  [`ai_prompt_injection_detected_total{${service},ip="203.0.113.7"}`]: 5,
  [`ai_prompt_injection_detected_total{${service},ip="203.0.113.8"}`]: 5,
  [`ai_jailbreak_attempts_total{${service}}`]: 10,
  [`ai_pii_detected_total{${service},type="email"}`]: 100,
  [`ai_requests_error_total{${service},error_type="timeout"}`]: 30,
};
const requestsPerSecIll = 100;
/** Good requests that come at the recovery, for each second of illness: the share of errors falls to 1 % at once. */
const goodRequestsPerSecIll = 3_000;

/** Serves both on free ports of 127.0.0.1. */
export async function startAiService(): Promise<AiService> {
  let illSince: number | null = null;
  let illSec = 0;
  let scrapes = 0;
  const healthy = () => illSince === null;
  const illForSec = () => illSec + (illSince === null ? 0 : (Date.now() - illSince) / 1000);

  const metrics = await listen(() => {
    scrapes += 1;
    return { status: 200, body: exposition(illForSec(), healthy() ? "well" : "ill") };
  });
  const gateway = await listen(() => ({ status: healthy() ? 200 : 500, body: "" }));
  return {
    service: metrics.address,
    gateway: gateway.address,
    scrapes: () => scrapes,
    fallIll: () => {
      illSince = Date.now();
    },
    recover: () => {
      illSec = illForSec();
      illSince = null;
    },
    stop: async () => {
      await Promise.all([metrics.stop(), gateway.stop()]);
    },
  };
}

function exposition(illForSec: number, health: "well" | "ill"): string {
  const good = health === "well" ? goodRequestsPerSecIll * illForSec : 0;
  const lines = [
    ...Object.entries(gauges).map(([series, value]) => `${series} ${value[health]}`),
    ...Object.entries(perSecIll).map(([series, perSec]) => `${series} ${Math.floor(perSec * illForSec)}`),
    `ai_requests_total{${service}} ${Math.floor(requestsPerSecIll * illForSec + good)}`,
  ];
  return `${lines.join("\n")}\n`;
}

async function listen(answer: () => { status: number; body: string }) {
  const server: Server = createServer((_request, response) => {
    const { status, body } = answer();
    response.writeHead(status, { "content-type": "text/plain; version=0.0.4" }).end(body);
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address() as AddressInfo;
  return {
    address: `127.0.0.1:${port}`,
    stop: async () => {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}
