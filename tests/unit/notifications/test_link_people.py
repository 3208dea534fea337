"""A press in a mail is a person: the one whom it went to, or whoever of several says so."""

import re
from datetime import timedelta
from urllib.parse import parse_qsl, quote

import pytest

from pawpop_monitoring.contracts.link_claims import LINK_ACTOR, AlertLink
from pawpop_monitoring.domain.errors import ForbiddenError
from pawpop_monitoring.domain.mail_addresses import person_of
from tests.factories import NOW
from tests.unit.notifications.test_alert_link import KEY, Desk

LATER = NOW + timedelta(days=1)
ANN_AND_BOB = ("Ann Lee", "bob")


@pytest.mark.parametrize(
    ("address", "name"),
    [("Ann Lee <ann@x.example>", "Ann Lee"), ("bob@x.example", "bob"), ('"Doe, Jane|x" <j@x.example>', "Doe Jane x")],
)
def test_people_are_called_as_their_address_says(address: str, name: str) -> None:
    assert person_of(address) == name


def test_names_are_signed_and_links_of_before_still_work() -> None:
    link = AlertLink("a", "acknowledge", LATER, ANN_AND_BOB)
    read = dict(parse_qsl(link.query(KEY)))
    assert read["for"] == "Ann Lee|bob"
    assert AlertLink.read(read, KEY) == AlertLink("a", "acknowledge", LATER.replace(microsecond=0), ANN_AND_BOB)
    for changed in ({**read, "for": "Eve"}, {name: value for name, value in read.items() if name != "for"}):
        with pytest.raises(ForbiddenError):
            AlertLink.read(changed, KEY)


@pytest.mark.parametrize(
    ("people", "said", "by"),
    [
        (("Ann Lee",), "", "Ann Lee"),
        (ANN_AND_BOB, "bob", "bob"),
        (ANN_AND_BOB, "Eve", LINK_ACTOR),
        (ANN_AND_BOB, "", LINK_ACTOR),
        ((), "Eve", LINK_ACTOR),
        (("check",), "check", LINK_ACTOR),
    ],
)
def test_it_is_done_by_whom_the_mail_went_to(people: tuple[str, ...], said: str, by: str) -> None:
    desk = Desk()
    desk.press("acknowledge", f"confirm=yes&by={quote(said)}", **_named(desk, people))
    assert desk.stored.acknowledged_by == by


def test_the_page_asks_who_it_is_and_says_what_to_do_first() -> None:
    desk = Desk()
    shown = desk.get("acknowledge", **_named(desk, ANN_AND_BOB))["body"]
    assert re.findall(r'<button name="by" value="([^"]+)"', shown) == list(ANN_AND_BOB)
    assert "Do this first" in shown
    assert f'href="dashboard#alert={desk.alert.id}"' in shown
    assert "Acknowledge as Ann Lee" in desk.get("acknowledge", **_named(desk, ("Ann Lee",)))["body"]


def _named(desk: Desk, people: tuple[str, ...]) -> dict[str, str]:
    return dict(parse_qsl(AlertLink(desk.alert.id, "acknowledge", NOW + timedelta(days=7), people).query(KEY)))
