import { createHash } from "node:crypto";
import type { Change } from "../../alert/change.ts";
import { present } from "../../present.ts";
import { boundedText } from "../bounds.ts";
import type { ParseContext } from "../source.ts";
import type { ParsedChange } from "./change-source.ts";

/** A change as its sender wrote it: nothing is masked yet, and any text may be far too long. */
export type WrittenChange = Pick<Change, "id" | "source" | "kind" | "name" | "at"> & {
  readonly [K in Exclude<keyof Change, "id" | "source" | "kind" | "name" | "at">]?: Change[K] | undefined;
};

const wordMaxUnits = 256;
/** A link that is cut leads nowhere: a longer one is left out. */
const urlMaxUnits = 1_000;
const idMaxUnits = 512;

/** A change further in the future than this is refused: it would stand above all others until then. */
const futureMaxMs = 24 * 60 * 60_000;

/** What one element comes to: the change as it is kept, or why it is not. What its clock says is no number to rely on. */
export function parsedChange(written: WrittenChange, { mask, now }: Pick<ParseContext, "mask" | "now">): OneParsed {
  if (written.at >= 0 && written.at <= now + futureMaxMs)
    return { kind: "changes", changes: [maskedChange(written, mask)] };
  const message = written.at > now ? "more than a day in the future" : "before 1970";
  return { kind: "rejected", issues: [{ path: "at", code: "custom", message }] };
}

/** A parsed element before its place in the body is known. */
export type OneParsed = ParsedChange extends infer P ? (P extends ParsedChange ? Omit<P, "index"> : never) : never;

/** A change with every text masked and bounded; texts that are empty or absent are left out. */
function maskedChange(written: WrittenChange, mask: ParseContext["mask"]): Change {
  const { id, source, kind, at, since, outcome } = written;
  const named = (label: string, value: string | undefined) =>
    value === undefined || value === ""
      ? undefined
      : boundedText(value, wordMaxUnits, (text) => mask.label(label, text));
  const url = written.url === undefined || written.url.length > urlMaxUnits ? null : mask.link(written.url);
  const texts = {
    // A version is judged as one: `1.2.3.4` is no address there.
    from: named("model_version", written.from),
    to: named("model_version", written.to),
    service: named("service", written.service),
    model: named("model", written.model),
    environment: named("environment", written.environment),
    by: named("by", written.by),
    url: url ?? undefined,
  };
  return {
    id: id.length > idMaxUnits ? `${source}:${digestOf([id])}` : mask.text(id),
    ...{ source, kind, at },
    name: boundedText(written.name, wordMaxUnits, mask.text),
    ...present({ since, outcome }),
    ...present(texts),
  };
}

/** What knows a message by what it says. */
export function digestOf(parts: readonly unknown[]): string {
  return createHash("sha256").update(JSON.stringify(parts)).digest("hex").slice(0, 24);
}
