/** What one of these keys must be set, here or (by default) in `global:`. */
export type Need = { readonly here: readonly string[]; readonly global?: readonly string[] };

/** One kind of integration, by Alertmanager 0.25; `newer` holds keys that came later. */
export type Integration = {
  readonly keys: readonly string[];
  readonly newer?: readonly string[];
  readonly needs: readonly Need[];
  /** Keys that hold a URL of http or https. */
  readonly urls?: readonly string[];
  /** The kind itself came after 0.25. */
  readonly isNewer?: true;
};

const words = (text: string) => text.split(" ");
/** Mail is not sent over HTTP. */
const commonKeys = (kind: Integration) =>
  kind.keys.includes("smarthost") ? ["send_resolved"] : ["send_resolved", "http_config"];

/**
 * The integrations of Alertmanager's receivers, without `_configs`.
 *
 * @see https://github.com/prometheus/alertmanager/blob/v0.25.0/config/notifiers.go, newer keys from main (read 2026-11)
 */
export const integrations: Readonly<Record<string, Integration>> = {
  discord: {
    keys: words("webhook_url title message"),
    newer: words("webhook_url_file content username avatar_url"),
    needs: [{ here: words("webhook_url webhook_url_file") }],
    urls: ["webhook_url"],
  },
  email: {
    keys: words(
      "to from hello smarthost auth_username auth_password auth_password_file auth_secret auth_identity headers html text require_tls tls_config",
    ),
    newer: words("auth_secret_file threading force_implicit_tls"),
    needs: [
      { here: ["to"] },
      { here: ["smarthost"], global: ["smtp_smarthost"] },
      { here: ["from"], global: ["smtp_from"] },
    ],
  },
  pagerduty: {
    keys: words(
      "service_key service_key_file routing_key routing_key_file url client client_url description details images links source severity class component group",
    ),
    newer: ["timeout"],
    needs: [{ here: words("routing_key service_key routing_key_file service_key_file") }],
    urls: ["url"],
  },
  slack: {
    keys: words(
      "api_url api_url_file channel username color title title_link pretext text fields short_fields footer fallback callback_id icon_emoji icon_url image_url thumb_url link_names mrkdwn_in actions",
    ),
    newer: words("app_token app_token_file app_url update_message message_text timeout"),
    needs: [
      {
        here: words("api_url api_url_file app_token app_token_file"),
        global: words("slack_api_url slack_api_url_file slack_app_token slack_app_token_file"),
      },
    ],
    urls: words("api_url app_url"),
  },
  webhook: {
    keys: words("url max_alerts"),
    newer: words("url_file timeout payload"),
    needs: [{ here: words("url url_file") }],
    urls: ["url"],
  },
  opsgenie: {
    keys: words(
      "api_key api_key_file api_url message description source details entity responders actions tags note priority update_alerts",
    ),
    needs: [{ here: words("api_key api_key_file"), global: words("opsgenie_api_key opsgenie_api_key_file") }],
    urls: ["api_url"],
  },
  wechat: {
    keys: words("api_secret corp_id message api_url to_user to_party to_tag agent_id message_type"),
    newer: ["api_secret_file"],
    needs: [
      { here: words("api_secret api_secret_file"), global: words("wechat_api_secret wechat_api_secret_file") },
      { here: ["corp_id"], global: ["wechat_api_corp_id"] },
    ],
    urls: ["api_url"],
  },
  pushover: {
    keys: words("user_key token title message url url_title sound priority retry expire html"),
    newer: words("user_key_file token_file device ttl monospace"),
    needs: [{ here: words("user_key user_key_file") }, { here: words("token token_file") }],
  },
  victorops: {
    keys: words(
      "api_key api_key_file api_url routing_key message_type state_message entity_display_name monitoring_tool custom_fields",
    ),
    needs: [
      { here: ["routing_key"] },
      { here: words("api_key api_key_file"), global: words("victorops_api_key victorops_api_key_file") },
    ],
    urls: ["api_url"],
  },
  sns: {
    keys: words("api_url sigv4 topic_arn phone_number target_arn subject message attributes"),
    needs: [{ here: words("target_arn topic_arn phone_number") }],
  },
  telegram: {
    keys: words("api_url bot_token chat_id message disable_notifications parse_mode"),
    newer: words("bot_token_file chat_id_file message_thread_id"),
    // A bot token in `global:` is newer than 0.25, which refuses this.
    needs: [{ here: words("bot_token bot_token_file") }, { here: words("chat_id chat_id_file") }],
    urls: ["api_url"],
  },
  webex: {
    keys: words("api_url message room_id"),
    needs: [{ here: ["room_id"] }, { here: ["http_config"] }],
    urls: ["api_url"],
  },
  msteams: {
    keys: words("webhook_url webhook_url_file title summary text"),
    needs: [{ here: words("webhook_url webhook_url_file") }],
    urls: ["webhook_url"],
    isNewer: true,
  },
  msteamsv2: {
    keys: words("webhook_url webhook_url_file title text"),
    needs: [{ here: words("webhook_url webhook_url_file") }],
    urls: ["webhook_url"],
    isNewer: true,
  },
  jira: {
    keys: words(
      "api_url api_type project summary description labels priority issue_type reopen_transition resolve_transition wont_fix_resolution reopen_duration fields custom_fields",
    ),
    needs: [{ here: ["project"] }, { here: ["issue_type"] }, { here: ["api_url"], global: ["jira_api_url"] }],
    urls: ["api_url"],
    isNewer: true,
  },
  rocketchat: {
    keys: words(
      "api_url token_id token_id_file token token_file channel color title title_link text fields short_fields emoji icon_url image_url thumb_url link_names actions",
    ),
    needs: [
      { here: words("token token_file"), global: words("rocketchat_token rocketchat_token_file") },
      { here: words("token_id token_id_file"), global: words("rocketchat_token_id rocketchat_token_id_file") },
    ],
    urls: ["api_url"],
    isNewer: true,
  },
  mattermost: {
    keys: words(
      "webhook_url webhook_url_file channel username text icon_url icon_emoji attachments type props priority color title title_link fallback pretext fields footer",
    ),
    needs: [
      {
        here: words("webhook_url webhook_url_file"),
        global: words("mattermost_webhook_url mattermost_webhook_url_file"),
      },
    ],
    urls: ["webhook_url"],
    isNewer: true,
  },
  incidentio: {
    keys: words("url url_file alert_source_token alert_source_token_file max_alerts timeout metadata"),
    needs: [{ here: words("url url_file") }],
    urls: ["url"],
    isNewer: true,
  },
};

