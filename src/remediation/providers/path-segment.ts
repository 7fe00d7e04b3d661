/**
 * A name from the policy as one segment of a vendor's path.
 *
 * @throws for a name that would lead out of its folder: nothing is called so
 */
export function pathSegment(name: string): string {
  if (/^\.{0,2}$/.test(name)) throw new Error(`"${name}" cannot be part of an address`);
  return encodeURIComponent(name);
}
