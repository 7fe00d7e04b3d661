import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { resolve } from "node:path";
import { Ajv } from "ajv";
import draft6 from "ajv/dist/refs/json-schema-draft-06.json" with { type: "json" };
import formats from "ajv-formats";
import { expect } from "vitest";
import { z } from "zod";
import type { AdaptiveCard, TeamsActivity } from "../../../src/receivers/teams/activity.ts";
import { refereePath } from "./prism.ts";

const schemaFile = refereePath("teams/adaptive-cards/schema-1.5.0.json");
/** Adaptive Cards' own library, for Node and browsers. */
export const sdkFile = resolve(
  process.env.VIGIE_ADAPTIVECARDS ?? "test/real/node_modules/adaptivecards",
  "dist/adaptivecards.js",
);
/** How Teams draws, as that library wants it told. */
export const hostFile = refereePath("teams/adaptive-cards/hostconfig/microsoft-teams-light.json");

/** Why the referees cannot judge here, for the name of the skipped suite; empty where they can. */
export function missingOf(...files: string[]): string {
  const gone = [schemaFile, sdkFile, hostFile, ...files].filter((file) => !existsSync(file));
  if (gone.length === 0) return "";
  const why = `missing ${gone.join(", ")} (set VIGIE_REFEREES, VIGIE_ADAPTIVECARDS)`;
  if (process.env.CI === "true") throw new Error(why);
  return why;
}

/** Adaptive Cards' own library, as far as it judges. */
type Sdk = {
  readonly Versions: { readonly v1_5: unknown };
  readonly SerializationContext: new (
    version: unknown,
  ) => {
    readonly eventCount: number;
    getEventAt(at: number): { readonly message: string };
  };
  readonly HostConfig: new (config: unknown) => object;
  readonly AdaptiveCard: new () => {
    hostConfig: object;
    parse(card: unknown, context: unknown): void;
    validateProperties(): { readonly validationEvents: readonly { readonly message: string }[] };
  };
};

/** Says what the schema of 1.5 or Adaptive Cards' own library finds wrong with a card; nothing may be missing. */
export function openCardReferee(): (card: AdaptiveCard | undefined) => string[] {
  const ajv = new Ajv({ strict: false });
  formats.default(ajv);
  ajv.addMetaSchema(draft6);
  const fits = ajv.compile(schemaOf(schemaFile));
  const sdk: Sdk = createRequire(import.meta.url)(sdkFile);
  const hostConfig: unknown = JSON.parse(readFileSync(hostFile, "utf8"));
  return (card) => {
    if (!card) return ["there is no card to judge"];
    // `msteams` is what Teams adds to the format; the schema does not know it.
    const { msteams, ...wire }: Record<string, unknown> = JSON.parse(JSON.stringify(card));
    expect(msteams).toMatchObject({ width: "full" });
    const bySchema = fits(wire) ? [] : (fits.errors ?? []).map((one) => `${one.instancePath} ${one.message}`);
    const context = new sdk.SerializationContext(sdk.Versions.v1_5);
    const parsed = new sdk.AdaptiveCard();
    parsed.hostConfig = new sdk.HostConfig(hostConfig);
    parsed.parse(wire, context);
    const byParser = Array.from({ length: context.eventCount }, (_, at) => context.getEventAt(at).message);
    return [...bySchema, ...byParser, ...parsed.validateProperties().validationEvents.map(({ message }) => message)];
  };
}

/** The schema says `id`, the word of draft 4, where its draft says `$id`. */
function schemaOf(file: string): object {
  const { id, ...schema } = z.looseObject({ id: z.string() }).parse(JSON.parse(readFileSync(file, "utf8")));
  return { $id: id, ...schema };
}

/** The card of a message. */
export function cardOf(activity: TeamsActivity): AdaptiveCard | undefined {
  return activity.attachments?.[0]?.content;
}