/** Keys that hold lists or keys with values; all others hold text, numbers, or true and false. */
export const structuredKeys: readonly string[] = words(
  "http_config tls_config smtp_tls_config headers details images links fields actions mrkdwn_in responders custom_fields attributes sigv4 labels attachments props priority metadata payload",
);

/** Keys that hold true or false, and whole numbers. */
export const truthKeys: readonly string[] = words(
  "send_resolved short_fields link_names require_tls smtp_require_tls update_alerts disable_notifications",
);
export const countKeys: readonly string[] = words("max_alerts chat_id");

/** All keys of an integration that any Alertmanager knows. */
export function keysOf(kind: Integration): readonly string[] {
  return [...commonKeys(kind), ...kind.keys, ...(kind.newer ?? [])];
}

/** Keys of `global:` by Alertmanager 0.25, and those that came later. */
export const globalKeys: Pick<Integration, "keys" | "newer"> = {
  keys: words(
    "resolve_timeout http_config smtp_from smtp_hello smtp_smarthost smtp_auth_username smtp_auth_password smtp_auth_password_file smtp_auth_secret smtp_auth_identity smtp_require_tls slack_api_url slack_api_url_file pagerduty_url opsgenie_api_url opsgenie_api_key opsgenie_api_key_file wechat_api_url wechat_api_secret wechat_api_corp_id victorops_api_url victorops_api_key victorops_api_key_file telegram_api_url webex_api_url",
  ),
  newer: words(
    "smtp_auth_secret_file smtp_tls_config smtp_force_implicit_tls slack_app_token slack_app_token_file slack_app_url wechat_api_secret_file jira_api_url telegram_bot_token telegram_bot_token_file rocketchat_api_url rocketchat_token rocketchat_token_file rocketchat_token_id rocketchat_token_id_file mattermost_webhook_url mattermost_webhook_url_file",
  ),
};
