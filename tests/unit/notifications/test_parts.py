"""Mails to many, and to somebody whose address is refused."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from botocore.exceptions import ClientError

from pawpop_monitoring.domain.errors import PermanentDeliveryError, RetryableDeliveryError, StoreUnavailableError
from pawpop_monitoring.domain.mailbox import LostMailbox
from pawpop_monitoring.notifications.channel import Receipt
from pawpop_monitoring.notifications.channels.email.failover import Failover
from pawpop_monitoring.notifications.channels.email.mail import Mail
from pawpop_monitoring.notifications.channels.email.parts import Parts
from pawpop_monitoring.notifications.channels.email.ses import SesChannel
from tests.factories import NOW
from tests.unit.notifications.test_fallback import MemoryLog


@dataclass
class FakeMailboxes:
    """In memory; with `unavailable` set, every call fails."""

    unavailable: bool = False
    known: list[LostMailbox] = field(default_factory=list)
    parts: dict[str, set[str]] = field(default_factory=dict)
    spent: int = 0

    def lost(self) -> Sequence[LostMailbox]:
        self._check()
        return self.known

    def lose(self, address: str, why: str, *, refused: bool = False) -> None:
        self._check()
        self.known.append(LostMailbox(address=address, why=why, since=NOW, refused=refused))

    def accepted(self, key: str) -> Collection[str]:
        self._check()
        return self.parts.get(key, set())

    def accept(self, key: str, part: str) -> None:
        self._check()
        self.parts.setdefault(key, set()).add(part)

    def spend(self, mails: int) -> None:
        self._check()
        self.spent += mails

    def _check(self) -> None:
        if self.unavailable:
            raise StoreUnavailableError("The standby table can't be used: EndpointConnectionError.")


@dataclass
class FussyChannel:
    """Takes 50 recipients, none of whom is `refused`; the first requests to those `busy` fail."""

    refused: frozenset[str] = frozenset()
    busy: list[str] = field(default_factory=list)
    sent: list[Mail] = field(default_factory=list)
    name: str = "email"

    def send(self, mail: Mail) -> Receipt:
        if len(mail.recipients) > 50 or self.refused & set(mail.recipients):
            raise PermanentDeliveryError("Resend answered 422 validation_error Invalid `to` field.", 422)
        if self.busy and self.busy[0] in mail.recipients:
            self.busy.pop(0)
            raise RetryableDeliveryError("500")
        self.sent.append(mail)
        return Receipt(f"mail-{len(self.sent)}")


def mail(*recipients: str) -> Mail:
    return Mail(recipients=recipients, subject="s", text="t", html="h", idempotency_key="alert_1/1-opened")


def people(number: int) -> tuple[str, ...]:
    return tuple(f"p{each:03}@example.com" for each in range(number))


def told(channel: FussyChannel) -> list[str]:
    return [recipient for sent in channel.sent for recipient in sent.recipients]


def test_each_part_can_be_asked_after() -> None:
    receipt = Parts(FussyChannel(), FakeMailboxes()).send(mail(*people(51)))
    assert receipt.provider_id == "mail-1,mail-2"


@pytest.mark.parametrize(("number", "mails"), [(1, 1), (50, 1), (51, 2), (120, 3)])
def test_more_than_fifty_are_several_mails_with_stable_keys_of_their_own(number: int, mails: int) -> None:
    channel, again = FussyChannel(), FussyChannel()
    Parts(channel, FakeMailboxes()).send(mail(*people(number)))
    Parts(again, FakeMailboxes()).send(mail(*people(number)))
    keys = [sent.idempotency_key for sent in channel.sent]
    assert len(set(keys)) == len(keys) == mails
    assert keys == [sent.idempotency_key for sent in again.sent]
    assert told(channel) == list(people(number))
    assert number > 50 or keys == ["alert_1/1-opened"]


def test_a_part_that_has_to_be_tried_again_does_not_repeat_the_others() -> None:
    channel = FussyChannel(busy=["p060@example.com"])
    parts = Parts(channel, FakeMailboxes())
    with pytest.raises(RetryableDeliveryError):
        parts.send(mail(*people(70)))
    parts.send(mail(*people(70)))
    assert sorted(told(channel)) == list(people(70))


def test_a_refused_address_costs_itself_alone_and_is_remembered() -> None:
    channel, mailboxes = FussyChannel(refused=frozenset({"bad@example.com"})), FakeMailboxes()
    receipt = Parts(channel, mailboxes).send(mail("a@example.com", "bad@example.com", "b@example.com"))
    assert told(channel) == ["a@example.com", "b@example.com"]
    assert receipt.note is not None
    assert receipt.note.startswith("not to bad@example.com: Resend answered 422")
    assert [(lost.address, lost.refused) for lost in mailboxes.known] == [("bad@example.com", True)]
    channel.sent.clear()
    Parts(channel, mailboxes).send(mail("a@example.com", "Bad <BAD@example.com>", "b@example.com"))
    assert [sent.recipients for sent in channel.sent] == [("a@example.com", "b@example.com")]


def test_one_who_hears_only_after_a_repetition_hears_once_and_so_does_everybody_else() -> None:
    channel = FussyChannel(refused=frozenset({"bad@example.com"}), busy=["b@example.com"])
    parts = Parts(channel, FakeMailboxes())
    everybody = mail("a@example.com", "bad@example.com", "b@example.com")
    with pytest.raises(RetryableDeliveryError):
        parts.send(everybody)
    parts.send(everybody)
    assert told(channel) == ["a@example.com", "b@example.com"]


@dataclass
class OwnersChannel(FussyChannel):
    """As Resend is before a domain is verified."""

    def send(self, mail: Mail) -> Receipt:
        if set(mail.recipients) - {"owner@example.com"}:
            said = "Resend answered 403 validation_error You can only send testing emails to your own email address"
            raise RetryableDeliveryError(said, needs_person=True, of_somebody=True)
        return super().send(mail)


def test_the_owner_hears_before_the_domain_is_verified() -> None:
    """What is critical goes to two, so nobody heard of it until then."""
    channel, mailboxes = OwnersChannel(), FakeMailboxes()
    receipt = Parts(channel, mailboxes).send(mail("owner@example.com", "boss@example.com"))
    assert told(channel) == ["owner@example.com"]
    assert receipt.note is not None
    assert receipt.note.startswith("not to boss@example.com: Resend answered 403")
    assert [(lost.address, lost.refused) for lost in mailboxes.known] == [("boss@example.com", False)]
    with pytest.raises(RetryableDeliveryError):
        Parts(channel, mailboxes).send(mail("boss@example.com", "chief@example.com"))
    verified = FussyChannel()
    Parts(verified, mailboxes).send(mail("owner@example.com", "boss@example.com"))
    assert told(verified) == ["owner@example.com", "boss@example.com"]


@dataclass
class StrictSes:
    """A client of SES's sandbox, where only one is verified."""

    taken: list[str] = field(default_factory=list)

    def send_email(self, Destination: dict[str, list[str]], **_: Any) -> dict[str, str]:  # noqa: N803  as boto3 has it
        if Destination["ToAddresses"] != ["a@example.com"]:
            refused: Any = {"Error": {"Code": "MessageRejected"}, "ResponseMetadata": {"HTTPStatusCode": 400}}
            raise ClientError(refused, "SendEmail")
        self.taken += Destination["ToAddresses"]
        return {"MessageId": "ses-1"}


