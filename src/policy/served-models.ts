import type { Identity } from "../incident/identity.ts";
import type { PolicyDocument } from "./document/schema.ts";
import type { Subject } from "./subject.ts";

/** Which service serves a model. */
export type ServedModels = {
  /** The service that is named, else the one that serves the model. */
  readonly serviceOf: (identity: Pick<Identity, "service" | "model">) => string | undefined;
  /** The subject with that service, or itself. */
  readonly inService: (subject: Subject) => Subject;
};

/**
 * Compiles the services' `model:`. An alert that names a model and no service has the owner, the preset, the monitors and
 * the life cycle of the one service that serves this model; who it is about stays as it was sent (behaviour 1).
 * Where two services serve the model, neither is meant.
 */
export function compileServedModels({ services = {} }: PolicyDocument): ServedModels {
  const serving = Map.groupBy(
    Object.entries(services).flatMap(([id, { model }]) => (model === undefined ? [] : [{ id, model }])),
    ({ model }) => model,
  );
  const serviceOf: ServedModels["serviceOf"] = ({ service, model }) => {
    if (service !== undefined || model === undefined) return service;
    const [one, ...others] = serving.get(model) ?? [];
    return others.length > 0 ? undefined : one?.id;
  };
  const inService: ServedModels["inService"] = (subject) => {
    const service = serviceOf(subject.identity);
    if (service === subject.identity.service || service === undefined) return subject;
    return { ...subject, identity: { ...subject.identity, service } };
  };
  return { inService, serviceOf };
}
