"""GET /status, /status.json, /status.atom and /status/badge/{name}.svg: what anybody may know, without details."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from aws_lambda_powertools import Logger
from aws_lambda_powertools.utilities.typing import LambdaContext

from pawpop_monitoring.bootstrap.database import hang_up_afterwards
from pawpop_monitoring.http.head_method import bodiless_if_head
from pawpop_monitoring.http.security_headers import PAGE_HEADERS

if TYPE_CHECKING:
    from pawpop_monitoring.bootstrap.status_services import Present, StatusServices
    from pawpop_monitoring.http.status_page import StatusPage

OVERALL = "pawpop"
"""The badge of all services together."""

logger = Logger()

# Nobody shall go on saying that all is well while we don't answer: no cache speaks for us, not even when we are gone.
_CACHE = "public, max-age=30, must-revalidate"
# Badges, the feed and the data are meant for other sites.
_FOR_ALL = {**PAGE_HEADERS, "Cache-Control": _CACHE, "Cross-Origin-Resource-Policy": "cross-origin"}
_DATA = {**_FOR_ALL, "Access-Control-Allow-Origin": "*"}


@cache
def services() -> "StatusServices":
    """Those of this Lambda environment."""
    from pawpop_monitoring.bootstrap.status_services import status_services

    return status_services()


@cache
def page() -> "StatusPage":
    """The page's template."""
    from pawpop_monitoring.http.status_page import StatusPage

    return StatusPage.load(Path(__file__).parent / "templates")


def run(services: "StatusServices", name: str | None, shown: str = "") -> dict[str, Any]:
    """The page, or the badge that is asked for by file name; with `shown` as "uptime" it shows that."""
    present = services.current()
    if name is None:
        from pawpop_monitoring.http.status_page import seconds_until_renewed

        # As a header: people who read it with other tools are told of a timed refresh in the page as of a fault.
        renewed = {"Refresh": str(seconds_until_renewed(present.public))}
        headers = {**PAGE_HEADERS, **renewed, "Cache-Control": _CACHE, "Content-Security-Policy": page().policy}
        html = page().render(present.public, with_mails=True, contact=services.contact)
        return _answer(200, "text/html; charset=utf-8", html, headers)
    made = _badge(present, name.removesuffix(".svg"), shown)
    if made is None:
        return _answer(404, "text/plain; charset=utf-8", "There is no such badge.", _FOR_ALL)
    return _answer(200, "image/svg+xml", made, _FOR_ALL)


def _badge(present: "Present", name: str, shown: str) -> str | None:
    """Of a component by its slug, or of a service; a component goes by its name."""
    from pawpop_monitoring.http.badge import badge, uptime_badge

    component = next((each for each in present.public.components if each.slug == name), None)
    if component and shown == "uptime":
        return uptime_badge(f"{component.name} uptime", component.uptime)
    statuses = {snapshot.service: snapshot.status for snapshot in present.snapshots} | {OVERALL: present.overall}
    if name in statuses:
        return badge(name, statuses[name])
    return badge(component.name, component.status) if component else None


def data(services: "StatusServices") -> dict[str, Any]:
    """The same for programs."""
    return _answer(200, "application/json", services.current().public.model_dump_json(), _DATA)


def feed(services: "StatusServices", event: Mapping[str, Any]) -> dict[str, Any]:
    """The incidents for feed readers."""
    from pawpop_monitoring.http.public_address import public_address
    from pawpop_monitoring.http.status_feed import feed_of

    base = services.public_url.rstrip("/") or public_address(event)
    return _answer(200, "application/atom+xml; charset=utf-8", feed_of(services.current().public, base), _DATA)


def _answer(status: int, content_type: str, body: str, headers: Mapping[str, str]) -> dict[str, Any]:
    return {"statusCode": status, "headers": {**headers, "Content-Type": content_type}, "body": body}


def _routed(services: "StatusServices", event: Mapping[str, Any]) -> dict[str, Any]:
    path = str(event.get("path") or "")
    if path.endswith("/status.json"):
        return data(services)
    if path.endswith("/status.atom"):
        return feed(services, event)
    shown = (event.get("queryStringParameters") or {}).get("show")
    return run(services, (event.get("pathParameters") or {}).get("badge"), str(shown or ""))


@hang_up_afterwards
@logger.inject_lambda_context(clear_state=True)
def lambda_handler(event: dict[str, Any], _context: LambdaContext) -> dict[str, Any]:
    """API Gateway."""
    return bodiless_if_head(event, _routed(services(), event))
