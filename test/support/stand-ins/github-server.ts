import { type FaultyServer, faultyServer, type StandInRequest } from "./faulty-server.ts";

type Run = {
  readonly id: number;
  readonly run_number: number;
  readonly display_title: string;
  readonly head_branch: string;
  readonly event: string;
  readonly created_at: string;
  readonly html_url: string;
  status: string;
  conclusion: string | null;
};

/**
 * GitHub Actions of one repository, `corp/credit`, with one workflow, `rollback.yml`: a dispatch starts another run each
 * time, and says which where it is asked to.
 *
 * @see https://docs.github.com/en/rest/actions/workflows (read 2026-11-20)
 */
export type GithubServer = FaultyServer & {
  readonly runs: Run[];
  /** What each dispatch said. */
  readonly dispatches: { readonly ref: string; readonly inputs: Readonly<Record<string, string>> }[];
  workflow: "active" | "disabled_manually" | "gone";
  /** What a run's title shows: the input by this name, as `run-name` does; `null`: the workflow's own name. */
  titleFrom: string | null;
  /** An Enterprise Server that does not know `return_run_details` yet. */
  isOld: boolean;
  /** Whether a run that was asked for appears in the list. */
  lists: boolean;
  /** Somebody else starts a run by hand. */
  start(at: number, title?: string): void;
  finish(conclusion: string): void;
};

/** @param now the clock that runs are created by */
export async function githubServer(token: string, now: () => number): Promise<GithubServer> {
  const base = await faultyServer((request) => {
    if (request.headers.authorization !== `Bearer ${token}`)
      return { status: 401, json: { message: "Bad credentials" } };
    if (!request.headers["user-agent"]) return { status: 403, json: { message: "User-Agent required" } };
    const workflow = "/repos/corp/credit/actions/workflows/rollback.yml";
    const runId = /^\/repos\/corp\/credit\/actions\/runs\/(\d+)$/.exec(request.path)?.[1];
    if (runId !== undefined) return found(server.runs.find(({ id }) => id === Number(runId)));
    if (server.workflow === "gone" || !request.path.startsWith(workflow)) return found(undefined);
    if (request.path === workflow) return { json: { id: 7, name: "Rollback", state: server.workflow } };
    if (request.path === `${workflow}/runs`) return { json: { workflow_runs: listed(request) } };
    return dispatched(request);
  });
  const found = (json: unknown) => (json === undefined ? { status: 404, json: { message: "Not Found" } } : { json });
  const listed = ({ query }: StandInRequest): readonly Run[] => {
    const since = Date.parse((query.get("created") ?? "").replace(">=", ""));
    const isListed = ({ event, head_branch: branch, created_at: at }: Run) =>
      event === query.get("event") && branch === query.get("branch") && !(Date.parse(at) < since);
    return server.lists ? server.runs.filter(isListed).toReversed() : [];
  };
  const dispatched = ({ text }: StandInRequest) => {
    const { ref, inputs, return_run_details: returns } = JSON.parse(text);
    if (server.isOld && returns !== undefined) {
      return { status: 422, json: { message: "Invalid request. return_run_details is not a permitted key." } };
    }
    server.dispatches.push({ ref, inputs });
    server.start(now(), inputs[server.titleFrom ?? ""] ?? "Rollback");
    const run = server.runs.at(-1);
    return returns && run
      ? { json: { workflow_run_id: run.id, run_url: "", html_url: run.html_url } }
      : { status: 204 };
  };
  const server: GithubServer = {
    ...base,
    runs: [],
    dispatches: [],
    workflow: "active",
    titleFrom: null,
    isOld: false,
    lists: true,
    start(at, title = "Rollback") {
      const id = 100 + server.runs.length;
      server.runs.push({
        ...{ id, run_number: id - 99, display_title: title, head_branch: "main", event: "workflow_dispatch" },
        created_at: `${new Date(at).toISOString().slice(0, 19)}Z`,
        html_url: `https://github.com/corp/credit/actions/runs/${id}`,
        ...{ status: "queued", conclusion: null },
      });
    },
    finish(conclusion) {
      for (const run of server.runs) Object.assign(run, { status: "completed", conclusion });
    },
  };
  return server;
}
