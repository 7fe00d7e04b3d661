import type { NamedJob } from "./delivery/delivery-deps.ts";
import type { ChangeWebhookDeps } from "./intake/change-webhook.ts";
import { changesJob, createChangeIntake, lookAgainWith } from "./intake/changes.ts";
import { createLookAgain } from "./intake/look-again.ts";
import type { ServiceAction } from "./policy/actions/service-action.ts";
import type { Step } from "./policy/actions/step.ts";
import type { Policy } from "./policy/policy.ts";
import { createRegistryPoll, type RegistryPollDeps, type Watched } from "./registry-poll.ts";
import type { Store } from "./store/port.ts";
import type { World } from "./world.ts";

export type ChangesServiceDeps = {
  readonly store: Store;
  readonly policy: () => Policy;
  readonly secrets: { readonly mlflow: readonly string[]; readonly github: readonly string[] };
  /** `undefined` where no registry is known to look at. */
  readonly versionOf: RegistryPollDeps["versionOf"] | undefined;
  readonly world: Pick<World, "now" | "randomHex">;
  readonly marked: () => void;
};

/** What learns what changed: webhooks, a look at registries, and who is told to look again (promise 5). */
export type ChangesService = Pick<ChangeWebhookDeps, "changes" | "secretsOf" | "isTestedTag"> & {
  readonly jobs: Readonly<Record<string, NamedJob>>;
  /** Called when a policy is in force, at the start and after a reload. @throws StoreAway: the next time asks again */
  readonly policyTaken: () => Promise<void>;
};

export function createChangesService(deps: ChangesServiceDeps): ChangesService {
  const { store, policy, secrets, versionOf, world, marked } = deps;
  const asking = { store, newId: () => world.randomHex(8), marked };
  const changes = createChangeIntake(asking);
  const poll = versionOf && {
    "registry-poll": createRegistryPoll({
      store,
      watched: () => watchedIn(policy().declared),
      versionOf,
      accept: changes.accept,
      now: world.now,
    }),
  };
  return {
    changes,
    secretsOf: (source) => (source === "deployment" ? [] : secrets[source]),
    isTestedTag: (name) =>
      name === usualTestedTag || mlflowSteps(policy().declared).some((one) => one.testedTag === name),
    jobs: {
      [changesJob]: createLookAgain({ store, serviceOf: (identity) => serviceNamed(identity, policy()) }),
      ...poll,
    },
    policyTaken: () => lookAgainWith(policy().hash, asking),
  };
}

const usualTestedTag = "tested";

/** A sender of changes may call a service by another of its names than the policy does. */
function serviceNamed(
  { service, model }: { readonly service?: string; readonly model?: string },
  { serviceOf, serviceNamed: idOf }: Policy,
): string | undefined {
  return serviceOf({
    ...(service === undefined ? {} : { service: idOf(service) }),
    ...(model === undefined ? {} : { model }),
  });
}

type MlflowStep = Extract<Step, { provider: "mlflow" }>;

function mlflowSteps(declared: readonly ServiceAction[]): readonly (MlflowStep & { readonly service: string })[] {
  return declared.flatMap(({ service, steps }) =>
    steps.flatMap((step) => (step.provider === "mlflow" ? [{ ...step, service }] : [])),
  );
}

/** Each alias or stage once; it is a service's only where it is no other's. */
function watchedIn(declared: readonly ServiceAction[]): readonly Watched[] {
  const steps = mlflowSteps(declared).map(({ model, alias, stage, service }) => ({
    ...{ model, service },
    ...(stage === undefined ? ({ kind: "alias", name: alias } as const) : ({ kind: "stage", name: stage } as const)),
  }));
  return [...Map.groupBy(steps, ({ kind, model, name }) => JSON.stringify([kind, model, name])).values()].flatMap(
    ([first, ...others]) => {
      if (!first) return [];
      const { service, ...rest } = first;
      return others.every((other) => other.service === service) ? [{ ...rest, service }] : [rest];
    },
  );
}
