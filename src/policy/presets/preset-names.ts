import { type Fields, isFields } from "../document/plain-data.ts";

/**
 * The presets that a policy's services and routes name, each once, in order; for whoever must read their files before
 * the policy is compiled. Data that is no policy names none.
 *
 * @param data a policy as plain data, not yet checked
 */
export function presetsNamedIn(data: unknown): readonly string[] {
  const { services, route } = fieldsOf(data);
  const named = [...Object.values(fieldsOf(services)).map(presetOf), ...presetsOfRoute(route)];
  return [...new Set(named)].filter((name) => name !== undefined);
}

function presetsOfRoute(route: unknown): (string | undefined)[] {
  const { routes } = fieldsOf(route);
  return [presetOf(route), ...(Array.isArray(routes) ? routes.flatMap(presetsOfRoute) : [])];
}

function presetOf(written: unknown): string | undefined {
  const { preset } = fieldsOf(written);
  return typeof preset === "string" ? preset : undefined;
}

function fieldsOf(value: unknown): Fields {
  return isFields(value) ? value : {};
}

/** Whether a preset is named by the path of its file, and not by the name of one that comes with Vigie. */
export function isPresetPath(name: string): boolean {
  return name.includes("/");
}
