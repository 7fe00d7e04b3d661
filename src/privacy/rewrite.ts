import type { Detector, Kind } from "./finding.ts";
import { placeholders } from "./placeholder.ts";
import { signsOf } from "./signs.ts";

/**
 * A masked value hides what stood beside it from a second look only in texts made for it: the second round nearly
 * always finds nothing. The bound keeps such a text linear.
 */
const maxRounds = 8;

/** Raw text and placeholders in turn, raw text first and last. What is masked is never looked at again. */
type Pieces = readonly string[];

type Placeholder = (kind: Kind, canonical: string) => string;

/** Masks what a detector finds in the raw pieces; the same pieces where it finds nothing, as nearly always. */
function apply(pieces: Pieces, detector: Detector, placeholder: Placeholder): Pieces {
  let result: string[] | null = null;
  for (let index = 0; index < pieces.length; index += 1) {
    const piece = pieces[index] ?? "";
    const findings = index % 2 === 0 ? detector.find(piece) : [];
    if (findings.length > 0) result ??= pieces.slice(0, index);
    let from = 0;
    for (const { start, end, canonical } of findings) {
      result?.push(piece.slice(from, start), placeholder(detector.kind, canonical));
      from = end;
    }
    result?.push(from === 0 ? piece : piece.slice(from));
  }
  return result ?? pieces;
}

function once(text: string, detectors: readonly Detector[], placeholder: Placeholder): string {
  const split = text.includes(":") ? text.split(placeholders) : [text];
  let signs = 0;
  for (let index = 0; index < split.length; index += 2) signs |= signsOf(split[index] ?? "");
  let pieces: Pieces = split;
  for (const detector of detectors) if ((detector.signs & signs) !== 0) pieces = apply(pieces, detector, placeholder);
  return pieces === split ? text : pieces.join("");
}

/** Puts placeholders for all that the detectors find; a text in which they find nothing comes back as it is. */
export function rewrite(text: string, detectors: readonly Detector[], placeholder: Placeholder): string {
  let masked = text;
  for (let round = 0; round < maxRounds; round++) {
    const next = once(masked, detectors, placeholder);
    if (next === masked) break;
    masked = next;
  }
  return masked;
}
