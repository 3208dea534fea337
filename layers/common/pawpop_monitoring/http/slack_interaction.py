"""POST /api/monitoring/webhooks/slack: takes presses and commands, and is done once they are in a queue."""

import json
import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from http import HTTPStatus
from typing import Any, NamedTuple

from pawpop_monitoring.contracts.slack_signature import SIGNATURE, BadSlackSignatureError, verify
from pawpop_monitoring.domain.clock import Clock
from pawpop_monitoring.domain.errors import ConfigurationError, StoreUnavailableError
from pawpop_monitoring.http.raw_request import body_of, headers_of
from pawpop_monitoring.http.slack_forms import press_of

_logger = logging.getLogger(__name__)
_NOT_NOW = "It can't be taken right now; press again."
_HAD_BEFORE = "This very request was here before."


class SlackInteractionServices(NamedTuple):
    """What the function needs; all but the clock raise StoreUnavailableError if they can't be asked.

    `renewed_signing_secrets` are those that are set by now, for a signature that does not fit those that are kept.
    `is_new` answers False for a signature that was seen within the last ten minutes; `hand_on` queues a press.
    """

    signing_secrets: Callable[[], Sequence[str]]
    renewed_signing_secrets: Callable[[], Sequence[str]]
    is_new: Callable[[str], bool]
    hand_on: Callable[[str], None]
    clock: Clock


def run(services: SlackInteractionServices, event: Mapping[str, Any]) -> dict[str, Any]:
    """Slack shows whoever pressed an error unless 200 comes within three seconds; it never sends anything twice."""
    try:
        headers, body = headers_of(event), body_of(event)
        signed_at = _verified(services, headers, body)
        press = press_of(body, signed_at)
        if press is not None:
            _new(services, headers[SIGNATURE])
            services.hand_on(press.encoded())
    except BadSlackSignatureError as error:
        return _refusal(HTTPStatus.UNAUTHORIZED, str(error))
    except (ValueError, RecursionError):
        return _refusal(HTTPStatus.BAD_REQUEST, "This is not what Slack sends.")
    except (ConfigurationError, StoreUnavailableError) as error:
        _logger.exception("a press in Slack was not taken", extra={"reason": str(error)})
        return _refusal(HTTPStatus.SERVICE_UNAVAILABLE, _NOT_NOW)
    return {"statusCode": int(HTTPStatus.OK), "headers": {"Cache-Control": "no-store"}, "body": ""}


def _verified(services: SlackInteractionServices, headers: Mapping[str, str], body: bytes) -> int:
    now = services.clock().timestamp()
    try:
        return verify(headers, body, _each(services.signing_secrets), now)
    except BadSlackSignatureError:
        return verify(headers, body, _each(services.renewed_signing_secrets), now)


def _each(secrets: Callable[[], Sequence[str]]) -> Iterator[str]:
    """Asked for only once the rest of the signature makes sense: what is unsigned is refused whatever is set."""
    yield from secrets()


def _new(services: SlackInteractionServices, signature: str) -> None:
    """Without the memory all is taken: what a press does twice is done once."""
    try:
        new = services.is_new(signature)
    except StoreUnavailableError as error:
        _logger.warning("whether a press was here before is not known: %s", error)
        return
    if not new:
        raise BadSlackSignatureError(_HAD_BEFORE)


def _refusal(status: HTTPStatus, sentence: str) -> dict[str, Any]:
    headers = {"Content-Type": "application/json", "Cache-Control": "no-store"}
    return {"statusCode": int(status), "headers": headers, "body": json.dumps({"error": sentence})}
