"""Links in mails: what they allow, and that nothing else passes for one."""

from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pawpop_monitoring.contracts.link_claims import AlertLink
from pawpop_monitoring.domain.errors import ForbiddenError
from pawpop_monitoring.notifications.content.action_links import ActionLinks, Links
from tests.unit.notifications.messages import OPENED_AT, message, resolved

BASE = "https://api.example.com/prod"
LINK = AlertLink("alert_1", "resolve", datetime(2026, 11, 30, tzinfo=UTC))


def links(told: Any = None) -> Links:
    made = ActionLinks(f"{BASE}/", lambda: "key").of(told or message())
    assert made is not None
    return made


def parsed(address: str) -> dict[str, str]:
    return dict(parse_qsl(urlsplit(address).query, keep_blank_values=True))


def test_a_mail_links_to_both_actions_for_a_week() -> None:
    made = links()
    assert made.acknowledge.startswith(f"{BASE}/alert?alert=alert_0123456789abcdef0123&do=acknowledge&until=")
    link = AlertLink.read(parsed(made.resolve), "key")
    assert (link.alert_id, link.action) == ("alert_0123456789abcdef0123", "resolve")
    assert link.expires_at == made.expires_at == (OPENED_AT + timedelta(days=7))


def test_the_same_message_makes_the_same_links() -> None:
    assert links() == links()


def test_what_is_over_has_no_links() -> None:
    assert ActionLinks(BASE, lambda: "key").of(resolved()) is None


@pytest.mark.parametrize("base", ["", "javascript:alert(1)", "api.example.com"])
def test_without_an_address_there_are_none(base: str) -> None:
    assert ActionLinks(base, lambda: "key").of(message()) is None


def test_without_a_key_the_mail_goes_without_links() -> None:
    def no_key() -> str:
        raise ConnectionError("no secrets")

    assert ActionLinks(BASE, no_key).of(message()) is None


@given(name=st.sampled_from(["alert", "do", "until", "signature"]), value=st.text(st.characters()))
def test_whatever_is_changed_is_refused(name: str, value: str) -> None:
    genuine = parsed("?" + LINK.query("key"))
    changed = genuine | {name: value}
    if changed == genuine:
        return
    with pytest.raises(ForbiddenError):
        AlertLink.read(changed, "key")


@pytest.mark.parametrize("missing", ["alert", "do", "until", "signature"])
def test_a_part_that_is_missing_is_refused(missing: str) -> None:
    query = parsed("?" + LINK.query("key"))
    del query[missing]
    with pytest.raises(ForbiddenError):
        AlertLink.read(query, "key")


def test_another_key_does_not_do() -> None:
    with pytest.raises(ForbiddenError):
        AlertLink.read(parsed("?" + LINK.query("other")), "key")


@given(alert_id=st.text(st.characters(codec="utf-8"), max_size=200))
def test_any_id_makes_a_link_that_reads_back(alert_id: str) -> None:
    link = AlertLink(alert_id, "acknowledge", LINK.expires_at)
    assert AlertLink.read(parsed("?" + link.query("key")), "key") == link
