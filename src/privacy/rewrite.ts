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

function apply(pieces: Pieces, detector: Detector, placeholder: Placeholder): Pieces {
  const result: string[] = [];
  pieces.forEach((piece, index) => {
    let from = 0;
    if (index % 2 === 0) {
      for (const { start, end, canonical } of detector.find(piece)) {
        result.push(piece.slice(from, start), placeholder(detector.kind, canonical));
        from = end;
      }
    }
    result.push(from === 0 ? piece : piece.slice(from));
  });
  return result;
}

function once(text: string, detectors: readonly Detector[], placeholder: Placeholder): string {
  const split = text.split(placeholders);
  const signs = split.reduce((all, piece, index) => (index % 2 === 0 ? all | signsOf(piece) : all), 0);
  const able = detectors.filter((detector) => (detector.signs & signs) !== 0);
  const pieces = able.reduce<Pieces>((before, detector) => apply(before, detector, placeholder), split);
  return pieces.length === split.length ? text : pieces.join("");
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
