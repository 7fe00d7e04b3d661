import { type Pixel, png } from "./png.ts";

const night: Pixel = [0x1f, 0x2a, 0x44, 255];
const white: Pixel = [255, 255, 255, 255];
const nothing: Pixel = [255, 255, 255, 0];

/** Each pixel is looked at in so many places per side, so that edges are soft. */
const samples = 4;

/** The lookout's eye, in a square from -1 to 1: two lids, and a disc between them. */
function isEye(x: number, y: number): boolean {
  const lens = (raise: number, radius: number) => Math.hypot(x, Math.abs(y) + raise) < radius;
  const isLid = lens(0.45, 0.95) && !lens(0.45, 0.83);
  return isLid || Math.hypot(x, y) < 0.3;
}

/** How much of a pixel the eye covers, 0 to 1. */
function cover(x: number, y: number, side: number, scale: number): number {
  const spots = Array.from({ length: samples * samples }, (_spot, at) => {
    const spotX = x + ((at % samples) + 0.5) / samples;
    const spotY = y + (Math.floor(at / samples) + 0.5) / samples;
    return isEye(((spotX / side) * 2 - 1) / scale, ((spotY / side) * 2 - 1) / scale);
  });
  return spots.filter(Boolean).length / spots.length;
}

function mix(from: Pixel, to: Pixel, share: number): Pixel {
  const part = (at: 0 | 1 | 2 | 3) => Math.round(from[at] + (to[at] - from[at]) * share);
  return [part(0), part(1), part(2), part(3)];
}

/**
 * The icons of the app: in colour, and a white outline on nothing.
 *
 * @see https://learn.microsoft.com/en-us/microsoftteams/platform/concepts/build-and-test/apps-package#app-icons (2026-11-20)
 */
export function teamsIcons(): { readonly color: Uint8Array; readonly outline: Uint8Array } {
  return {
    color: png(192, (x, y) => mix(night, white, cover(x, y, 192, 0.75))),
    outline: png(32, (x, y) => mix(nothing, white, cover(x, y, 32, 1))),
  };
}
