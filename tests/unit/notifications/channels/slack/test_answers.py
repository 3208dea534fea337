"""What Slack's errors mean: again, undecided, a person's business, or our fault."""

import httpx
import pytest

from pawpop_monitoring.domain.errors import DeliveryError, PermanentDeliveryError, RetryableDeliveryError
from pawpop_monitoring.notifications.channels.refusals import refused
from pawpop_monitoring.notifications.channels.slack.answers import is_layout, judge
from tests.unit.notifications.channels.slack.workspace import Workspace
from tests.unit.notifications.messages import message

AGAIN = [
    "ratelimited",
    "rate_limited",
    "message_limit_exceeded",
    "service_unavailable",
    "request_timeout",
    "team_added_to_org",
    "an_error_of_next_year",
]
UNDECIDED = ["internal_error", "fatal_error"]
PERSON = [
    "not_authed",
    "invalid_auth",
    "account_inactive",
    "token_revoked",
    "token_expired",
    "missing_scope",
    "not_allowed_token_type",
    "no_permission",
    "access_denied",
    "ekm_access_denied",
    "org_login_required",
    "team_access_not_granted",
    "channel_not_found",
    "not_in_channel",
    "is_archived",
    "restricted_action",
    "restricted_action_read_only_channel",
    "restricted_action_non_threadable",
    "posting_to_general_channel_denied",
]
OURS = [
    "no_text",
    "msg_too_long",
    "msg_blocks_too_long",
    "invalid_blocks",
    "too_many_attachments",
    "metadata_too_large",
    "invalid_arguments",
    "invalid_arg_name",
    "invalid_array_arg",
    "invalid_charset",
    "invalid_json",
    "json_not_object",
    "invalid_form_data",
    "invalid_post_type",
    "missing_post_type",
]


def answered(**fault: object) -> DeliveryError:
    """What telling ends with when Slack answers so to whatever is asked."""
    slack = Workspace()
    slack.fault(**{"remaining": 5, **fault})
    with pytest.raises(DeliveryError) as told:
        slack.tell(message())
    assert slack.messages == [] or getattr(told.value, "undecided", False)
    return told.value


@pytest.mark.parametrize("error", AGAIN)
def test_again(error: str) -> None:
    told = answered(body={"ok": False, "error": error})
    assert isinstance(told, RetryableDeliveryError)
    assert (told.undecided, told.needs_person) == (False, False)
    assert error in str(told)


@pytest.mark.parametrize("error", UNDECIDED)
def test_undecided(error: str) -> None:
    told = answered(body={"ok": False, "error": error})
    assert isinstance(told, RetryableDeliveryError)
    assert told.undecided
    assert told.retry_after == 20.0


@pytest.mark.parametrize("error", PERSON)
def test_a_person_must_act_and_is_told_how(error: str) -> None:
    told = answered(body={"ok": False, "error": error})
    assert isinstance(told, RetryableDeliveryError)
    assert told.needs_person
    assert str(told).endswith("the message waits.")


@pytest.mark.parametrize("error", OURS)
def test_our_fault_is_given_up_once_plain_text_is_refused_as_well(error: str) -> None:
    assert isinstance(answered(body={"ok": False, "error": error}), PermanentDeliveryError)
    assert is_layout(error)


def test_too_many_requests_wait_as_long_as_slack_asks() -> None:
    told = answered(status=429, headers={"Retry-After": "30"})
    assert isinstance(told, RetryableDeliveryError)
    assert (told.retry_after, told.undecided) == (30.0, False)
    without = answered(status=429)
    assert isinstance(without, RetryableDeliveryError)
    assert without.retry_after is None


@pytest.mark.parametrize("status", [500, 502, 503, 504, 520])
def test_a_failing_server_that_says_no_more_leaves_it_open(status: int) -> None:
    told = answered(status=status, body="")
    assert isinstance(told, RetryableDeliveryError)
    assert told.undecided


@pytest.mark.parametrize("status", [400, 404, 405, 413])
def test_a_refusal_of_something_between_is_no_delivery(status: int) -> None:
    assert isinstance(refused("Slack", "", judge("", status)), PermanentDeliveryError)


def test_a_refused_connection_leaves_nothing_open() -> None:
    slack = Workspace()

    def refuse(_: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("Connection refused")

    slack.client = httpx.Client(transport=httpx.MockTransport(refuse))
    with pytest.raises(RetryableDeliveryError) as told:
        slack.tell(message())
    assert not told.value.undecided
    assert slack.references.known["slack", message().alert.id].claim is None
