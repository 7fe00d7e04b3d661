import type { DeliveryReason } from "../receiver.ts";

/**
 * What an error word of Slack means for a write. `retry`: Slack did not take it now but may later; `retry-maybe`: it
 * says itself that it may have taken it; `refused`: it will not take it by being asked again.
 */
export type Verdict = { readonly verdict: "retry" | "retry-maybe" | "refused"; readonly reason: DeliveryReason };

const words: readonly (Verdict & { readonly words: string })[] = [
  {
    verdict: "refused",
    reason: "unauthorized",
    words: `invalid_auth not_authed account_inactive token_revoked token_expired org_login_required
      two_factor_setup_required`,
  },
  {
    verdict: "refused",
    reason: "forbidden",
    words: `missing_scope not_allowed_token_type plan_upgrade_required no_permission access_denied app_access_restricted ekm_access_denied
      team_access_not_granted restricted_action restricted_action_read_only_channel restricted_action_thread_locked
      restricted_action_thread_only_channel restricted_action_non_threadable_channel messages_tab_disabled
      channel_is_limited_access method_not_supported_for_channel_type cant_update_message cant_delete_message
      edit_window_closed enterprise_is_restricted too_many_members posting_to_channel_denied`,
  },
  {
    verdict: "refused",
    reason: "not-found",
    words:
      "channel_not_found message_not_found thread_not_found team_not_found user_not_found users_not_found user_not_visible no_such_subteam",
  },
  { verdict: "refused", reason: "archived", words: "is_archived is_inactive" },
  { verdict: "refused", reason: "not-in-channel", words: "not_in_channel" },
  {
    verdict: "refused",
    reason: "bad-request",
    words: `no_text msg_too_long msg_blocks_too_long invalid_blocks invalid_blocks_format invalid_attachments
      too_many_attachments attachment_payload_limit_exceeded invalid_metadata_format invalid_metadata_schema
      metadata_too_large metadata_must_be_sent_from_app markdown_text_conflict block_mismatch cannot_reply_to_message
      cant_broadcast_message no_dual_broadcast_content_update invalid_arguments invalid_arg_name invalid_array_arg
      invalid_charset invalid_form_data invalid_post_type missing_post_type missing_argument invalid_cursor
      invalid_limit invalid_types invalid_ts_latest invalid_ts_oldest unknown_method method_deprecated
      deprecated_endpoint name_taken invalid_name invalid_name_maxlength invalid_name_punctuation
      invalid_name_required invalid_name_specials already_in_channel already_pinned no_user cant_invite
      cant_invite_self user_is_restricted user_not_in_channel invalid_trigger_id expired_trigger_id
      exchanged_trigger_id`,
  },
  { verdict: "retry", reason: "rate-limited", words: "ratelimited rate_limited message_limit_exceeded" },
  {
    verdict: "retry",
    reason: "server-error",
    words: "service_unavailable external_channel_migrating team_added_to_org",
  },
  { verdict: "retry", reason: "time-out", words: "request_timeout" },
  { verdict: "retry-maybe", reason: "server-error", words: "internal_error fatal_error update_failed" },
];

const verdicts = new Map(
  words.flatMap(({ words: list, ...verdict }) => list.split(/\s+/).map((word) => [word, verdict] as const)),
);

/** A word that this table does not know yet; Slack adds some each year. It said no, so it did not take it. */
const unknown: Verdict = { verdict: "retry", reason: "bad-answer" };

/**
 * Reads an error word of the Web API.
 *
 * @see https://docs.slack.dev/reference/methods/chat.postMessage#errors and the same of each method (2026-11-20)
 */
export function verdictOf(word: string): Verdict {
  return verdicts.get(word) ?? unknown;
}
