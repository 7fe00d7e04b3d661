import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { vi } from "vitest";
import { z } from "zod";
import { type Child, startChild } from "./child.ts";
import { listening, listenTimeOutMs } from "./listening.ts";

/** Two Alertmanagers that share what they told. */
export type AlertmanagerPair = {
  /** `host:port` of each. */
  readonly addresses: readonly string[];
  /** Has both notify these webhooks from now on. */
  readonly notify: (urls: readonly string[], token: string) => Promise<void>;
  /** Alerts that are still in a group of either, so may still be told. */
  readonly pending: () => Promise<number>;
  readonly stop: () => Promise<void>;
};

type One = Child & { readonly address: string; readonly configFile: string };

const statusSchema = z.object({
  cluster: z.object({ status: z.string(), peers: z.array(z.object({ address: z.string() })) }),
});
const groupsSchema = z.array(z.object({ alerts: z.array(z.unknown()) }));
/** Gossip settles in three rounds of 2 s. */
const settleTimeOutMs = 60_000;
/** How long a peer leaves the notification to the one before it. */
const peerTimeoutSec = 15;

/** Starts both and waits until they know of each other. Until `notify` they tell nobody. */
export async function startAlertmanagers(dir: string, dividedBy: number): Promise<AlertmanagerPair> {
  const started: One[] = [];
  const stop = async () => {
    await Promise.all(started.map((one) => one.stop()));
  };
  try {
    const first = await startOne(join(dir, "alertmanager-1"), dividedBy, []);
    started.push(first);
    const peers = (await statusOf(first)).cluster.peers.map(({ address }) => address);
    const second = await startOne(join(dir, "alertmanager-2"), dividedBy, peers);
    started.push(second);
    await vi.waitFor(() => Promise.all(started.map(inCluster)), { timeout: settleTimeOutMs, interval: 250 });
  } catch (cause) {
    await stop();
    throw cause;
  }
  return {
    addresses: started.map(({ address }) => address),
    notify: async (urls, token) => {
      const tokenFile = join(dir, "vigie.token");
      writeFileSync(tokenFile, token);
      for (const { configFile, address } of started) {
        writeFileSync(configFile, JSON.stringify(configOf(dividedBy, urls, tokenFile)));
        const answer = await fetch(`http://${address}/-/reload`, { method: "POST" });
        if (!answer.ok) throw new Error(`Alertmanager refused its configuration: ${await answer.text()}`);
      }
    },
    pending: async () => {
      const counts = await Promise.all(started.map(pendingAt));
      return counts.reduce((sum, count) => sum + count, 0);
    },
    stop,
  };
}

async function startOne(dir: string, dividedBy: number, peers: readonly string[]): Promise<One> {
  mkdirSync(dir);
  const configFile = join(dir, "alertmanager.yml");
  writeFileSync(configFile, JSON.stringify({ route: { receiver: "nobody" }, receivers: [{ name: "nobody" }] }));
  const child = startChild({
    name: "Alertmanager",
    command: "prometheus-alertmanager",
    args: [
      `--config.file=${configFile}`,
      `--storage.path=${join(dir, "data")}`,
      "--web.listen-address=127.0.0.1:0",
      "--cluster.listen-address=127.0.0.1:0",
      `--cluster.peer-timeout=${(peerTimeoutSec * 1000) / dividedBy}ms`,
      ...peers.map((peer) => `--cluster.peer=${peer}`),
    ],
    cwd: dir,
  });
  try {
    return { ...child, configFile, address: listening(await child.says(listening.line, listenTimeOutMs)) };
  } catch (cause) {
    await child.stop();
    throw cause;
  }
}

/** Appendix 2 of the requirements, its times divided. */
function configOf(dividedBy: number, urls: readonly string[], tokenFile: string) {
  const sec = (written: number) => `${(written * 1000) / dividedBy}ms`;
  return {
    route: {
      receiver: "vigie",
      group_by: ["alertname", "job", "service", "model"],
      group_wait: sec(10),
      group_interval: sec(60),
      repeat_interval: sec(3600),
    },
    receivers: [
      {
        name: "vigie",
        webhook_configs: urls.map((url) => ({
          url,
          send_resolved: true,
          http_config: { authorization: { type: "Bearer", credentials_file: tokenFile } },
        })),
      },
    ],
  };
}

async function statusOf({ address }: One) {
  return statusSchema.parse(await (await fetch(`http://${address}/api/v2/status`)).json());
}

async function inCluster(one: One): Promise<void> {
  const { status, peers } = (await statusOf(one)).cluster;
  if (status !== "ready" || peers.length !== 2) throw new Error(`Alertmanager is ${status} with ${peers.length} peers`);
}

async function pendingAt({ address }: One): Promise<number> {
  const groups = groupsSchema.parse(await (await fetch(`http://${address}/api/v2/alerts/groups`)).json());
  return groups.reduce((sum, { alerts }) => sum + alerts.length, 0);
}
