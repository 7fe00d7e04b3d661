/** JSON writes control characters and halves of surrogate pairs as `\u0000`. */
const escapedBytes = 6;
const ellipsis = "…";
const ellipsisBytes = 3;

/**
 * Cuts a text so that its JSON takes at most so many bytes, with an ellipsis where something is missing: an incident's
 * record has a bound, whatever senders put into it (protocol 8.3). Never cuts through a surrogate pair.
 *
 * @param maxBytes bytes of UTF-8 between the quotes
 */
export function fitJson(text: string, maxBytes: number): string {
  if (text.length * escapedBytes <= maxBytes) return text;
  let bytes = 0;
  let end = 0;
  for (let at = 0; at < text.length; ) {
    const isPair = (text.codePointAt(at) ?? 0) > 0xffff;
    bytes += isPair ? 4 : jsonBytes(text.charCodeAt(at));
    if (bytes > maxBytes) return `${text.slice(0, end)}${ellipsis}`;
    at += isPair ? 2 : 1;
    if (bytes <= maxBytes - ellipsisBytes) end = at;
  }
  return text;
}

const quote = 0x22;
const backslash = 0x5c;
/** `\b`, `\t`, `\n`, `\f` and `\r`: control characters that JSON writes with two bytes. */
const shortlyEscaped = [0x08, 0x09, 0x0a, 0x0c, 0x0d];

/** Bytes of one UTF-16 unit that is no half of a pair. */
function jsonBytes(unit: number): number {
  if (unit < 0x20) return shortlyEscaped.includes(unit) ? 2 : escapedBytes;
  if (unit < 0x80) return unit === quote || unit === backslash ? 2 : 1;
  if (unit < 0x800) return 2;
  return unit >= 0xd800 && unit <= 0xdfff ? escapedBytes : 3;
}
