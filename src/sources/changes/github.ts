import { z } from "zod";
import type { ChangeOutcome } from "../../alert/change.ts";
import { jsonIn } from "../../json-in.ts";
import { issuesOf } from "../issues.ts";
import { sentTime as time, sentVersion as version } from "../sent-fields.ts";
import type { ChangeContext, ChangeSource, Signing } from "./change-source.ts";
import { isSignedByAny } from "./hmac.ts";
import { parsedChange, type WrittenChange } from "./written-change.ts";

/**
 * `X-Hub-Signature-256: sha256=<hex>` is HMAC-SHA256 over the body.
 *
 * @see https://docs.github.com/en/webhooks/using-webhooks/validating-webhook-deliveries (2026-11-20)
 */
const signing: Signing = {
  isOffered: (header) => header("x-hub-signature-256") !== undefined,
  check: ({ body, header }, secrets) => {
    const hex = /^sha256=([0-9a-f]{64})$/i.exec(header("x-hub-signature-256") ?? "")?.[1] ?? "";
    return isSignedByAny(Buffer.from(hex, "hex"), [body], secrets) ? "signed" : "wrong-signature";
  },
};

const word = z.string().min(1);
const person = z.object({ login: word }).nullish();
const repository = z.object({ name: word, default_branch: word.optional() });

const workflowRun = z.object({
  action: word,
  repository,
  workflow_run: z.object({
    id: z.number(),
    run_attempt: z.number().default(1),
    name: word.nullish(),
    head_branch: z.string().nullish(),
    head_sha: word,
    event: word,
    conclusion: z.string().nullish(),
    updated_at: time,
    html_url: z.string().optional(),
    actor: person,
  }),
});

/** What whoever deploys may say of it in the deployment's `payload`: an object, or text that its maker gave. */
const payload = z
  .object({ service: word.optional(), model: word.optional(), from: version.optional(), version: version.optional() })
  .catch({});

const deployed = z.object({
  id: z.number(),
  sha: word,
  environment: word.nullish(),
  payload: z.preprocess((given) => (typeof given === "string" ? jsonIn(given) : given), payload),
  created_at: time,
  creator: person,
});
const deployment = z.object({ repository, deployment: deployed });
const deploymentStatus = deployment.extend({
  deployment_status: z.object({
    state: word,
    created_at: time,
    target_url: z.string().nullish(),
    log_url: z.string().nullish(),
    creator: person,
  }),
});

type Reader = (body: unknown) => z.ZodSafeParseResult<WrittenChange | null>;

function reader<T>(schema: z.ZodType<T>, say: (body: T) => WrittenChange | null): Reader {
  return (body) => schema.transform(say).safeParse(body);
}

/** By `X-GitHub-Event`; all others are taken in and come to nothing. */
const readers: Readonly<Record<string, Reader>> = {
  workflow_run: reader(workflowRun, workflowChange),
  deployment: reader(deployment, ({ repository: { name }, deployment: of }) =>
    deploymentChange(name, of, { outcome: "started", at: of.created_at }),
  ),
  deployment_status: reader(deploymentStatus, ({ repository: { name }, deployment: of, deployment_status: status }) => {
    const outcome = outcomeOfState.get(status.state);
    if (outcome === undefined) return null;
    return deploymentChange(name, of, { outcome, at: status.created_at, url: status.target_url || status.log_url });
  }),
};

/**
 * GitHub's `workflow_run`, `deployment` and `deployment_status`. The service is the repository's name, unless the
 * deployment's `payload.service` says it. Ids are those of the run or deployment, so that a repository's and an
 * organisation's webhook tell of it once.
 *
 * @see https://docs.github.com/en/webhooks/webhook-events-and-payloads (2026-11-20)
 */
export const github: ChangeSource = {
  name: "github",
  contentTypes: ["application/json"],
  signing,
  parse({ body, header }, context: ChangeContext) {
    const event = header("x-github-event");
    if (event === undefined)
      return [
        { index: 0, kind: "rejected", issues: [{ path: "", code: "custom", message: "X-GitHub-Event is needed" }] },
      ];
    const read = (Object.hasOwn(readers, event) ? readers[event] : undefined)?.(body);
    if (read?.success === false) return [{ index: 0, kind: "rejected", issues: issuesOf(read.error) }];
    if (!read?.data) return [{ index: 0, kind: "changes", changes: [] }];
    return [{ index: 0, ...parsedChange(read.data, context) }];
  },
};

/** Conclusions of a run that did something or tried to; skipped, neutral and waiting runs changed nothing. */
const outcomeOfRun: ReadonlyMap<string, ChangeOutcome> = new Map([
  ["success", "succeeded"],
  ["failure", "failed"],
  ["cancelled", "failed"],
  ["timed_out", "failed"],
  ["startup_failure", "failed"],
]);

const outcomeOfState: ReadonlyMap<string, ChangeOutcome> = new Map([
  ["in_progress", "started"],
  ["success", "succeeded"],
  ["failure", "failed"],
  ["error", "failed"],
]);

/** A run that tests what somebody proposes changes nothing that serves. */
function changesWhatServes(
  event: string,
  branch: string | null | undefined,
  defaultBranch: string | undefined,
): boolean {
  if (event.startsWith("pull_request") || event === "merge_group") return false;
  return event !== "push" || defaultBranch === undefined || branch === defaultBranch;
}

function workflowChange({
  action,
  repository: at,
  workflow_run: run,
}: z.infer<typeof workflowRun>): WrittenChange | null {
  const outcome = outcomeOfRun.get(run.conclusion ?? "");
  if (action !== "completed" || outcome === undefined) return null;
  if (!changesWhatServes(run.event, run.head_branch, at.default_branch)) return null;
  return {
    id: `github:run:${run.id}:${run.run_attempt}`,
    source: "github",
    kind: "workflow",
    name: run.name ?? "workflow",
    service: at.name,
    to: shortSha(run.head_sha),
    outcome,
    at: Date.parse(run.updated_at),
    url: run.html_url,
    by: run.actor?.login,
  };
}

function deploymentChange(
  repositoryName: string,
  { id, sha, environment, payload: said, creator }: z.infer<typeof deployed>,
  {
    outcome,
    at,
    url,
  }: { readonly outcome: ChangeOutcome; readonly at: string; readonly url?: string | null | undefined },
): WrittenChange {
  const { service = repositoryName, model, from, version: to = shortSha(sha) } = said;
  return {
    id: `github:deployment:${id}:${outcome}`,
    ...{ source: "github", kind: "deployment", name: service, service, to, outcome, at: Date.parse(at) },
    ...{ model, from, environment: environment ?? undefined, url: url ?? undefined, by: creator?.login },
  };
}

/** As GitHub shows it. */
function shortSha(sha: string): string {
  return sha.slice(0, 7);
}
