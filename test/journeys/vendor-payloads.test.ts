import { createHmac } from "node:crypto";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { fakeWorld } from "../support/fake-world.ts";
import { alertBody } from "../support/samples.ts";
import { startUnderTest } from "../support/vigie-under-test.ts";
import { asPosted } from "../unit/chat/slack/as-posted.ts";
import { signed } from "../unit/chat/slack/ingress.ts";
import { needs, referee, refereesIn } from "../unit/slack/referees.ts";

const naughtyFile = "json/blns.json";
const folders = { slack: "slack/payloads", pagerduty: "pagerduty/webhook-v3-samples", jira: "jira/webhooks" } as const;
const { skip, why } = needs(...Object.values(folders), naughtyFile);

/** What PagerDuty's webhooks tell of, and some that Vigie does not know. */
const eventTypes = [
  ...["acknowledged", "annotated", "delegated", "escalated", "priority_updated", "reassigned", "reopened"],
  ...["resolved", "responder.added", "responder.replied", "status_update_published", "triggered", "unacknowledged"],
  ...["conference_bridge.updated", "workflow.started", "never.heard.of"],
].map((type) => `incident.${type}`);

const sampleSchema = z.looseObject({});

/** What the sandbox signs with; a process that starts draws it. */
const secretBytes = 16;
const secret = "5a4db0c5".repeat(4);

/** A Vigie with an open incident. */
async function started() {
  const world = fakeWorld();
  let isStarted = false;
  const randomHex = (bytes: number) => (isStarted || bytes !== secretBytes ? world.randomHex(bytes) : secret);
  const vigie = await startUnderTest({ world: { ...world, randomHex } });
  isStarted = true;
  await vigie.post("alertmanager", alertBody([{ name: "ServiceDown" }], world.now()));
  await vigie.settle();
  const [stored] = (await vigie.run.store.list({ limit: 1 })).incidents;
  if (!stored) throw new Error("there is no incident");
  const post = async (path: string, body: string, headers: Readonly<Record<string, string>>) =>
    (await fetch(`${vigie.run.origin}${path}`, { method: "POST", body, headers })).status;
  const hmac = (body: string) => createHmac("sha256", secret).update(body).digest("hex");
  return { vigie, post, hmac, incident: stored.incident };
}

/** A door that is told what changed: its name, what a message brings beside its body, and a body that says a word everywhere. */
type Door = readonly [
  name: string,
  headers: (at: number) => Readonly<Record<string, string>>,
  body: (word: string, at: number) => object,
];

