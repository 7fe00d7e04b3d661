import { readFileSync } from "node:fs";
import { Ajv } from "ajv";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { manifestScopes } from "../../../src/sandbox/slack/index.ts";
import { needs, referee } from "./referees.ts";

const schemaFile = "slack/manifest-schema/schemas/manifest.schema.2.0.0.json";
const { skip, why } = needs(schemaFile);
const manifest: unknown = parse(readFileSync("slack/manifest.yaml", "utf8"));

describe("the app that people create from slack/manifest.yaml", () => {
  it("asks for the scopes of behaviour 8 and no other, and the sandbox's token has the same", () => {
    const { oauth_config } = z
      .object({ oauth_config: z.object({ scopes: z.object({ bot: z.array(z.string()) }) }) })
      .parse(manifest);
    expect(oauth_config.scopes.bot.toSorted()).toEqual([
      "app_mentions:read",
      "channels:history",
      "channels:join",
      "channels:manage",
      "channels:read",
      "chat:write",
      "chat:write.public",
      "commands",
      "groups:history",
      "groups:read",
      "pins:write",
      "usergroups:read",
      "users:read",
      "users:read.email",
    ]);
    expect([...manifestScopes].toSorted()).toEqual(oauth_config.scopes.bot.toSorted());
  });

  it.skipIf(skip)(`passes Slack's manifest schema${why}`, () => {
    const validate = new Ajv({ strict: false, allErrors: true, validateFormats: false }).compile(
      z.looseObject({}).parse(referee(schemaFile)),
    );
    expect(validate(manifest) ? [] : validate.errors).toEqual([]);
    expect(validate({ ...z.looseObject({}).parse(manifest), display_information: {} })).toBe(false);
  });
});
