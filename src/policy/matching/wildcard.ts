/**
 * Compiles names of environments and exporters: the whole value, in any case, `*` for any rest (`prod-*`).
 *
 * @returns whether a value is one of them
 */
export function wildcards(names: readonly string[]): (value: string) => boolean {
  const exact = new Set(names.filter((name) => !name.includes("*")).map((name) => name.toLowerCase()));
  const patterns = names.filter((name) => name.includes("*")).map((name) => name.toLowerCase().split("*"));
  return (value) => {
    const lower = value.toLowerCase();
    return exact.has(lower) || patterns.some((parts) => fits(lower, parts));
  };
}

/** Finds the parts in order, the first at the start and the last at the end; no regular expression, so no blow-up. */
function fits(value: string, parts: readonly string[]): boolean {
  const first = parts[0] ?? "";
  const last = parts.at(-1) ?? "";
  if (!value.startsWith(first) || value.length < first.length + last.length || !value.endsWith(last)) return false;
  let from = first.length;
  const end = value.length - last.length;
  for (const part of parts.slice(1, -1)) {
    const at = value.indexOf(part, from);
    if (at < 0 || at + part.length > end) return false;
    from = at + part.length;
  }
  return true;
}
