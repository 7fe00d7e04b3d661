import type { PolicyDocument } from "./document/schema.ts";
import type { Subject } from "./subject.ts";

/**
 * Compiles the services' `model:`. An alert that names a model and no service has the owner, the preset, the monitors and
 * the life cycle of the one service that serves this model; who it is about stays as it was sent (behaviour 1).
 *
 * @returns the subject with that service, or itself; where two services serve the model, neither is meant
 */
export function compileServedModels({ services = {} }: PolicyDocument): (subject: Subject) => Subject {
  const serving = Map.groupBy(
    Object.entries(services).flatMap(([id, { model }]) => (model === undefined ? [] : [{ id, model }])),
    ({ model }) => model,
  );
  return (subject) => {
    const { service, model } = subject.identity;
    if (service !== undefined || model === undefined) return subject;
    const [one, ...others] = serving.get(model) ?? [];
    if (!one || others.length > 0) return subject;
    return { ...subject, identity: { ...subject.identity, service: one.id } };
  };
}
