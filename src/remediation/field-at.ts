/**
 * What stands at a dotted path in JSON; `undefined` where nothing does.
 *
 * @param path `state.version`; a number names a place in a list: `items.0.version`
 */
export function fieldAt(json: unknown, path: string): unknown {
  return path.split(".").reduce<unknown>((inner, name) => {
    if (typeof inner !== "object" || inner === null || !Object.hasOwn(inner, name)) return undefined;
    return Object.entries(inner).find(([key]) => key === name)?.[1];
  }, json);
}
