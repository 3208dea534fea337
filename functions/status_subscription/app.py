"""GET and POST /status/subscribe and /status/subscription: mails about incidents, asked for, confirmed and ended.

Programs that scan mails follow every link in them, so GET only shows what a link would do; the button posts. A mail
program's own button posts at once (RFC 8058). What is answered never tells whether an address is on the list.
"""

from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

from aws_lambda_powertools import Logger
from aws_lambda_powertools.utilities.data_classes import APIGatewayProxyEvent
from aws_lambda_powertools.utilities.typing import LambdaContext

from pawpop_monitoring.bootstrap.subscription_services import SubscriptionServices, subscription_services
from pawpop_monitoring.domain.errors import StoreUnavailableError
from pawpop_monitoring.domain.mail_addresses import parse_address, spec_of
from pawpop_monitoring.http import subscription_pages as pages
from pawpop_monitoring.http.page_template import PageTemplate
from pawpop_monitoring.http.subscription_pages import SubscriptionPage

logger = Logger()
services = cache(subscription_services)
template = cache(lambda: PageTemplate.load(Path(__file__).parent / "templates", {}))

_MAX_ID = 64
_PRESSED = ({"confirm": ["yes"]}, {"List-Unsubscribe": ["One-Click"]})


def run(services: SubscriptionServices, event: dict[str, Any]) -> SubscriptionPage:
    """The page for a request; whatever goes wrong becomes a page too."""
    try:
        request = APIGatewayProxyEvent(event)
        if str(event.get("path") or "").rstrip("/").endswith("/subscribe"):
            return _subscribe(services, request)
        return _press(services, request)
    except StoreUnavailableError as error:
        logger.warning("subscription failed: %s", error)
        return pages.FAILED
    except Exception:
        logger.exception("subscription failed")
        return pages.FAILED


def _subscribe(services: SubscriptionServices, request: APIGatewayProxyEvent) -> SubscriptionPage:
    if request.http_method != "POST":
        return pages.FULL if _is_full(services) else pages.FORM
    address = parse_address("".join(_form(request).get("address", [])).strip())
    if address is None:
        return pages.NO_ADDRESS
    if _is_full(services):
        return pages.FULL
    if not services.subscribers.count("asks", services.clock(), services.budget.asks):
        return pages.TOO_MANY
    services.ask(spec_of(address))
    return pages.ASKED


def _press(services: SubscriptionServices, request: APIGatewayProxyEvent) -> SubscriptionPage:
    query = request.query_string_parameters or {}
    subscriber, action = query.get("id") or "", query.get("do") or ""
    if not subscriber.isascii() or not 0 < len(subscriber) <= _MAX_ID or action not in {"confirm", "unsubscribe"}:
        return pages.GONE
    pressed = request.http_method == "POST" and any(_form(request).items() >= each.items() for each in _PRESSED)
    if action == "unsubscribe":
        if pressed:
            services.subscribers.remove(subscriber)
        return pages.LEFT if pressed else pages.LEAVE
    return _confirm(services, subscriber, pressed=pressed)


def _confirm(services: SubscriptionServices, subscriber: str, *, pressed: bool) -> SubscriptionPage:
    now = services.clock()
    found = services.subscribers.find(subscriber, now)
    if found is None:
        return pages.GONE
    if found.is_confirmed:
        return pages.CONFIRMED
    if _is_full(services):
        return pages.FULL
    if not pressed:
        return pages.CONFIRM
    return pages.CONFIRMED if services.subscribers.confirm(subscriber, now) else pages.GONE


def _is_full(services: SubscriptionServices) -> bool:
    return len(services.subscribers.confirmed()) >= services.budget.subscribers


def _form(request: APIGatewayProxyEvent) -> dict[str, list[str]]:
    try:
        return parse_qs(request.decoded_body or "", max_num_fields=10)
    except ValueError:
        return {}


@logger.inject_lambda_context(clear_state=True)
def lambda_handler(event: dict[str, Any], _context: LambdaContext) -> dict[str, Any]:
    """API Gateway."""
    page = run(services(), event)
    return template().answer(page.status, page)
