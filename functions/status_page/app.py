"""GET /status and /status/badge/{service}.svg: what anybody may know, without details."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from aws_lambda_powertools import Logger
from aws_lambda_powertools.utilities.typing import LambdaContext

from pawpop_monitoring.bootstrap.database import hang_up_afterwards
from pawpop_monitoring.bootstrap.status_services import StatusServices, status_services
from pawpop_monitoring.http.badge import badge
from pawpop_monitoring.http.head_method import bodiless_if_head
from pawpop_monitoring.http.security_headers import PAGE_HEADERS
from pawpop_monitoring.http.status_page import StatusPage

OVERALL = "pawpop"
"""The badge of all services together."""

logger = Logger()
services = cache(status_services)
page = cache(lambda: StatusPage.load(Path(__file__).parent / "templates"))

# While we don't answer, nobody shall go on saying that all is well. The page says when it was made, a badge doesn't.
_PAGE_CACHE = "public, max-age=30, stale-while-revalidate=60, stale-if-error=300"
_BADGE_CACHE = "public, max-age=30"


def run(services: StatusServices, name: str | None) -> dict[str, Any]:
    """The page, or the badge that is asked for by file name."""
    present = services.current()
    if name is None:
        headers = {**PAGE_HEADERS, "Cache-Control": _PAGE_CACHE, "Content-Security-Policy": page().policy}
        return _answer(200, "text/html; charset=utf-8", page().render(present.snapshots, services.clock()), headers)
    statuses = {snapshot.service: snapshot.status for snapshot in present.snapshots}
    statuses[OVERALL] = present.overall
    wanted = name.removesuffix(".svg")
    # Badges are meant to be shown by other sites.
    headers = {**PAGE_HEADERS, "Cache-Control": _BADGE_CACHE, "Cross-Origin-Resource-Policy": "cross-origin"}
    if wanted not in statuses:
        return _answer(404, "text/plain; charset=utf-8", "There is no such service.", headers)
    return _answer(200, "image/svg+xml", badge(wanted, statuses[wanted]), headers)


def _answer(status: int, content_type: str, body: str, headers: Mapping[str, str]) -> dict[str, Any]:
    return {"statusCode": status, "headers": {**headers, "Content-Type": content_type}, "body": body}


@hang_up_afterwards
@logger.inject_lambda_context(clear_state=True)
def lambda_handler(event: dict[str, Any], _context: LambdaContext) -> dict[str, Any]:
    """API Gateway."""
    return bodiless_if_head(event, run(services(), (event.get("pathParameters") or {}).get("badge")))
