import { present } from "../../present.ts";
import { actionFaults as say } from "../../words/policy-actions.ts";
import type { WrittenStep } from "../document/action-schema.ts";
import type { Path } from "../document/path.ts";
import type { FaultBook } from "../policy-error.ts";
import { checkPlaceholders } from "./placeholders.ts";
import { checkUrl } from "./read-values.ts";
import { type Step, type StepProvider, stepProviders } from "./step.ts";

/** What a provider's words are read to; `undefined` where something is wrong, which is in the book then. */
type Reader<P extends StepProvider> = (
  written: NonNullable<WrittenStep[P]>,
  path: Path,
  book: FaultBook,
) => Step | undefined;

const workloads = ["deployment", "statefulset", "daemonset"] as const;
const rollouts = ["rollout"] as const;
const usualNamespace = "default";

const readers: { readonly [P in StepProvider]: Reader<P> } = {
  mlflow: ({ model, alias, stage, tested = "tested" }, path, book) => {
    if (alias !== undefined && stage !== undefined) book.fault(path, say.oneOf({ first: "alias", second: "stage" }));
    const by = { model, alias: alias ?? "champion", testedTag: tested };
    return { provider: "mlflow", ...by, ...(stage === undefined ? {} : { stage }) };
  },
  registry: ({ url, model, secret }, path, book) => {
    checkUrl(url, [...path, "url"], book);
    checkSecret(secret, [...path, "secret"], book);
    return { provider: "registry", url, model, ...(secret === undefined ? {} : { secret }) };
  },
  github: ({ repository, workflow, ref = "main", inputs = {} }, path, book) => {
    if (!repositoryShape.test(repository))
      book.fault([...path, "repository"], say.badRepository({ value: repository }));
    checkPlaceholders(inputs, [...path, "inputs"], book);
    return { provider: "github", repository, workflow, ref, inputs };
  },
  kubernetes: ({ restart, undo, namespace = usualNamespace }, path, book) => {
    const chosen = oneVerb(["restart", "undo"], { restart, undo }, workloads, path, book);
    checkNamespace(namespace, [...path, "namespace"], book);
    return chosen && { provider: "kubernetes", ...chosen, namespace };
  },
  argo: ({ abort, undo, namespace = usualNamespace }, path, book) => {
    const chosen = oneVerb(["abort", "undo"], { abort, undo }, rollouts, path, book);
    checkNamespace(namespace, [...path, "namespace"], book);
    return chosen && { provider: "argo", ...chosen, namespace };
  },
  webhook: ({ url, method = "POST", secret, body = {}, undo, read }, path, book) => {
    checkUrl(url, [...path, "url"], book);
    if (read) checkUrl(read.url, [...path, "read", "url"], book);
    checkSecret(secret, [...path, "secret"], book);
    checkPlaceholders(body, [...path, "body"], book);
    checkPlaceholders(undo, [...path, "undo"], book);
    return {
      provider: "webhook",
      url,
      method,
      body,
      ...present({ secret, read, undo }),
    };
  },
};

const repositoryShape = /^[\w.-]+\/[\w.-]+$/;
/** A name as Kubernetes takes it. @see https://kubernetes.io/docs/concepts/overview/working-with-objects/names/ 2026-11 */
const objectName = /^[a-z0-9](?:[-a-z0-9.]{0,251}[a-z0-9])?$/;
const namespaceName = /^[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?$/;
/** As programs set variables; nobody's key looks like that. */
const variableName = /^[A-Z_][A-Z0-9_]{0,63}$/;

/** Reads one step; what is wrong is in the book. */
export function readStep(written: WrittenStep, path: Path, book: FaultBook): Step | undefined {
  const [provider, ...others] = stepProviders.filter((one) => written[one] !== undefined);
  if (provider === undefined || others.length > 0) {
    // A provider that nobody knows is said already.
    if (!book.isFaultyWithin(path)) book.fault(path, say.oneProvider({ known: stepProviders }));
    return undefined;
  }
  return readBy(provider, written, path, book);
}

function readBy<P extends StepProvider>(provider: P, step: WrittenStep, path: Path, book: FaultBook): Step | undefined {
  const written = step[provider];
  return written && readers[provider](written, [...path, provider], book);
}

/** What a variable was already put in for is the secret itself, whatever it looks like. */
function checkSecret(value: string | undefined, path: Path, book: FaultBook): void {
  if (value !== undefined && (!variableName.test(value) || book.isFilledIn(path)))
    book.fault(path, say.badSecret(), { repeats: "nothing" });
}

function checkNamespace(value: string, path: Path, book: FaultBook): void {
  if (!namespaceName.test(value)) book.fault(path, say.badNamespace({ value }));
}

function oneVerb<Verb extends string>(
  verbs: readonly [Verb, Verb],
  written: Readonly<Record<Verb, string | undefined>>,
  kinds: readonly string[],
  path: Path,
  book: FaultBook,
): { readonly verb: Verb; readonly object: string } | undefined {
  const [verb, ...others] = verbs.filter((one) => written[one] !== undefined);
  if (verb === undefined || others.length > 0) {
    const [first, second] = verbs;
    book.fault(path, say.oneOf({ first, second }));
    return undefined;
  }
  const object = written[verb] ?? "";
  const [kind = "", name = "", ...rest] = object.split("/");
  if (!kinds.includes(kind) || !objectName.test(name) || rest.length > 0)
    book.fault([...path, verb], say.badObject({ value: object, kinds }));
  return { verb, object };
}
