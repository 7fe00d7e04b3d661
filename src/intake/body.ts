/** One body at most: an Alertmanager group of 10,000 alerts fits (DESIGN 6). */
export const maxBodyBytes = 32 * 1024 * 1024;
/** Bodies in work together, at most (protocol 8.3); beyond it senders are told to come back. */
export const maxBodiesBytes = 64 * 1024 * 1024;
/** What a body of unknown length is counted as until it is read. */
const unknownBytes = 1024 * 1024;

/** Counts the bytes of all bodies in work. */
export type BodyBudget = {
  /** Takes room; `null` when there is none. The answer gives it back. */
  take(bytes: number): (() => void) | null;
  readonly inWork: () => number;
};

export function createBodyBudget(maxBytes: number = maxBodiesBytes): BodyBudget {
  let inWork = 0;
  return {
    take: (bytes) => {
      if (inWork + bytes > maxBytes) return null;
      inWork += bytes;
      return () => {
        inWork -= bytes;
      };
    },
    inWork: () => inWork,
  };
}

export type ReadBody =
  | { readonly kind: "json"; readonly value: unknown; readonly done: () => void }
  | { readonly kind: "too-large" | "overloaded" | "not-json" };

/**
 * Reads a JSON body within the bounds: refused by its announced length before reading, by its real one while reading.
 * `done` gives the room back once the request is answered.
 */
export async function readJsonBody(request: Request, budget: BodyBudget): Promise<ReadBody> {
  const announced = Number(request.headers.get("content-length") ?? Number.NaN);
  if (announced > maxBodyBytes) return { kind: "too-large" };
  const done = budget.take(Number.isFinite(announced) ? announced : unknownBytes);
  if (!done) return { kind: "overloaded" };
  const bytes = await readBytes(request, Number.isFinite(announced));
  const value = bytes === "too-large" ? undefined : parseJson(bytes);
  if (value !== undefined && bytes !== "too-large") return { kind: "json", value, done };
  done();
  return { kind: bytes === "too-large" ? "too-large" : "not-json" };
}

/** The server holds a body to its announced length, so only one without is counted while it comes. */
async function readBytes(request: Request, bounded: boolean): Promise<Uint8Array | "too-large"> {
  if (bounded || !request.body) return new Uint8Array(await request.arrayBuffer());
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request.body) {
    size += chunk.byteLength;
    if (size > maxBodyBytes) return "too-large";
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** `undefined` for anything that is not JSON in UTF-8; JSON itself has no such value. */
function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    return undefined;
  }
}
