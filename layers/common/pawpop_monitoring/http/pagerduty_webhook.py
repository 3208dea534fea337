"""POST /api/monitoring/webhooks/pagerduty: takes what was done to incidents, and is done once it is in a queue."""

import json
import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from http import HTTPStatus
from typing import Any, NamedTuple

from pawpop_monitoring.contracts.pagerduty_event import IncidentEvent
from pawpop_monitoring.contracts.pagerduty_signature import BadPagerDutySignatureError, verify
from pawpop_monitoring.domain.clock import Clock
from pawpop_monitoring.domain.errors import ConfigurationError, StoreUnavailableError
from pawpop_monitoring.http.pagerduty_forms import event_of
from pawpop_monitoring.http.raw_request import body_of, headers_of

_logger = logging.getLogger(__name__)
OLDEST_SECONDS = 3 * 86_400.0
"""PagerDuty repeats for two days; what is older than this is played back."""
_AHEAD_SECONDS = 300.0
_NOT_NOW = "It can't be taken right now; send it again."
_STALE = "This happened too long ago, or has not happened yet."


class PagerDutyWebhookServices(NamedTuple):
    """What the function needs; all but the clock raise StoreUnavailableError if they can't be asked.

    `renewed_signing_secrets` are those that are set by now, for a signature that does not fit those that are kept.
    `is_known` answers True for the id of an event that was `remember`ed; `hand_on` queues an event.
    """

    signing_secrets: Callable[[], Sequence[str]]
    renewed_signing_secrets: Callable[[], Sequence[str]]
    is_known: Callable[[str], bool]
    remember: Callable[[str], None]
    hand_on: Callable[[str], None]
    clock: Clock


def run(services: PagerDutyWebhookServices, event: Mapping[str, Any]) -> dict[str, Any]:
    """PagerDuty sends again what is not answered with 2xx, and stops sending anything after three other 4xx."""
    try:
        body = body_of(event)
        _verify(services, headers_of(event), body)
        return _taken(services, event_of(body))
    except BadPagerDutySignatureError as error:
        return _answer(HTTPStatus.UNAUTHORIZED, {"error": str(error)})
    except (ValueError, RecursionError, OverflowError):
        return _answer(HTTPStatus.BAD_REQUEST, {"error": "This is not what PagerDuty sends."})
    except ConfigurationError as error:
        _logger.error("an event of PagerDuty was not taken: %s", error)  # noqa: TRY400  anybody can ask for this line
    except StoreUnavailableError as error:
        _logger.exception("an event of PagerDuty was not taken", extra={"reason": str(error)})
    return _answer(HTTPStatus.SERVICE_UNAVAILABLE, {"error": _NOT_NOW})


def _taken(services: PagerDutyWebhookServices, happened: IncidentEvent | None) -> dict[str, Any]:
    if happened is None:
        return _answer(HTTPStatus.OK, {"received": True})
    age = services.clock().timestamp() - happened.at
    if not -_AHEAD_SECONDS <= age <= OLDEST_SECONDS:
        return _answer(HTTPStatus.BAD_REQUEST, {"error": _STALE})
    if _is_known(services, happened.id):
        # Played back, or repeated as our answer was lost: an error would have PagerDuty stop for a day.
        return _answer(HTTPStatus.OK, {"received": False})
    services.hand_on(happened.encoded())
    _remember(services, happened.id)
    return _answer(HTTPStatus.OK, {"received": True})


def _is_known(services: PagerDutyWebhookServices, event_id: str) -> bool:
    """Without the memory all is taken: the worker knows what it has done, and in which order it happened."""
    try:
        return services.is_known(event_id)
    except StoreUnavailableError as error:
        _logger.warning("whether an event was here before is not known: %s", error)
        return False


def _remember(services: PagerDutyWebhookServices, event_id: str) -> None:
    try:
        services.remember(event_id)
    except StoreUnavailableError as error:
        _logger.warning("that an event was here is not kept: %s", error)


def _verify(services: PagerDutyWebhookServices, headers: Mapping[str, str], body: bytes) -> None:
    try:
        verify(headers, body, _each(services.signing_secrets))
    except BadPagerDutySignatureError:
        verify(headers, body, _each(services.renewed_signing_secrets))


def _each(secrets: Callable[[], Sequence[str]]) -> Iterator[str]:
    """Asked for only where there is a signature: what is unsigned is refused whatever is set."""
    yield from secrets()


def _answer(status: HTTPStatus, body: Mapping[str, object]) -> dict[str, Any]:
    headers = {"Content-Type": "application/json", "Cache-Control": "no-store"}
    return {"statusCode": int(status), "headers": headers, "body": json.dumps(body)}
