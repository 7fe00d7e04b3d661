import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { startChild } from "./child.ts";
import { listening, listenTimeOutMs } from "./listening.ts";

export type PrometheusOptions = {
  readonly dir: string;
  readonly rules: string;
  readonly scrapeSec: number;
  /** `host:port` of each. */
  readonly targets: { readonly service: string; readonly gateway: string };
  readonly alertmanagers: readonly string[];
};

const alertsSchema = z.object({
  data: z.object({ alerts: z.array(z.object({ labels: z.object({ alertname: z.string() }), state: z.string() })) }),
});

/** Starts a real Prometheus that scrapes the service and its gateway and judges the rules. */
export async function startPrometheus(options: PrometheusOptions) {
  const dir = join(options.dir, "prometheus");
  mkdirSync(dir);
  writeFileSync(join(dir, "rules.yml"), options.rules);
  // YAML reads JSON.
  writeFileSync(join(dir, "prometheus.yml"), JSON.stringify(configOf(options)));
  const child = startChild({
    name: "Prometheus",
    command: "prometheus",
    args: [
      `--config.file=${join(dir, "prometheus.yml")}`,
      `--storage.tsdb.path=${join(dir, "data")}`,
      "--web.listen-address=127.0.0.1:0",
    ],
    cwd: dir,
  });
  const address = listening(await child.says(listening.line, listenTimeOutMs));
  return {
    ...child,
    /** Names of the alerts that fire, sorted. */
    firing: async (): Promise<readonly string[]> => {
      const answer = await fetch(`http://${address}/api/v1/alerts`);
      const { alerts } = alertsSchema.parse(await answer.json()).data;
      return alerts.flatMap(({ labels, state }) => (state === "firing" ? [labels.alertname] : [])).sort();
    },
  };
}

function configOf({ scrapeSec, targets, alertmanagers }: PrometheusOptions) {
  return {
    global: {
      scrape_interval: `${scrapeSec}s`,
      scrape_timeout: `${scrapeSec}s`,
      evaluation_interval: `${scrapeSec}s`,
      external_labels: { environment: "production" },
    },
    rule_files: ["rules.yml"],
    alerting: { alertmanagers: [{ static_configs: [{ targets: alertmanagers }] }] },
    scrape_configs: [
      { job_name: "ai-platform", static_configs: [{ targets: [targets.service] }] },
      { job_name: "gateway", static_configs: [{ targets: [targets.gateway], labels: { service: "ai-gateway" } }] },
    ],
  };
}
