import { createHmac } from "node:crypto";
import { describe, expect, it } from "vitest";
import { github } from "../../../../src/sources/changes/github.ts";
import { nine } from "../../incident/ledger.ts";
import { parseChanges } from "./parsing-changes.ts";

const repository = { name: "credit-scoring", full_name: "corp/credit-scoring", default_branch: "main" };
const run = {
  id: 30433642,
  run_attempt: 1,
  name: "Deploy",
  head_branch: "main",
  head_sha: "acb5820ced9479c074f688cc328bf03f341a511d",
  event: "push",
  status: "completed",
  conclusion: "success",
  updated_at: "2026-11-20T08:50:00Z",
  html_url: "https://github.com/corp/credit-scoring/actions/runs/30433642",
  actor: { login: "octocat" },
};
const workflowBody = (over: object = {}, action = "completed") => ({
  action,
  repository,
  workflow_run: { ...run, ...over },
});
const deployment = {
  id: 145988746,
  sha: "f95f852bd8fca8fcc58a9a2d6c842781e32a215e",
  ref: "main",
  task: "deploy",
  payload: {},
  environment: "production",
  created_at: "2026-11-20T08:40:00Z",
  creator: { login: "octocat" },
};
const status = {
  state: "success",
  created_at: "2026-11-20T08:42:00Z",
  target_url: "",
  log_url: "https://ci.example/1",
};
const deploymentBody = (over: object = {}) => ({
  action: "created",
  repository,
  deployment: { ...deployment, ...over },
});
const statusBody = (state: string, over: object = {}) => ({
  ...deploymentBody(over),
  deployment_status: { ...status, state },
});
const read = (event: string, body: unknown) =>
  parseChanges(github, body, { "x-github-event": event, "x-github-delivery": "g" });

describe("GitHub's webhooks", () => {
  it("tell of a run that is over, by the run's own id and attempt", () => {
    expect(read("workflow_run", workflowBody())).toEqual({
      changes: [
        {
          id: "github:run:30433642:1",
          source: "github",
          kind: "workflow",
          name: "Deploy",
          service: "credit-scoring",
          to: "acb5820",
          outcome: "succeeded",
          at: Date.parse("2026-11-20T08:50:00Z"),
          by: "octocat",
          url: "https://github.com/corp/credit-scoring/actions/runs/30433642",
        },
      ],
      issues: [],
    });
  });

  it.each([
    ["success", "succeeded"],
    ["failure", "failed"],
    ["cancelled", "failed"],
    ["timed_out", "failed"],
    ["startup_failure", "failed"],
  ])("say how a run came out: %s", (conclusion, outcome) => {
    expect(read("workflow_run", workflowBody({ conclusion })).changes).toMatchObject([{ outcome }]);
  });

  it.each([
    ["has only begun", "workflow_run", workflowBody({ conclusion: null }, "in_progress")],
    ["was skipped", "workflow_run", workflowBody({ conclusion: "skipped" })],
    ["tests a proposal", "workflow_run", workflowBody({ event: "pull_request" })],
    ["tests another branch", "workflow_run", workflowBody({ head_branch: "topic" })],
    ["is only a ping", "ping", { zen: "Keep it logically awesome.", hook_id: 1 }],
    ["is something else", "push", { ref: "refs/heads/main" }],
    ["is called like a part of every object", "toString", {}],
    ["was put aside", "deployment_status", statusBody("inactive")],
  ])("come to nothing where what they tell of %s", (_what, event, body) => {
    expect(read(event, body)).toEqual({ changes: [], issues: [] });
  });

  it("tell of a run that somebody started by hand, whatever the branch", () => {
    const body = workflowBody({ event: "workflow_dispatch", head_branch: "topic" });
    expect(read("workflow_run", body).changes).toHaveLength(1);
  });

  it("tell of a deployment as it starts and as it ends, in its environment", () => {
    expect(read("deployment", deploymentBody()).changes).toMatchObject([
      {
        id: "github:deployment:145988746:started",
        kind: "deployment",
        name: "credit-scoring",
        service: "credit-scoring",
        environment: "production",
        to: "f95f852",
        outcome: "started",
        at: Date.parse("2026-11-20T08:40:00Z"),
        by: "octocat",
      },
    ]);
    expect(read("deployment_status", statusBody("success")).changes).toMatchObject([
      { id: "github:deployment:145988746:succeeded", outcome: "succeeded", url: "https://ci.example/1" },
    ]);
    expect(read("deployment_status", statusBody("error")).changes).toMatchObject([{ outcome: "failed" }]);
  });

  it("told of the start twice, by the deployment and by its status, have one id", () => {
    const ids = [read("deployment", deploymentBody()), read("deployment_status", statusBody("in_progress"))];
    expect(new Set(ids.map(({ changes }) => changes[0]?.id)).size).toBe(1);
  });

  it.each([
    ["an object", { service: "scoring", model: "credit", from: 7, version: 8 }],
    ["text", '{"service":"scoring","model":"credit","from":"7","version":"8"}'],
  ])("take service, model and versions from the deployment's payload: %s", (_what, payload) => {
    expect(read("deployment", deploymentBody({ payload })).changes).toMatchObject([
      { service: "scoring", name: "scoring", model: "credit", from: "7", to: "8" },
    ]);
  });

  it.each([["nonsense"], ["[1]"], [17], [{ service: {} }], [null]])(
    "do without a payload that says nothing: %j",
    (payload) => {
      expect(read("deployment", deploymentBody({ payload })).changes).toMatchObject([{ service: "credit-scoring" }]);
    },
  );

  it.each([
    ["workflow_run", { ...workflowBody(), repository: {} }, "repository.name"],
    ["workflow_run", workflowBody({ head_sha: 17 }), "workflow_run.head_sha"],
    ["deployment", { repository }, "deployment"],
    ["deployment_status", deploymentBody(), "deployment_status"],
  ])("are refused with the field: %s", (event, body, path) => {
    const { changes, issues } = read(event, body);
    expect(changes).toEqual([]);
    expect(issues.map((issue) => issue.path)).toContain(path);
  });

  it("without X-GitHub-Event are refused", () => {
    expect(parseChanges(github, workflowBody()).issues).toMatchObject([{ message: "X-GitHub-Event is needed" }]);
  });

  it("name no link but http and https", () => {
    const [change] = read("workflow_run", workflowBody({ html_url: "javascript:alert(1)" })).changes;
    expect(change).not.toHaveProperty("url");
  });
});

describe("GitHub's signature", () => {
  const body = Buffer.from('{"action":"completed"}');
  const sign = (secret: string) => `sha256=${createHmac("sha256", secret).update(body).digest("hex")}`;
  const check = (signature: string, secrets: readonly string[]) =>
    github.signing?.check({ body, header: () => signature, now: nine }, secrets);

  it("is good by any secret that is configured, over the body", () => {
    expect(check(sign("one"), ["two", "one"])).toBe("signed");
    // https://docs.github.com/en/webhooks/using-webhooks/validating-webhook-deliveries#testing-the-webhook-payload-validation
    const header = () => "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17";
    const signed = { body: Buffer.from("Hello, World!"), header, now: nine };
    expect(github.signing?.check(signed, ["It's a Secret to Everybody"])).toBe("signed");
  });

  it.each([[sign("other")], [sign("one").slice(0, -1)], ["sha256="], [sign("one").replace("sha256", "sha1")], [""]])(
    "is wrong otherwise: %s",
    (signature) => {
      expect(check(signature, ["one"])).toBe("wrong-signature");
    },
  );
});