describe.skipIf(skip)(`what vendors are known to send, posted to a Vigie that runs${why}`, () => {
  it("every payload is taken as signed, about our incident or not; none is 500, nothing is a bug", async () => {
    const { vigie, post, hmac, incident } = await started();
    try {
      const statuses: [string, number][] = [];
      for (const { name, text } of refereesIn(folders.slack, "json", "txt")) {
        const { body, type } = asPosted(name, text);
        const headers = signed(body, { at: vigie.world.now(), by: secret, type });
        statuses.push([name, await post("/slack/events", body, headers)]);
      }
      const incidentKey = `vigie:${incident.groupId}`;
      for (const { name, text } of refereesIn(folders.pagerduty, "json")) {
        const sample = sampleSchema.parse(JSON.parse(text));
        const ours = { ...sample, incident_key: incidentKey };
        const events = [sample, ours].flatMap((data, at) =>
          eventTypes.map((event_type) => {
            const head = { id: `${name}${event_type}${at}`, event_type, resource_type: "incident" };
            const agent = { id: "PADA", type: "user_reference", summary: "Ada" };
            return { event: { ...head, occurred_at: "2026-11-20T09:00:00Z", agent, client: null, data } };
          }),
        );
        for (const body of [sample, ...events].map((one) => JSON.stringify(one))) {
          const headers = { "content-type": "application/json", "x-pagerduty-signature": `v1=${hmac(body)}` };
          statuses.push([name, await post("/webhooks/pagerduty", body, headers)]);
        }
      }
      const labels = ["vigie", `vigie-${incident.uid}`, `vigie-group-${incident.groupId}`];
      for (const { name, text } of refereesIn(folders.jira, "json")) {
        const ours = text.replaceAll(/"labels":\s*\[[^\]]*\]/g, `"labels":${JSON.stringify(labels)}`);
        for (const body of [text, ours]) {
          const headers = { "content-type": "application/json", "x-hub-signature": `sha256=${hmac(body)}` };
          statuses.push([name, await post("/webhooks/jira", body, headers)]);
        }
      }
      expect(statuses.length).toBeGreaterThan(500);
      expect(statuses.filter(([, status]) => status !== 200)).toEqual([]);
      await vigie.settle();
      const metrics = await (await fetch(`${vigie.run.origin}/metrics`)).text();
      const bugs = metrics.split("\n").filter((line) => line.startsWith("vigie_bugs_total{"));
      expect(bugs.length).toBeGreaterThan(0);
      expect(bugs.filter((line) => !line.endsWith(" 0"))).toEqual([]);
      const wrong = await post("/webhooks/jira", "{}", { "x-hub-signature": `sha256=${"0".repeat(64)}` });
      expect(wrong).toBe(401);
    } finally {
      await vigie.stop();
    }
  });

  it("every naughty string is a change, a version or a person to somebody: kept as text or refused, and nothing is a bug", async () => {
    const { vigie, post } = await started();
    const doors: readonly [Door, ...Door[]] = [
      [
        "deployment",
        () => ({}),
        (word, at) => ({ id: `n${at}`, service: "credit-scoring", kind: "prompt", name: word, to: word, by: word }),
      ],
      [
        "mlflow",
        (at) => ({ "x-mlflow-delivery-id": `d${at}` }),
        (word) => ({
          ...{
            entity: "model_version_alias",
            action: "created",
            timestamp: "2026-11-20T07:20:00+00:00",
            workspace: word,
          },
          data: { name: "credit", alias: word, version: word },
        }),
      ],
      [
        "github",
        () => ({ "x-github-event": "workflow_run" }),
        (word, at) => ({
          action: "completed",
          repository: { name: "credit-scoring", full_name: "corp/credit-scoring", default_branch: word },
          workflow_run: {
            ...{ id: at, run_attempt: 1, name: word, head_branch: word, head_sha: word, event: "push", html_url: word },
            ...{
              status: "completed",
              conclusion: "success",
              updated_at: "2026-11-20T07:20:00Z",
              actor: { login: word },
            },
          },
        }),
      ],
    ];
    try {
      const naughty = z.array(z.string()).parse(referee(naughtyFile));
      const statuses: [string, string, number][] = [];
      for (const [at, word] of naughty.entries()) {
        const [door, headers, bodyOf] = doors[at % doors.length] ?? doors[0];
        const body = JSON.stringify(bodyOf(word, at + 1));
        const sent = { "content-type": "application/json", ...headers(at) };
        statuses.push([door, word, await post(`/webhooks/${door}`, body, sent)]);
      }
      expect(statuses.filter(([, , status]) => status !== 200 && status !== 422)).toEqual([]);
      for (const [door] of doors)
        expect(statuses.filter(([name, , status]) => name === door && status === 200).length).toBeGreaterThan(100);
      await vigie.settle();
      const page = await (await fetch(`${vigie.run.origin}/incidents/VIG-1`)).text();
      expect(page).toContain("What changed before it");
      expect(page).not.toMatch(/<script>alert|<img src=x|<svg|javascript:alert\(/i);
      const metrics = await (await fetch(`${vigie.run.origin}/metrics`)).text();
      const bugs = metrics.split("\n").filter((line) => line.startsWith("vigie_bugs_total{"));
      expect(bugs.length).toBeGreaterThan(0);
      expect(bugs.filter((line) => !line.endsWith(" 0"))).toEqual([]);
    } finally {
      await vigie.stop();
    }
  });
});