def test_one_whom_the_second_provider_refuses_costs_nobody_else_the_mail() -> None:
    ses, mailboxes = StrictSes(), FakeMailboxes()
    resend = FussyChannel(busy=["a@example.com"] * 2)
    second = Parts(SesChannel(lambda: ses, "us@example.com"), mailboxes, is_counted=False)
    moments = [NOW]
    parts = Parts(Failover(resend, second, MemoryLog(), timedelta(minutes=5), lambda: moments[-1]), mailboxes)
    with pytest.raises(RetryableDeliveryError):
        parts.send(mail("a@example.com", "bad@example.com"))
    moments.append(NOW + timedelta(hours=1))
    parts.send(mail("a@example.com", "bad@example.com"))
    assert (ses.taken, resend.sent, mailboxes.spent) == (["a@example.com"], [], 2)
    assert [(lost.address, lost.refused) for lost in mailboxes.known] == [("bad@example.com", False)]


def test_what_is_refused_for_everybody_is_refused() -> None:
    channel = FussyChannel(refused=frozenset({"a@example.com", "b@example.com"}))
    mailboxes = FakeMailboxes()
    for recipients in (("a@example.com", "b@example.com"), ("a@example.com",)):
        with pytest.raises(PermanentDeliveryError):
            Parts(channel, mailboxes).send(mail(*recipients))
    assert mailboxes.known == []


def test_those_who_are_left_hear_even_if_all_were_refused_lately() -> None:
    channel, mailboxes = FussyChannel(), FakeMailboxes()
    mailboxes.lose("a@example.com", "refused", refused=True)
    Parts(channel, mailboxes).send(mail("a@example.com"))
    assert told(channel) == ["a@example.com"]


def test_with_the_memory_out_of_reach_everybody_hears() -> None:
    channel = FussyChannel(refused=frozenset({"bad@example.com"}))
    parts = Parts(channel, FakeMailboxes(unavailable=True))
    parts.send(mail("a@example.com", "bad@example.com"))
    parts.send(mail(*people(51)))
    assert told(channel) == ["a@example.com", *people(51)]


def test_each_recipient_counts_as_a_mail_of_the_day() -> None:
    mailboxes = FakeMailboxes()
    Parts(FussyChannel(refused=frozenset({"bad@example.com"})), mailboxes).send(
        mail("a@example.com", "bad@example.com")
    )
    Parts(FussyChannel(), mailboxes).send(mail(*people(51)))
    assert mailboxes.spent == 52
