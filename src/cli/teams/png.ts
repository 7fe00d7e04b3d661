import { crc32, deflateSync } from "node:zlib";

/** A colour with its opacity, each 0 to 255. */
export type Pixel = readonly [red: number, green: number, blue: number, opacity: number];

/**
 * A square picture as PNG, from a function of its pixels; the same bytes each time.
 *
 * @see https://www.w3.org/TR/png-3/ (2026-11-20)
 */
export function png(side: number, pixelAt: (x: number, y: number) => Pixel): Uint8Array {
  const rows = Array.from({ length: side }, (_row, y) => [
    0,
    ...Array.from({ length: side }, (_pixel, x) => pixelAt(x, y)).flat(),
  ]);
  const header = Buffer.alloc(13);
  header.writeUInt32BE(side, 0);
  header.writeUInt32BE(side, 4);
  header.set([8, 6, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk("IHDR", header),
    chunk("IDAT", deflateSync(Buffer.from(rows.flat()), { level: 9 })),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}
