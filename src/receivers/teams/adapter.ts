import {
  type Activity,
  CloudAdapter,
  ConfigurationBotFrameworkAuthentication,
  type InvokeResponse,
  type TurnContext,
} from "botbuilder";
import {
  AppCredentials,
  type AuthenticateRequestResult,
  type AuthenticatorResult,
  ClaimsIdentity,
  type ConnectorClient,
  type ConnectorFactory,
  ServiceClientCredentialsFactory,
} from "botframework-connector";
import type { TokenCheck, TokenRefusal } from "./inbound-token.ts";
import type { TokenSource } from "./token.ts";

/** What the SDK must be told; the secret stays in the token source. */
export type TeamsAdapterOptions = {
  readonly appId: string;
  readonly appType: "SingleTenant" | "MultiTenant";
  readonly tenantId: string;
  readonly loginUrl: string;
  /** Where the keys of the channel's inbound tokens are listed. */
  readonly openIdMetadataUrl: string;
  readonly tokens: TokenSource;
  /** Judges who calls; absent: nobody may. */
  readonly check?: TokenCheck;
};

/** A request that does not come from Teams. */
class TokenRefused extends Error {
  readonly because: TokenRefusal;

  constructor(because: TokenRefusal) {
    super(`not a request of Teams: ${because}`);
    this.name = "TokenRefused";
    this.because = because;
  }
}

const botFrameworkUrl = "https://api.botframework.com";
const credentialTimeOutMs = 10_000;

/**
 * The SDK's own token cache is one static map for the whole process, keyed by app id and scope, and by the wall clock:
 * two receivers would share a token. So every request asks the receiver's own source.
 */
class OwnCredentials extends AppCredentials {
  readonly #tokens: TokenSource;

  constructor(appId: string, tenantId: string, tokens: TokenSource) {
    super(appId, tenantId, botFrameworkUrl);
    this.#tokens = tokens;
  }

  override getToken(): Promise<string> {
    return this.#tokens.get(AbortSignal.timeout(credentialTimeOutMs));
  }

  protected override async refreshToken(): Promise<AuthenticatorResult> {
    return { accessToken: await this.getToken(), expiresOn: new Date(0) };
  }
}

class OwnCredentialsFactory extends ServiceClientCredentialsFactory {
  readonly #options: TeamsAdapterOptions;

  constructor(options: TeamsAdapterOptions) {
    super();
    this.#options = options;
  }

  override async isValidAppId(appId: string): Promise<boolean> {
    return appId === this.#options.appId;
  }

  override async isAuthenticationDisabled(): Promise<boolean> {
    return false;
  }

  override async createCredentials(appId: string): Promise<AppCredentials> {
    return new OwnCredentials(appId, this.#options.tenantId, this.#options.tokens);
  }
}

type Authentication = ConstructorParameters<typeof ConfigurationBotFrameworkAuthentication>;

/**
 * Every connector that the SDK makes sends each request once: a repeat inside it would be a write behind our gates. Who
 * calls is judged by our own check.
 */
class OnceOnly extends ConfigurationBotFrameworkAuthentication {
  readonly #check: TokenCheck | undefined;

  constructor(options: Authentication[0], credentials: Authentication[1], check: TokenCheck | undefined) {
    super(options, credentials);
    this.#check = check;
  }

  override async authenticateRequest(activity: Activity, authorization: string): Promise<AuthenticateRequestResult> {
    const judged = (await this.#check?.(authorization, activity)) ?? { kind: "refused", because: "no-token" };
    if (judged.kind === "refused") throw new TokenRefused(judged.because);
    const identity = new ClaimsIdentity(
      Object.entries(judged.claims).map(([type, value]) => ({ type, value: String(value) })),
      true,
    );
    return {
      audience: botFrameworkUrl,
      claimsIdentity: identity,
      connectorFactory: this.createConnectorFactory(identity),
    };
  }

  override createConnectorFactory(identity: ClaimsIdentity): ConnectorFactory {
    const factory = super.createConnectorFactory(identity);
    return { create: async (serviceUrl, audience) => sendOnce(await factory.create(serviceUrl, audience)) };
  }
}

/** Azure's pipeline takes no option for it here, so its policies are removed by name. */
function sendOnce(connector: ConnectorClient): ConnectorClient {
  const client: unknown = Reflect.get(connector, "client");
  if (!hasPipeline(client)) throw new Error("botframework-connector has changed: its HTTP pipeline was not found");
  for (const name of ["defaultRetryPolicy", "redirectPolicy"]) client.pipeline.removePolicy({ name });
  return connector;
}

type WithPipeline = { readonly pipeline: { removePolicy(policy: { readonly name: string }): unknown } };

function hasPipeline(client: unknown): client is WithPipeline {
  if (typeof client !== "object" || client === null || !("pipeline" in client)) return false;
  const { pipeline } = client;
  return typeof pipeline === "object" && pipeline !== null && "removePolicy" in pipeline;
}

/** The Bot Framework adapter, which also gives the plain connector: that one alone says a root message's id. */
export class TeamsAdapter extends CloudAdapter {
  readonly #appId: string;

  constructor(options: TeamsAdapterOptions) {
    const { appId, appType, tenantId, loginUrl, openIdMetadataUrl } = options;
    super(
      new OnceOnly(
        {
          MicrosoftAppId: appId,
          MicrosoftAppTenantId: tenantId,
          MicrosoftAppType: appType,
          ValidateAuthority: "false",
          ToChannelFromBotLoginUrl: loginUrl,
          ToChannelFromBotOAuthScope: botFrameworkUrl,
          ToBotFromChannelTokenIssuer: botFrameworkUrl,
          OAuthUrl: botFrameworkUrl,
          ToBotFromChannelOpenIdMetadataUrl: openIdMetadataUrl,
          ToBotFromEmulatorOpenIdMetadataUrl: openIdMetadataUrl,
          CallerId: "urn:botframework:azure",
        },
        new OwnCredentialsFactory(options),
        options.check,
      ),
    );
    this.#appId = appId;
  }

  /**
   * Judges who calls, then has `turn` deal with the activity; answers what an invoke is answered with.
   *
   * @throws TokenRefused before anything happened
   */
  async receive(
    authorization: string,
    activity: Activity,
    turn: (context: TurnContext) => Promise<void>,
  ): Promise<InvokeResponse | undefined> {
    return await this.processActivity(authorization, activity, turn);
  }

  /** A client of the connector at `serviceUrl` that asks for its token itself and never repeats a request. */
  connector(serviceUrl: string): Promise<ConnectorClient> {
    const identity = this.createClaimsIdentity(this.#appId);
    return this.botFrameworkAuthentication.createConnectorFactory(identity).create(serviceUrl, botFrameworkUrl);
  }
}
