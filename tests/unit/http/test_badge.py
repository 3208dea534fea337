"""Badges say in words, to whoever can't see them too, what they show."""

from xml.etree import ElementTree as ET

import pytest

from pawpop_monitoring.domain.public_state import PublicState
from pawpop_monitoring.domain.service import ServiceStatus
from pawpop_monitoring.http.badge import badge, uptime_badge, width_of


@pytest.mark.parametrize("status", [*ServiceStatus, *PublicState])
def test_a_badge_is_svg_that_says_it_in_words(status: ServiceStatus | PublicState) -> None:
    root = ET.fromstring(badge("fal-ai", status))
    assert root.attrib["aria-label"] == f"fal-ai: {status}"


@pytest.mark.parametrize(
    ("uptime", "told"), [(100.0, "100 %"), (99.95, "99.95 %"), (99.9, "99.9 %"), (0.0, "0 %"), (None, "unknown")]
)
def test_a_badge_of_the_uptime(uptime: float | None, told: str) -> None:
    assert ET.fromstring(uptime_badge("Checkout uptime", uptime)).attrib["aria-label"] == f"Checkout uptime: {told}"


def test_letters_of_badges_are_not_stretched_and_have_room() -> None:
    assert "textLength" not in badge("fal-ai", ServiceStatus.HEALTHY)
    assert width_of("illi") < width_of("oooo") < width_of("MWMW")
