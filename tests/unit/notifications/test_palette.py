"""The mail and the page behind its links have one palette."""

import re

import pytest

from functions.alert_link.app import template
from pawpop_monitoring.domain.severity import Severity
from pawpop_monitoring.notifications.content.palette import BY_SEVERITY, RESOLVED

STYLES = template().css
STRONG = dict(re.findall(r"^(?:\.(\w+) \{|  )\s*--strong: (#[0-9a-f]{6})", STYLES, re.MULTILINE))
DEFAULT = ""


@pytest.mark.parametrize(
    ("tone", "colour"),
    [
        ("critical", BY_SEVERITY[Severity.CRITICAL].strong),
        ("high", BY_SEVERITY[Severity.HIGH].strong),
        ("medium", BY_SEVERITY[Severity.MEDIUM].strong),
        (DEFAULT, BY_SEVERITY[Severity.LOW].strong),
        ("good", RESOLVED.strong),
    ],
)
def test_each_tone_of_the_page_is_a_colour_of_the_mail(tone: str, colour: str) -> None:
    assert STRONG[tone] == colour
