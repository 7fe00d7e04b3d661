/** One body at most: an Alertmanager group of 10,000 alerts fits (DESIGN 6). */
export const maxBodyBytes = 32 * 1024 * 1024;
/** Bodies in work together, at most (protocol 8.3); beyond it senders are told to come back. */
export const maxBodiesBytes = 64 * 1024 * 1024;
/**
 * What changed is told in short messages, whose signature is known only once they were read: they have room of their own,
 * so that nobody who cannot sign takes that of alerts.
 */
export const maxChangeBodyBytes = 4 * 1024 * 1024;
export const maxChangeBodiesBytes = 16 * 1024 * 1024;
/** What a body of unknown length is counted as until it is read. */
const unknownBytes = 1024 * 1024;

/** Counts the bytes of all bodies in work. */
export type BodyBudget = {
  /** Takes room; `null` when there is none. The answer gives it back. */
  take(bytes: number): (() => void) | null;
  readonly inWork: () => number;
  /** One body at most, in bytes. */
  readonly oneMaxBytes: number;
};

export function createBodyBudget(maxBytes: number = maxBodiesBytes, oneMaxBytes: number = maxBodyBytes): BodyBudget {
  let inWork = 0;
  return {
    oneMaxBytes,
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
  | { readonly kind: "too-large" | "overloaded" | "not-json" | "cut-off" };

/** What a caller says of a body's bytes before they are read as JSON: a reason to refuse it, `null` when it is good. */
export type CheckBody<Refused extends string> = (bytes: Uint8Array) => Refused | null;

/**
 * Reads a JSON body within the bounds: refused by its announced length before reading, by its real one while reading.
 * `done` gives the room back once the request is answered; whatever is not read gives it back by itself.
 *
 * @param check looks at the bytes as they came, for what is signed; none by default
 */
export async function readJsonBody<Refused extends string = never>(
  request: Request,
  budget: BodyBudget,
  check: CheckBody<Refused> = () => null,
): Promise<ReadBody | { readonly kind: Refused }> {
  const announced = Number(request.headers.get("content-length") ?? Number.NaN);
  if (announced > budget.oneMaxBytes) return { kind: "too-large" };
  const isAnnounced = Number.isFinite(announced);
  const room = takeRoom(budget, isAnnounced ? announced : unknownBytes);
  if (!room) return { kind: "overloaded" };
  const bytes = await readBytes(request, budget.oneMaxBytes, isAnnounced ? null : room);
  const refused = typeof bytes === "string" ? null : check(bytes);
  if (refused !== null) {
    room.giveBack();
    return { kind: refused };
  }
  const value = typeof bytes === "string" ? undefined : parseJson(bytes);
  if (value !== undefined) return { kind: "json", value, done: room.giveBack };
  room.giveBack();
  return { kind: typeof bytes === "string" ? bytes : "not-json" };
}

/** What one request holds of the budget; it grows with a body of unknown length. */
type Room = { readonly holds: (bytes: number) => boolean; readonly giveBack: () => void };

function takeRoom(budget: BodyBudget, bytes: number): Room | null {
  const first = budget.take(bytes);
  if (!first) return null;
  const taken = [first];
  let held = bytes;
  return {
    holds: (wanted) => {
      while (held < wanted) {
        const more = budget.take(unknownBytes);
        if (!more) return false;
        taken.push(more);
        held += unknownBytes;
      }
      return true;
    },
    giveBack: () => {
      for (const one of taken.splice(0)) one();
    },
  };
}

/** The server holds a body to its announced length; one without, for which `growing` is given, is counted as it comes. */
async function readBytes(
  request: Request,
  maxBytes: number,
  growing: Room | null,
): Promise<Uint8Array | "too-large" | "overloaded" | "cut-off"> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    if (!growing) return new Uint8Array(await request.arrayBuffer());
    for await (const chunk of request.body ?? []) {
      size += chunk.byteLength;
      if (size > maxBytes) return "too-large";
      if (!growing.holds(size)) return "overloaded";
      chunks.push(chunk);
    }
  } catch {
    // Only the sender's connection can fail here: nobody is left to be answered.
    return "cut-off";
  }
  return Buffer.concat(chunks);
}

const utf8 = new TextDecoder("utf-8", { fatal: true });

/** `undefined` for anything that is not JSON in UTF-8; JSON itself has no such value. */
function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(utf8.decode(bytes));
  } catch {
    return undefined;
  }
}
