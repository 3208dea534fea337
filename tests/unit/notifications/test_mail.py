"""The whole mail: what it says, and that foreign text stays text."""

import re
from datetime import timedelta
from html.parser import HTMLParser
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pawpop_monitoring.contracts.alert_message import AlertMessage
from pawpop_monitoring.domain.severity import Severity
from pawpop_monitoring.domain.transition import TransitionKind
from pawpop_monitoring.notifications.channels.email.compose import EmailComposer
from pawpop_monitoring.notifications.channels.email.mail import Mail
from pawpop_monitoring.notifications.channels.email.recipients import Recipients
from pawpop_monitoring.notifications.content.consoles import consoles_for
from tests.unit.notifications.messages import message, resolved

NEW_YORK = ZoneInfo("America/New_York")
SENDER = "PawPop <monitoring@example.com>"
COMPOSER = EmailComposer(Recipients(("shop@example.com",)), NEW_YORK, SENDER, "https://dashboard.example.com/")
GMAIL_CLIPS_AT = 102_000

ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=300),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=20), inner, max_size=3),
    max_leaves=8,
)
ANY_DETAILS = st.dictionaries(st.sampled_from(["value", "threshold", "unit", "ageMs"]) | st.text(), ANY_JSON)


class Outline(HTMLParser):
    """The tags and the visible text of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.links: list[str | None] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.links += [value for name, value in attrs if name in {"href", "src", "background"}]

    def handle_data(self, data: str) -> None:
        self.text += data


def compose(told: AlertMessage) -> Mail:
    return COMPOSER.compose(told)


def test_an_opening_says_what_since_when_and_what_to_do() -> None:
    mail = compose(message())
    for body in (Outline(mail.html).text, mail.text):
        assert "High connection usage detected" in body
        assert "93.4 %" in body
        assert "above the limit of 90 %" in body
        assert "Mon 23 Nov 2026, 03:12 UTC" in body
        assert "Sun 22 Nov 2026, 22:12 EST" in body
        assert "Used connections" in body
        assert "pg_terminate_backend" in body
        assert "alert_0123456789abcdef0123" in body


def test_a_recovery_says_how_long_it_lasted_and_who_closed_it() -> None:
    mail = compose(resolved())
    assert "1 h 20 min, from start to end" in mail.text
    assert "the check saw it good again" in mail.text
    assert "DO THIS FIRST" not in mail.text
    assert "anna@example.com closed it" in compose(resolved(resolved_by="anna@example.com")).text


@pytest.mark.parametrize(
    ("severity", "icon", "colour"),
    [
        (Severity.CRITICAL, "🔥", "#b91c1c"),
        (Severity.HIGH, "🚨", "#c2410c"),
        (Severity.MEDIUM, "⚠️", "#a16207"),
        (Severity.LOW, "💡", "#1d4ed8"),
    ],
)
def test_severity_shows_in_icon_and_colour(severity: Severity, icon: str, colour: str) -> None:
    mail = compose(message(severity=severity))
    assert icon in mail.html
    assert colour in mail.html
    assert mail.text.startswith(f"{icon} {severity.upper()} · Supabase · new\n")


def test_a_retry_is_byte_identical() -> None:
    sent = message(TransitionKind.REMINDED, timedelta(hours=3), sequence=4, occurrences=37)
    again = AlertMessage.model_validate_json(sent.model_dump_json())
    assert compose(again) == compose(sent)


CONSOLES = {console.url for console in consoles_for(message().alert.service, message().alert.rule)}


def test_a_mail_loads_nothing_from_elsewhere() -> None:
    outline = Outline(compose(message()).html)
    assert set(outline.links) == {f"https://dashboard.example.com/#alert={message().alert.id}", *CONSOLES}
    assert not {"img", "script", "link", "iframe", "form"} & set(outline.tags)
    assert "url(" not in compose(message()).html


@pytest.mark.parametrize("address", ["", "javascript:alert(1)", "dashboard.example.com"])
def test_only_web_addresses_are_linked(address: str) -> None:
    mail = EmailComposer(Recipients(("a@example.com",)), NEW_YORK, SENDER, address).compose(message())
    assert set(Outline(mail.html).links) == CONSOLES
    assert "Dashboard:" not in mail.text


SAFE = set("%0123456789ABCDEFabcdefghijklmnopqrstuvwxyzGHIJKLMNOPQRSTUVWXYZ_.-~")
HOSTILE = '"><script>alert(1)</script><img src=x onerror=alert(2)>'


def test_foreign_text_is_never_markup() -> None:
    harmless = Outline(compose(message(details={"note": "x", "nested": {"k": "v"}})).html)
    hostile = Outline(
        compose(
            message(
                message=HOSTILE,
                service=HOSTILE,
                rule=HOSTILE,
                id=HOSTILE,
                details={HOSTILE: HOSTILE, "nested": {HOSTILE: [HOSTILE]}},
            )
        ).html
    )
    # An unknown rule gets the general steps, which are fewer rows; everything else must have the same tags.
    assert set(hostile.tags) == set(harmless.tags)
    own = "https://dashboard.example.com/#alert="
    told = [str(link) for link in hostile.links]
    assert all(link.startswith(own) and set(link.removeprefix(own)) <= SAFE for link in told)
    assert {str(link) for link in harmless.links if not str(link).startswith(own)} == CONSOLES
    assert "<script>alert(1)</script>" in hostile.text


def test_lengths_are_bounded() -> None:
    details: dict[str, Any] = {f"key{number}": "<" * 10_000 for number in range(500)}
    mail = compose(message(message="m" * 100_000, service="s" * 10_000, rule="r" * 10_000, details=details))
    assert len(mail.html.encode()) < GMAIL_CLIPS_AT
    assert "m" * 499 + "…" in mail.html
    assert "m" * 500 not in mail.html
    assert mail.text.count("<" * 199 + "…") == 20
    assert "and 480 more" in mail.html


def test_an_alert_without_numbers_shows_none() -> None:
    mail = compose(message(rule="blind", details={"missing": "membership in pg_read_all_stats", "value": "n/a"}))
    assert "the limit of" not in mail.html
    assert "- Value: n/a" in mail.text


def test_evidence_with_a_unit_in_its_name_is_shown_with_it() -> None:
    text = compose(
        message(details={"longestQueryMs": 18212, "todayUsd": 41.2, "errorPercent": 7.5, "readMs": True})
    ).text
    assert "- Longest query: 18.21 s\n- Today: $41.20\n- Error: 7.5 %\n- Read ms: yes\n" in text


@given(details=ANY_DETAILS, text=st.text(max_size=600), kind=st.sampled_from(TransitionKind))
def test_every_message_has_a_mail(details: dict[str, Any], text: str, kind: TransitionKind) -> None:
    mail = compose(message(kind, timedelta(minutes=90), message=text, details=details))
    assert re.sub("[\u200c\u200d\U000e0020-\U000e007f]", "", mail.subject).isprintable()
    assert mail.html.rstrip().endswith("</html>")
    assert re.search(r"^Seen: ", mail.text, re.MULTILINE)
    mail.html.encode()
    mail.text.encode()
