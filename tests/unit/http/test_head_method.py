"""HEAD answers like GET, without a body."""

import pytest

from functions.dashboard_page.app import lambda_handler
from pawpop_monitoring.http.head_method import bodiless_if_head
from tests.unit.template.document import routes, template


def test_the_body_is_left_out_and_nothing_else() -> None:
    answer = {"statusCode": 503, "headers": {"Content-Type": "application/json"}, "body": "{}"}
    assert bodiless_if_head({"httpMethod": "GET"}, answer) == answer
    assert bodiless_if_head({"httpMethod": "HEAD"}, answer) == answer | {"body": ""}


def test_a_page_is_not_sent_to_who_asks_whether_it_is_there() -> None:
    whole, head = (lambda_handler({"httpMethod": method}, None) for method in ("GET", "HEAD"))
    assert whole["body"]
    assert head == whole | {"body": ""}


PUBLIC = ["/status", "/status.json", "/status.atom", "/status/badge/{badge}"]


@pytest.mark.parametrize("path", ["/api/monitoring/health", "/dashboard", *PUBLIC])
def test_uptime_services_and_feed_readers_may_ask_so(path: str) -> None:
    assert ("HEAD", path) in set(routes(template()))
