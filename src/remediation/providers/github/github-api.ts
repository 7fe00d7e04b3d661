import { z } from "zod";
import type { Step } from "../../../policy/actions/step.ts";
import type { Call } from "../../provider.ts";
import { pathSegment } from "../path-segment.ts";
import type { ProviderAccess } from "../provider-access.ts";
import type { VendorAnswer, VendorHttp } from "../vendor-http.ts";

export type GithubStep = Extract<Step, { provider: "github" }>;

const workflowSchema = z.object({ name: z.string(), state: z.string() });
const runSchema = z.object({
  id: z.int(),
  run_number: z.int().optional(),
  display_title: z.string().default(""),
  /** `queued`, `in_progress`, `waiting` for an approval there, …; `completed` when it is over. */
  status: z.string().nullish(),
  /** `success`, `failure`, `cancelled`, …; absent while it goes on. */
  conclusion: z.string().nullish(),
  html_url: z.string(),
  created_at: z.string(),
});
/** One run of a workflow as GitHub gives it. */
export type WorkflowRun = z.infer<typeof runSchema>;

const runsSchema = z.object({ workflow_runs: z.array(runSchema) });
const dispatchedSchema = z.object({ workflow_run_id: z.int(), html_url: z.string() }).partial().optional();
/** What GitHub says of what it started; nothing before `return_run_details` (GitHub Enterprise Server). */
export type Dispatched = z.infer<typeof dispatchedSchema>;

const pageSize = 100;
const cloudUrl = "https://api.github.com";

/** What of GitHub Actions is used. A denial names the permission that the token lacks. */
export type GithubApi = {
  workflow(step: GithubStep, call: Call): Promise<VendorAnswer<z.infer<typeof workflowSchema>>>;
  /** Runs that somebody or something asked for on the step's branch or tag, the newest first. */
  runs(step: GithubStep, since: number, call: Call): Promise<VendorAnswer<readonly WorkflowRun[]>>;
  run(step: GithubStep, id: number, call: Call): Promise<VendorAnswer<WorkflowRun>>;
  dispatch(step: GithubStep, inputs: unknown, call: Call): Promise<VendorAnswer<Dispatched>>;
};

/**
 * GitHub's REST API, version 2022-11-28. Since February 2026 a dispatch answers with the run that it started where it is asked
 * to; an older Enterprise Server refuses that word, and is then asked once more without it.
 *
 * @see https://docs.github.com/en/rest/actions/workflows#create-a-workflow-dispatch-event
 * @see https://github.blog/changelog/2026-02-19-workflow-dispatch-api-now-returns-run-ids (read 2026-11-20)
 */
export function githubApi({ apiUrl, token }: NonNullable<ProviderAccess["github"]>, http: VendorHttp): GithubApi {
  const headers = {
    accept: "application/vnd.github+json",
    authorization: `Bearer ${token}`,
    "user-agent": "vigie",
    "x-github-api-version": "2022-11-28",
  };
  const get = async <T>(step: GithubStep, url: string, answer: z.ZodType<T>, call: Call) =>
    lacking("read", step, await http({ effect: "read", method: "GET", url, headers, answer }, call));
  const post = (step: GithubStep, body: object, call: Call) => {
    const sent = { headers: { ...headers, "content-type": "application/json" }, body: JSON.stringify(body) };
    const url = `${workflowUrl(apiUrl, step)}/dispatches`;
    return http({ effect: "write", method: "POST", url, ...sent, answer: dispatchedSchema }, call);
  };
  return {
    workflow: (step, call) => get(step, workflowUrl(apiUrl, step), workflowSchema, call),
    async runs(step, since, call) {
      const query = new URLSearchParams({
        event: "workflow_dispatch",
        branch: step.ref.replace(/^refs\/(heads|tags)\//, ""),
        created: `>=${new Date(since).toISOString().slice(0, 19)}Z`,
        per_page: String(pageSize),
      });
      const read = await get(step, `${workflowUrl(apiUrl, step)}/runs?${query}`, runsSchema, call);
      return read.kind === "ok" ? { kind: "ok", data: read.data.workflow_runs } : read;
    },
    run: (step, id, call) => get(step, `${repositoryUrl(apiUrl, step)}/actions/runs/${id}`, runSchema, call),
    async dispatch(step, inputs, call) {
      const body = { ref: step.ref, inputs };
      const sent = await post(step, { ...body, return_run_details: true }, call);
      const again = sent.kind === "refused" && apiUrl !== cloudUrl;
      return lacking("write", step, again ? await post(step, body, call) : sent);
    },
  };
}

function repositoryUrl(apiUrl: string, { repository }: GithubStep): string {
  return `${apiUrl}/repos/${repository.split("/").map(pathSegment).join("/")}`;
}

function workflowUrl(apiUrl: string, step: GithubStep): string {
  return `${repositoryUrl(apiUrl, step)}/actions/workflows/${pathSegment(step.workflow)}`;
}

function lacking<T>(right: "read" | "write", { repository }: GithubStep, answer: VendorAnswer<T>): VendorAnswer<T> {
  if (answer.kind !== "denied") return answer;
  return {
    kind: "denied",
    detail: `Actions: ${right}, ${repository}: ${answer.detail ?? ""}`.slice(0, 300).toWellFormed(),
  };
}
