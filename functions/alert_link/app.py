"""GET and POST /alert: the links in mails.

Programs that scan mails follow every link in them, so GET only shows what the link would do, with a button;
the button posts. Whoever holds the link may press it: the signature is the permission.
"""

from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

from aws_lambda_powertools import Logger
from aws_lambda_powertools.utilities.data_classes import APIGatewayProxyEvent
from aws_lambda_powertools.utilities.typing import LambdaContext

from pawpop_monitoring.alerting.decide.resolution import RESOLVED_BY_CHECK
from pawpop_monitoring.bootstrap.alert_link_services import LinkServices, link_services
from pawpop_monitoring.bootstrap.database import hang_up_afterwards
from pawpop_monitoring.contracts.link_claims import LINK_ACTOR, AlertLink
from pawpop_monitoring.domain.alert import Alert
from pawpop_monitoring.domain.errors import InvalidRequestError, MonitoringError, NotFoundError
from pawpop_monitoring.http import link_pages
from pawpop_monitoring.http.audit import AUDIT
from pawpop_monitoring.http.link_pages import LinkPage
from pawpop_monitoring.http.page_template import PageTemplate
from pawpop_monitoring.notifications.content.next_steps.catalogue import next_steps_for
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
        by = _who(link, _confirmed(event))
        alert = _act(services, link, by)
        _record(event, link, by)
        return _helped(link_pages.done(link, alert))
    found = services.find(link.alert_id)
    if found is None:
        raise NotFoundError(f"There is no alert {link.alert_id!r}.")
    return _helped(link_pages.question(link, found))


def _helped(page: LinkPage) -> LinkPage:
    """With what to do first, as long as the alert is open."""
    alert = page.alert
    is_over = alert is None or alert.resolved
    return page if alert is None or is_over else replace(page, steps=next_steps_for(alert.service, alert.rule).first)


def _who(link: AlertLink, said: str) -> str:
    """Whose press it is: the one whom the mail went to, or the one of several who was chosen."""
    chosen = said if said in link.people else link.people[0] if len(link.people) == 1 else LINK_ACTOR
    return LINK_ACTOR if chosen == RESOLVED_BY_CHECK else chosen  # nobody passes for the monitoring itself


def _act(services: LinkServices, link: AlertLink, by: str) -> Alert:
    now = services.clock()
    if link.action == "acknowledge":
        return services.commands.acknowledge(link.alert_id, by, now)
    return services.commands.resolve(link.alert_id, by, now)


def _record(event: APIGatewayProxyEvent, link: AlertLink, by: str) -> None:
    """Into the audit log, as for every change; who it was is what they say of themselves."""
    context = event.get("requestContext") or {}
    logger.info(
        AUDIT,
        action=link.action,
        target=link.alert_id,
        by=by,
        source_ip=(context.get("identity") or {}).get("sourceIp"),
        request_id=context.get("requestId"),
    )


def _confirmed(event: APIGatewayProxyEvent) -> str:
    """The name on the button that was pressed, "" if there was none on it."""
    try:
        form = parse_qs(event.decoded_body or "")
    except ValueError:
        form = {}
    if form.get("confirm") != ["yes"]:
        raise InvalidRequestError("The button was not pressed.")
    return (form.get("by") or [""])[0]


@hang_up_afterwards
@logger.inject_lambda_context(clear_state=True)
def lambda_handler(event: dict[str, Any], _context: LambdaContext) -> dict[str, Any]:
    """API Gateway."""
    page = run(services(), event)
    return template().answer(page.status, page)
