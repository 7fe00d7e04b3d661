import { Hono } from "hono";
import type { StandInDeps } from "../stand-in.ts";
import type { TeamsMemory } from "./memory.ts";
import type { SandboxTokens } from "./tokens.ts";

/** Whom the connector's tokens are for. */
export const connectorAudience = "https://api.botframework.com";

/**
 * Entra's token endpoint and the lists of keys that inbound tokens are checked with.
 *
 * @see https://learn.microsoft.com/en-us/entra/identity-platform/v2-oauth2-client-creds-grant-flow (2026-11-20)
 */
export function loginRoutes(deps: StandInDeps, memory: TeamsMemory, tokens: SandboxTokens): Hono {
  const routes = new Hono();
  const metadata = () => ({
    issuer: connectorAudience,
    jwks_uri: `${deps.baseUrl()}/v1/.well-known/keys`,
    id_token_signing_alg_values_supported: ["RS256"],
    token_endpoint_auth_methods_supported: ["private_key_jwt"],
  });
  routes.get("/v1/.well-known/openidconfiguration", (c) => c.json(metadata()));
  routes.get("/v1/.well-known/keys", (c) => c.json({ keys: [tokens.publicJwk()] }));
  routes.post("/:directory/oauth2/v2.0/token", async (c) => {
    const { appId, password, tenantId, tokenLifeSec } = memory.settings();
    const asked = Object.fromEntries(new URLSearchParams(await c.req.text()));
    const fault = deps.faults.take("teams", "login");
    const directory = c.req.param("directory");
    if (fault?.kind === "rate-limited") return c.json({}, 429, { "retry-after": String(fault.retryAfterSec) });
    if (fault?.kind === "server-error") return c.json({}, 500);
    if (asked.grant_type !== "client_credentials") return c.json(...refused("unsupported_grant_type", "AADSTS70003"));
    if (asked.scope !== `${connectorAudience}/.default`) return c.json(...refused("invalid_scope", "AADSTS70011"));
    if (![tenantId, "botframework.com"].includes(directory))
      return c.json(...refused("invalid_request", "AADSTS90002"));
    if (asked.client_id !== appId) return c.json(...refused("unauthorized_client", "AADSTS700016"));
    if (asked.client_secret !== password || fault?.kind === "revoked") {
      return c.json(...refused("invalid_client", "AADSTS7000215", 401));
    }
    const iat = Math.floor(deps.now() / 1000);
    const access_token = tokens.issue({
      aud: connectorAudience,
      iss: `${deps.baseUrl()}/${directory}/v2.0`,
      appid: appId,
      tid: tenantId,
      iat,
      nbf: iat,
      exp: iat + tokenLifeSec,
    });
    return c.json({ token_type: "Bearer", expires_in: tokenLifeSec, ext_expires_in: tokenLifeSec, access_token });
  });
  return routes;
}

const said: Readonly<Record<string, string>> = {
  AADSTS7000215: "Invalid client secret provided. Ensure the secret being sent is the client secret value.",
  AADSTS700016: "The application was not found in the directory.",
  AADSTS90002: "The tenant was not found.",
  AADSTS70011: "The provided value for the input parameter 'scope' is not valid.",
  AADSTS70003: "The app requested an unsupported grant type.",
};

function refused(error: string, code: string, status: 400 | 401 = 400) {
  const codes = [Number(code.slice("AADSTS".length))];
  return [{ error, error_description: `${code}: ${said[code]}`, error_codes: codes }, status] as const;
}
