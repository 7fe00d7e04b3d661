/** Where a receiver finds the stand-in mounted at `baseUrl`. */
export function sandboxTeamsUrls(baseUrl: string) {
  return {
    serviceUrl: `${baseUrl}/teams/emea`,
    loginUrl: baseUrl,
    openIdMetadataUrl: `${baseUrl}/v1/.well-known/openidconfiguration`,
  };
}
