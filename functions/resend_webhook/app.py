"""POST /api/monitoring/webhooks/resend: learns who does not get mails."""

import json
import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from http import HTTPStatus
from typing import Any

from pawpop_monitoring.aws.json_service import AwsCallError
from pawpop_monitoring.bootstrap.resend_webhook_services import ResendWebhookServices, resend_webhook_services
from pawpop_monitoring.contracts.standard_webhooks import BadSignatureError, verify
from pawpop_monitoring.domain.errors import ConfigurationError, SecretUnavailableError
from pawpop_monitoring.http.raw_request import body_of, headers_of
from pawpop_monitoring.tracking.mail_events import mail_event

logger = logging.getLogger(__name__)
services = cache(resend_webhook_services)

_NOT_NOW = "The event can't be taken right now; send it again"


def run(services: ResendWebhookServices, event: Mapping[str, Any]) -> dict[str, Any]:
    """Resend sends again whatever is not answered with 2xx, so that is the answer only to what is kept."""
    try:
        body = body_of(event)
        _verify(services, headers_of(event), body)
        told = mail_event(body)
        if told is not None:
            services.keep(told)
    except (BadSignatureError, ValueError) as error:
        return _answer(HTTPStatus.BAD_REQUEST, {"error": str(error) or "not an event"})
    except ConfigurationError as error:
        logger.error("an event of Resend was not kept: %s", error)  # noqa: TRY400  anybody can ask for this line
        return _answer(HTTPStatus.SERVICE_UNAVAILABLE, {"error": _NOT_NOW})
    except (AwsCallError, SecretUnavailableError) as error:
        logger.exception("an event of Resend was not kept", extra={"reason": str(error)})
        return _answer(HTTPStatus.SERVICE_UNAVAILABLE, {"error": _NOT_NOW})
    return _answer(HTTPStatus.OK, {"received": True})


def _verify(services: ResendWebhookServices, headers: Mapping[str, str], body: bytes) -> None:
    now = services.clock().timestamp()
    try:
        verify(headers, body, _each(services.signing_secrets), now)
    except BadSignatureError:
        verify(headers, body, _each(services.renewed_signing_secrets), now)


def _each(secrets: Callable[[], Sequence[str]]) -> Iterator[str]:
    """Asked for only once the rest of the signature makes sense: what is unsigned is refused whatever is set."""
    yield from secrets()


def _answer(status: int, body: Mapping[str, object]) -> dict[str, Any]:
    headers = {"Content-Type": "application/json", "Cache-Control": "no-store"}
    return {"statusCode": int(status), "headers": headers, "body": json.dumps(body)}


def lambda_handler(event: dict[str, Any], _context: object) -> dict[str, Any]:
    """API Gateway."""
    return run(services(), event)
