"""What Slack's errors mean for an attempt, by the methods' documentation."""

from collections.abc import Mapping
from types import MappingProxyType

from pawpop_monitoring.notifications.channels.refusals import (
    GIVE_UP,
    RETRY,
    WAIT_AND_SEE,
    Meaning,
    meaning_of,
    put_right,
)

_SERVER_ERROR = 500
_TOO_MANY = 429
_TOKEN = put_right("Check the bot token in ChannelSlack; the message waits.")
_SCOPE = put_right("Give the app the scope chat:write and install it again; the message waits.")
_WORKSPACE = put_right("An administrator of the workspace has to let the app in; the message waits.")
_CHANNEL = put_right("The channel does not exist, is archived, or is private: invite the app to it; the message waits.")
_POSTING = put_right("The channel does not let the app post: change that, or choose another; the message waits.")
_HOOK = put_right("The webhook is switched off: make a new one and put it into ChannelSlack; the message waits.")


def _each(meaning: Meaning, names: str) -> dict[str, Meaning]:
    return dict.fromkeys(names.split(), meaning)


_BY_ERROR: Mapping[str, Meaning] = MappingProxyType(
    {
        **_each(
            RETRY,
            "ratelimited rate_limited message_limit_exceeded service_unavailable request_timeout team_added_to_org"
            " rollup_error",
        ),
        **_each(WAIT_AND_SEE, "internal_error fatal_error"),
        **_each(_TOKEN, "not_authed invalid_auth account_inactive token_revoked token_expired not_allowed_token_type"),
        **_each(_SCOPE, "missing_scope no_permission"),
        **_each(_WORKSPACE, "access_denied ekm_access_denied org_login_required team_access_not_granted"),
        **_each(_CHANNEL, "channel_not_found not_in_channel is_archived channel_is_archived"),
        **_each(_POSTING, "posting_to_general_channel_denied action_prohibited"),
        **_each(_HOOK, "no_service no_service_id no_active_hooks no_team team_disabled invalid_token"),
        **_each(
            GIVE_UP,
            "no_text msg_too_long msg_blocks_too_long invalid_blocks invalid_blocks_format too_many_attachments"
            " invalid_attachments metadata_too_large metadata_must_be_sent_from_app invalid_metadata_format"
            " invalid_metadata_schema invalid_arguments invalid_arg_name invalid_array_arg invalid_charset invalid_json"
            " json_not_object invalid_form_data invalid_post_type missing_post_type missing_charset"
            " superfluous_charset invalid_payload deprecated_endpoint method_deprecated",
        ),
    }
)
_RESTRICTED = "restricted_action"
"""Slack has several of them: _read_only_channel, _thread_locked and so on."""

NO_MORE_EDITS = frozenset({"message_not_found", "cant_update_message", "edit_window_closed"})
"""Why a message can't be edited any more; what has changed is said in its thread, or in a new message."""
NO_THREAD = frozenset({"thread_not_found", "cannot_reply_to_message", "message_not_found", "thread_locked"}) | {
    f"{_RESTRICTED}_thread_locked",
    f"{_RESTRICTED}_non_threadable_channel",
    "invalid_thread_ts",
}
"""Why nothing can be said in a thread."""


def judge(error: str, status: int) -> Meaning:
    """The meaning of an answer that is not `ok`; `error` is empty where Slack did not say which.

    What Slack calls an error is certainly not posted; an error of another release may pass, so that it is tried again.
    """
    if status == _TOO_MANY:
        return RETRY
    known = _BY_ERROR.get(error) or (_POSTING if error.startswith(_RESTRICTED) else None)
    if known is not None:
        return known
    if status >= _SERVER_ERROR:
        return WAIT_AND_SEE
    return meaning_of(status) if status >= 400 else RETRY  # noqa: PLR2004


def judge_hook(error: str, status: int) -> Meaning:
    """The same for an incoming webhook, which answers with a plain text; 404 and 410 say that it is gone."""
    meaning = judge(error, status)
    return _HOOK if meaning is GIVE_UP and status in {403, 404, 410} and error not in _BY_ERROR else meaning


def is_layout(error: str) -> bool:
    """True if it is about how a message looks, so that its plain text may still go out."""
    return _BY_ERROR.get(error) is GIVE_UP and error not in {"deprecated_endpoint", "method_deprecated"}
