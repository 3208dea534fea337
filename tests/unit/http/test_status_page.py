"""What anybody may see: states and nothing else."""

import base64
import hashlib
import re
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from pawpop_monitoring.domain.service import ServiceStatus
from pawpop_monitoring.domain.snapshot import ServiceSnapshot
from pawpop_monitoring.http.badge import badge
from pawpop_monitoring.http.status_page import StatusPage
from tests.factories import NOW

PAGE = StatusPage.load(Path(__file__).parents[3] / "functions" / "status_page" / "templates")


def _snapshot(**fields: object) -> ServiceSnapshot:
    values = {"service": "supabase", "status": ServiceStatus.HEALTHY, "last_check": NOW} | fields
    return ServiceSnapshot(**values)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("status", "headline"),
    [
        (ServiceStatus.HEALTHY, "Everything works"),
        (ServiceStatus.WARNING, "Mostly working"),
        (ServiceStatus.UNKNOWN, "Mostly working"),
        (ServiceStatus.CRITICAL, "There is an outage"),
        (ServiceStatus.DOWN, "There is an outage"),
    ],
)
def test_the_headline_is_the_worst_of_all(status: ServiceStatus, headline: str) -> None:
    assert f">{headline}</h1>" in PAGE.render([_snapshot(), _snapshot(service="stripe", status=status)], NOW)


def test_details_stay_inside() -> None:
    secret = {"problems": ["password authentication failed for user monitor"], "usedConnections": 4711}
    text = PAGE.render([_snapshot(details=secret, response_time=1234.5)], NOW)
    assert not [word for word in ("password", "4711", "1234") if word in text]


def test_names_are_escaped() -> None:
    assert "<script>" not in PAGE.render([_snapshot(service="<script>")], NOW)
    assert "<script>" not in badge("<script>", ServiceStatus.DOWN)


def test_the_policy_lets_in_this_very_style_alone() -> None:
    (style,) = re.findall(r"<style>(.*?)</style>", PAGE.render([_snapshot()], NOW), re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert f"style-src 'sha256-{digest}'" in PAGE.policy


@pytest.mark.parametrize("status", ServiceStatus)
def test_a_badge_is_svg_that_says_it_in_words(status: ServiceStatus) -> None:
    root = ET.fromstring(badge("fal-ai", status))
    assert root.attrib["aria-label"] == f"fal-ai: {status}"
