/**
 * 32-bit FNV-1a over the UTF-16 units of a text: cheap, and only ever compared, never relied on to tell texts apart.
 *
 * @returns an unsigned integer
 */
export function fnv1a(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}
