import { teamsPackageWords } from "../../words/teams-package.ts";

const { short, full, commands } = teamsPackageWords;

/** What the app is made with. */
export type ManifestOptions = {
  readonly appId: string;
  readonly version: string;
  /** Where people find Vigie; without it the project's page stands in for the addresses that a manifest must have. */
  readonly url?: string | undefined;
};

const projectUrl = "https://example.com/vigie";

/**
 * The manifest of the Teams app: a bot in teams and in personal chat. It asks for no permission: what is said to the bot
 * reaches it by its mention alone.
 *
 * @see https://learn.microsoft.com/en-us/microsoftteams/platform/resources/schema/manifest-schema (2026-11-20), version 1.23
 */
export function teamsManifest({ appId, version, url = projectUrl }: ManifestOptions) {
  const list = Object.entries(commands.en).map(([title, description]) => ({ title, description }));
  return {
    $schema: "https://developer.microsoft.com/en-us/json-schemas/teams/v1.23/MicrosoftTeams.schema.json",
    manifestVersion: "1.23",
    version,
    id: appId,
    developer: { name: "Vigie", websiteUrl: url, privacyUrl: url, termsOfUseUrl: url },
    name: { short: "Vigie", full: "Vigie, the lookout" },
    description: { short: short.en, full: full.en },
    icons: { color: "color.png", outline: "outline.png" },
    accentColor: "#1F2A44",
    localizationInfo: {
      defaultLanguageTag: "en",
      additionalLanguages: [{ languageTag: "fr", file: "fr.json" }],
    },
    bots: [
      {
        botId: appId,
        scopes: ["team", "personal"],
        isNotificationOnly: false,
        supportsFiles: false,
        commandLists: [{ scopes: ["team", "personal"], commands: list }],
      },
    ],
    validDomains: url === projectUrl ? [] : [new URL(url).host],
  };
}

/** What the French words of the manifest are, by the place of each. */
export function teamsFrench() {
  const described = Object.entries(commands.fr).map(
    ([, description], at) => [`bots[0].commandLists[0].commands[${at}].description`, description] as const,
  );
  return {
    $schema: "https://developer.microsoft.com/en-us/json-schemas/teams/v1.23/MicrosoftTeams.Localization.schema.json",
    "name.short": "Vigie",
    "name.full": "Vigie, la vigie",
    "description.short": short.fr,
    "description.full": full.fr,
    ...Object.fromEntries(described),
  };
}
