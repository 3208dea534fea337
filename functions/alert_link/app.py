"""GET and POST /alert: the links in mails.

Programs that scan mails follow every link in them, so GET only shows what the link would do, with a button;
the button posts. Whoever holds the link may press it: the signature is the permission.
"""

from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

from aws_lambda_powertools import Logger
from aws_lambda_powertools.utilities.data_classes import APIGatewayProxyEvent
from aws_lambda_powertools.utilities.typing import LambdaContext

from pawpop_monitoring.bootstrap.alert_link_services import LinkServices, link_services
from pawpop_monitoring.bootstrap.database import hang_up_afterwards
from pawpop_monitoring.contracts.link_claims import LINK_ACTOR, AlertLink
from pawpop_monitoring.domain.alert import Alert
from pawpop_monitoring.domain.errors import InvalidRequestError, MonitoringError, NotFoundError
from pawpop_monitoring.http import link_pages
from pawpop_monitoring.http.audit import AUDIT
from pawpop_monitoring.http.link_pages import LinkPage
from pawpop_monitoring.http.page_template import PageTemplate
from pawpop_monitoring.notifications.content.palette import BY_SEVERITY, RESOLVED

logger = Logger()
services = cache(link_services)
COLOURS = {severity.value: palette.strong for severity, palette in BY_SEVERITY.items()} | {"good": RESOLVED.strong}
template = cache(lambda: PageTemplate.load(Path(__file__).parent / "templates", COLOURS))


def run(services: LinkServices, event: dict[str, Any]) -> LinkPage:
    """The page for a request; whatever goes wrong becomes a page too."""
    try:
        return _answer(services, APIGatewayProxyEvent(event))
    except MonitoringError as error:
        logger.warning("link refused: %s", error)
        return link_pages.page_of(error)
    except Exception:
        logger.exception("link failed")
        return link_pages.FAILED


def _answer(services: LinkServices, event: APIGatewayProxyEvent) -> LinkPage:
    link = AlertLink.read(event.query_string_parameters, services.key())
    if services.clock() >= link.expires_at:
        return link_pages.EXPIRED
    if link.is_outdated(services.opened_at(link.alert_id)):
        return link_pages.OUTDATED
    if event.http_method == "POST":
        _expect_confirmation(event)
        alert = _act(services, link)
        _record(event, link)
        return link_pages.done(link, alert)
    found = services.find(link.alert_id)
    if found is None:
        raise NotFoundError(f"There is no alert {link.alert_id!r}.")
    return link_pages.question(link, found)


def _act(services: LinkServices, link: AlertLink) -> Alert:
    now = services.clock()
    if link.action == "acknowledge":
        return services.commands.acknowledge(link.alert_id, LINK_ACTOR, now)
    return services.commands.resolve(link.alert_id, LINK_ACTOR, now)


def _record(event: APIGatewayProxyEvent, link: AlertLink) -> None:
    """Into the audit log, as for every change; who it was is not known, only from where."""
    context = event.get("requestContext") or {}
    logger.info(
        AUDIT,
        action=link.action,
        target=link.alert_id,
        by=LINK_ACTOR,
        source_ip=(context.get("identity") or {}).get("sourceIp"),
        request_id=context.get("requestId"),
    )


def _expect_confirmation(event: APIGatewayProxyEvent) -> None:
    try:
        form = parse_qs(event.decoded_body or "")
    except ValueError:
        form = {}
    if form.get("confirm") != ["yes"]:
        raise InvalidRequestError("The button was not pressed.")


@hang_up_afterwards
@logger.inject_lambda_context(clear_state=True)
def lambda_handler(event: dict[str, Any], _context: LambdaContext) -> dict[str, Any]:
    """API Gateway."""
    page = run(services(), event)
    return template().answer(page.status, page)
