"""What a phone gets, and what the answers of its push service mean."""

import pytest

from pawpop_monitoring.domain.device import NO_DEVICE
from pawpop_monitoring.domain.errors import PermanentDeliveryError, RetryableDeliveryError
from pawpop_monitoring.domain.severity import Severity
from pawpop_monitoring.domain.transition import TransitionKind
from tests.unit.notifications.channels.answering import PERSON, USUAL, Meaning, meaning_of
from tests.unit.notifications.channels.in_the_sandbox import set_up
from tests.unit.notifications.channels.push.phones import Phones
from tests.unit.notifications.messages import message


@pytest.fixture
def phones() -> Phones:
    made = Phones()
    made.add("Ann's phone", "ann")
    return made


def test_a_step_is_read_by_the_phone_alone_and_says_how_urgent_it_is(phones: Phones) -> None:
    phones.tell(severity=Severity.CRITICAL)
    (shown,) = phones.shown()
    assert shown["title"] == "[CRITICAL] Supabase: High connection usage detected"
    assert (shown["urgency"], shown["ttl"], len(shown["topic"])) == ("high", "14400", 32)
    assert shown["over"] is False
    assert shown["alert"]


def test_what_is_over_says_so_under_the_same_topic(phones: Phones) -> None:
    phones.tell()
    phones.tell(kind=TransitionKind.RESOLVED)
    opened, over = phones.shown()
    assert (opened["over"], over["over"]) == (False, True)
    assert opened["topic"] == over["topic"]


def test_the_longest_text_fits(phones: Phones) -> None:
    assert len(phones.wired.compose(message(message="\N{FIRE}" * 5000)).content) < 3000


def test_a_subscription_that_is_over_is_forgotten_and_the_others_are_told(phones: Phones) -> None:
    phones.add("Old phone", "gone")
    phones.tell()
    assert [device.name for device in phones.devices.all()] == ["Ann's phone"]
    assert len(phones.shown()) == 1


def test_nobody_to_tell_is_said(phones: Phones) -> None:
    phones.devices.kept.clear()
    receipt = phones.tell()
    assert (receipt.provider_id, receipt.note) == (None, NO_DEVICE)


@pytest.mark.parametrize(
    ("status", "means"),
    [(status, USUAL[status]) for status in (400, 413, 429, 500, 502)] + [(401, PERSON), (403, PERSON)],
)
def test_a_refusal_has_its_meaning(phones: Phones, status: int, means: Meaning) -> None:
    phones.break_next(status)
    assert meaning_of(phones.tell) == means
    assert len(phones.devices.all()) == 1


@pytest.mark.parametrize("status", [404, 410])
def test_gone_is_no_refusal(phones: Phones, status: int) -> None:
    phones.break_next(status)
    assert phones.tell().note == NO_DEVICE
    assert phones.devices.all() == []


def test_a_repetition_for_one_phone_tells_no_other_again(phones: Phones) -> None:
    phones.add("Bob's phone", "bob")
    phones.break_next(429)
    with pytest.raises(RetryableDeliveryError, match="Ann's phone"):
        phones.tell()
    phones.tell()
    assert [shown["subscription"] for shown in phones.shown()] == ["bob", "ann"]


def test_one_that_can_never_be_told_holds_up_nobody(phones: Phones) -> None:
    phones.add("Bob's phone", "bob")
    phones.break_next(413)
    assert "Ann's phone" in str(phones.tell().note)
    phones.break_next(413, remaining=2)
    with pytest.raises(PermanentDeliveryError):
        phones.tell(kind=TransitionKind.RESOLVED)


def test_another_key_is_for_a_person_to_mend() -> None:
    phones = Phones(key="A" * 42 + "E")
    phones.add("Ann's phone", "ann")
    assert meaning_of(phones.tell) == PERSON


@pytest.mark.parametrize("setting", ["no key", "AAAA", "A" * 60, "Ä" * 43])
def test_a_setting_that_is_no_key_is_said(setting: str) -> None:
    assert set_up({"push": setting}).problems.keys() == {"ChannelPush"}
