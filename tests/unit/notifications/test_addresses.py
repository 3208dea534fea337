"""Addresses as people type them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pawpop_monitoring.bootstrap.people import people_of
from pawpop_monitoring.domain.mail_addresses import Addresses, parse_addresses


@pytest.mark.parametrize(
    ("text", "good", "bad"),
    [
        ("a@x.com,b@x.com", ("a@x.com", "b@x.com"), ()),
        ("a@x.com;b@y.org\nc@z.net", ("a@x.com", "b@y.org", "c@z.net"), ()),
        ('"Doe, Jane" <jane@example.com>, x@y.com', ('"Doe, Jane" <jane@example.com>', "x@y.com"), ()),
        ('"a;b" <q@w.com>;z@w.com', ('"a;b" <q@w.com>', "z@w.com"), ()),
        ("PawPop <alerts@example.com>", ("PawPop <alerts@example.com>",), ()),
        ("Jörg <j@x.com>, x@müller.de", ("Jörg <j@x.com>", "x@xn--mller-kva.de"), ()),
        ("x@straße.de, x@xn--strae-oqa.de", ("x@xn--strae-oqa.de",), ("x@straße.de",)),
        ("x@STRAẞE.de, x@βόλος.gr, x@a\u200db.com", (), ("x@STRAẞE.de", "x@βόλος.gr", "x@a\u200db.com")),
        ("A@X.com, Ann <a@x.com>", ("A@X.com",), ()),
        ("owner@example.com, not an address", ("owner@example.com",), ("not an address",)),
        ("Doe, Jane <jane@example.com>", ("Jane <jane@example.com>",), ("Doe",)),
        ("helper@example", (), ("helper@example",)),
        ("a@x.com b@x.com", (), ("a@x.com b@x.com",)),
        ("a@x.com pany, jane doe@x.com, a@x. com", (), ("a@x.com pany", "jane doe@x.com", "a@x. com")),
        ("Jane <a@x.com pany>", (), ("Jane <a@x.com pany>",)),
        (
            "\ufeffa@x.com, b@x.com\u200b, \u202ac@x.com\u202c, d@x.com\u00a0",
            tuple(f"{name}@x.com" for name in "abcd"),
            (),
        ),
        ("a@x..com;a@-x.com;@x.com;a@;a@1.2.3.4", (), ("a@x..com", "a@-x.com", "@x.com", "a@", "a@1.2.3.4")),
        (f"{'a' * 64}@x.com,{'a' * 65}@x.com", (f"{'a' * 64}@x.com",), (f"{'a' * 65}@x.com",)),
        (" ; ,", (), ()),
    ],
)
def test_what_is_an_address_and_what_is_none(text: str, good: tuple[str, ...], bad: tuple[str, ...]) -> None:
    assert parse_addresses(text) == Addresses(good, bad)


@given(st.text(max_size=200))
def test_any_text_is_read_and_what_is_good_stays_good(text: str) -> None:
    good = parse_addresses(text).good
    assert parse_addresses(", ".join(good)) == Addresses(good)
    assert all(address.isprintable() for address in good)


def test_what_is_not_set_has_its_default_and_what_is_empty_is_off() -> None:
    people = people_of({})
    assert (people.always, people.escalation) == (("pawpopart@gmail.com",), ("alerts@pawpopart.com",))
    off = people_of({"ALERT_RECIPIENTS": "a@x.com", "ESCALATION_RECIPIENTS": ""})
    assert (off.always, off.escalation, off.problems) == (("a@x.com",), (), {})


def test_a_bad_one_costs_only_itself_and_is_named() -> None:
    people = people_of({"ALERT_RECIPIENTS": "a@x.com, b@x", "DISPLAY_TIME_ZONE": "Mars/Phobos"})
    assert people.always == ("a@x.com",)
    assert str(people.zone) == "UTC"
    assert "'b@x' is no mail address" in people.problems["ALERT_RECIPIENTS"]
    assert "DISPLAY_TIME_ZONE is wrong: 'Mars/Phobos'" in people.problems["DISPLAY_TIME_ZONE"]


@pytest.mark.parametrize(("zone", "meant"), [(" Europe/Vienna\n", "Europe/Vienna"), (" ", "UTC")])
def test_blanks_around_a_time_zone_are_none_of_it(zone: str, meant: str) -> None:
    people = people_of({"ALERT_RECIPIENTS": "a@x.com", "DISPLAY_TIME_ZONE": zone})
    assert (str(people.zone), people.problems) == (meant, {})


def test_somebody_has_to_be_told() -> None:
    nobody = people_of({"ALERT_RECIPIENTS": "nobody", "ESCALATION_RECIPIENTS": " "})
    assert not nobody.recipients
    said = nobody.problems["ALERT_RECIPIENTS"]
    assert said.startswith("ALERT_RECIPIENTS is wrong: 'nobody' is no mail address")
    assert said.endswith(
        "ALERT_RECIPIENTS names nobody: set at least one mail address. Until then the usual mails wait."
    )
    boss = people_of({"ALERT_RECIPIENTS": "", "ESCALATION_RECIPIENTS": "b@x.com"})
    assert (boss.recipients, boss.problems) == (("b@x.com",), {})
