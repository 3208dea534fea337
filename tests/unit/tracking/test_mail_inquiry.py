"""One question a day: who got no mail, what is noted of it, and what ends the question."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import httpx
import pytest

from functions.cleanup.app import ask_after_mails
from pawpop_monitoring.domain.errors import ConfigurationError, StoreUnavailableError
from pawpop_monitoring.domain.mailbox import LostMailbox
from pawpop_monitoring.domain.sent_mail import SentMail
from pawpop_monitoring.tracking.mail_inquiry import PAUSE_SECONDS, TOO_OFTEN_SECONDS, MailInquiry
from pawpop_monitoring.tracking.resend_mails import ResendMails
from tests.factories import NOW

RESTRICTED = {"statusCode": 401, "name": "restricted_api_key", "message": "This API key is restricted to only send"}


def mail(last_event: object, *to: str) -> dict[str, object]:
    return {"object": "email", "id": "x", "to": list(to), "last_event": last_event}


@dataclass
class Resend:
    """Answers by the mail's id: a body, or a status and a body; the last of several again and again."""

    answers: Mapping[str, object]
    asked: list[str] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)

    def __call__(self, request: httpx.Request) -> httpx.Response:
        mail_id = request.url.path.rpartition("/")[2]
        self.asked.append(mail_id)
        self.keys.append(request.headers["authorization"])
        assert request.headers["user-agent"]
        found = self.answers.get(mail_id, (404, {"name": "not_found"}))
        if isinstance(found, list):
            found = found.pop(0) if len(found) > 1 else found[0]
        status, body = found if isinstance(found, tuple) else (200, found)
        return httpx.Response(status, content=body) if isinstance(body, bytes) else httpx.Response(status, json=body)


@dataclass
class Mailboxes:
    """Implements mail_inquiry.Mailboxes."""

    known: dict[str, LostMailbox] = field(default_factory=dict)
    away: bool = False

    def lost(self) -> Sequence[LostMailbox]:
        if self.away:
            raise StoreUnavailableError("the table is away")
        return list(self.known.values())

    def lose(self, address: str, why: str) -> None:
        self.known[address] = LostMailbox(address=address, why=why, since=NOW)

    def forget(self, address: str) -> None:
        del self.known[address]


@dataclass
class Key:
    """Implements domain.renewable.Renewable."""

    kept: str = "re_full"
    now: str = "re_full"

    def __call__(self) -> str:
        return self.kept

    def renewed(self) -> str:
        return self.now


@dataclass
class Day:
    """A day's question; mails are an hour apart, the newest first."""

    answers: Mapping[str, object]
    mailboxes: Mailboxes = field(default_factory=Mailboxes)
    key: Key = field(default_factory=Key)
    pauses: list[float] = field(default_factory=list)
    seconds: float = 60

    def __post_init__(self) -> None:
        self.resend = Resend(self.answers)

    def ask(self) -> Mapping[str, object]:
        sent = [SentMail(mail_id, NOW - timedelta(hours=hours)) for hours, mail_id in enumerate(self.answers, start=1)]
        client = httpx.Client(transport=httpx.MockTransport(self.resend))
        provider = ResendMails(client, "http://resend.test", self.key)
        return MailInquiry(lambda: sent, provider, self.mailboxes, self.pauses.append, self.seconds).run()

    @property
    def why(self) -> dict[str, str]:
        return {address: mailbox.why for address, mailbox in self.mailboxes.known.items()}


def lost_since(address: str, since: datetime, *, refused: bool = False) -> Mailboxes:
    return Mailboxes({address: LostMailbox(address=address, why="bounced: by webhook", since=since, refused=refused)})


@pytest.mark.parametrize("event", ["bounced", "complained", "suppressed"])
def test_who_got_no_mail_is_noted_as_the_webhook_notes_it(event: str) -> None:
    day = Day({"m1": mail(event, "Gone <Gone@example.com>"), "m2": mail("delivered", "there@example.com")})
    assert day.ask() == {"asked": 2, "lost": ["gone@example.com"], "endedBy": ""}
    assert day.why == {"gone@example.com": event}
    assert day.pauses == [PAUSE_SECONDS]


@pytest.mark.parametrize("event", ["sent", "queued", "delivery_delayed", "scheduled", "failed", None, 7, []])
def test_what_is_still_under_way_or_new_to_us_says_nothing(event: object) -> None:
    day = Day({"m1": mail(event, "a@example.com")})
    assert day.ask() == {"asked": 1, "lost": [], "endedBy": ""}
    assert day.why == {}


def test_the_newest_mail_of_which_something_is_known_decides() -> None:
    day = Day(
        {
            "m1": mail("sent", "a@example.com"),
            "m2": mail("delivered", "a@example.com"),
            "m3": mail("bounced", "a@example.com"),
            "m4": mail("bounced", "b@example.com"),
            "m5": mail("delivered", "b@example.com"),
        }
    )
    assert day.ask()["lost"] == ["b@example.com"]


def test_what_was_noted_since_a_mail_went_out_is_newer() -> None:
    day = Day({"m1": mail("delivered", "a@example.com")}, lost_since("a@example.com", NOW))
    day.ask()
    assert day.why == {"a@example.com": "bounced: by webhook"}
    day = Day({"m1": mail("bounced", "a@example.com")}, lost_since("a@example.com", NOW))
    day.ask()
    assert day.why == {"a@example.com": "bounced: by webhook"}


def test_an_address_where_a_later_mail_arrived_is_forgotten() -> None:
    day = Day({"m1": mail("opened", "a@example.com")}, lost_since("a@example.com", NOW - timedelta(hours=2)))
    day.ask()
    assert day.why == {}


def test_what_is_refused_stays_so() -> None:
    before = lost_since("a@example.com", NOW - timedelta(hours=20), refused=True)
    day = Day({"m1": mail("delivered", "a@example.com"), "m2": mail("bounced", "a@example.com")}, before)
    day.ask()
    assert day.mailboxes.known["a@example.com"].refused


def test_a_mail_to_several_that_arrived_says_of_nobody_that_it_did() -> None:
    before = lost_since("a@example.com", NOW - timedelta(hours=20))
    day = Day({"m1": mail("delivered", "a@example.com", "b@example.com")}, before)
    assert day.ask()["lost"] == []
    assert list(day.why) == ["a@example.com"]
    day = Day({"m1": mail("bounced", "a@example.com", "b@example.com")})
    assert day.ask()["lost"] == ["a@example.com", "b@example.com"]
    assert set(day.why.values()) == {"bounced by this or another recipient of the mail"}


def test_a_key_that_may_only_send_is_told_once_and_noted_nowhere(caplog: pytest.LogCaptureFixture) -> None:
    day = Day({f"m{number}": (401, RESTRICTED) for number in range(30)}, key=Key(now="re_other"))
    report = day.ask()
    assert (len(day.resend.asked), day.why) == (1, {})
    assert "may only send" in str(report["endedBy"])
    assert len(caplog.records) == 1


def test_a_key_that_was_changed_is_read_anew() -> None:
    day = Day({"m1": [(401, {"name": "invalid_api_key"}), mail("bounced", "a@example.com")]}, key=Key(now="re_new"))
    assert day.ask()["lost"] == ["a@example.com"]
    assert day.resend.keys == ["Bearer re_full", "Bearer re_new"]


def test_who_asks_too_often_waits_once() -> None:
    too_often = (429, {"name": "rate_limit_exceeded"})
    day = Day({"m1": [too_often, mail("bounced", "a@example.com")], "m2": mail("sent", "a@example.com")})
    assert day.ask()["lost"] == ["a@example.com"]
    assert day.pauses == [TOO_OFTEN_SECONDS, PAUSE_SECONDS]
    day = Day({"m1": too_often, "m2": mail("bounced", "a@example.com")})
    assert "429" in str(day.ask()["endedBy"])
    assert len(day.resend.asked) == 2


@pytest.mark.parametrize(
    "answer",
    [(500, {"name": "internal_server_error"}), (403, {"name": "suspended_api_key"}), (302, b""), (503, b"<html>")],
)
def test_a_resend_that_tells_nothing_ends_the_question(answer: object) -> None:
    day = Day({"m1": answer, "m2": mail("bounced", "a@example.com")})
    assert day.ask()["endedBy"]
    assert len(day.resend.asked) == 1


@pytest.mark.parametrize("answer", [(404, {}), (422, {}), (200, b"<html>"), (200, b"[]"), (200, b"\xff"), (200, {})])
def test_a_mail_that_resend_does_not_know_says_nothing_of_the_others(answer: object) -> None:
    day = Day({"ses-0100": answer, "m2": mail("bounced", "a@example.com")})
    assert day.ask() == {"asked": 2, "lost": ["a@example.com"], "endedBy": ""}


@pytest.mark.parametrize("mail_id", ["..", "../domains", "a b", "é", "x?y=z", "%2e%2e", "", "x" * 101])
def test_no_id_leads_to_another_route(mail_id: str) -> None:
    resend = Resend({})
    provider = ResendMails(httpx.Client(transport=httpx.MockTransport(resend)), "http://resend.test", Key())
    MailInquiry(lambda: [SentMail(mail_id, NOW)], provider, Mailboxes(), lambda _seconds: None).run()
    assert resend.asked == []


def test_a_question_ends_when_its_time_is_over() -> None:
    day = Day({"m1": mail("bounced", "a@example.com")}, seconds=0)
    assert day.ask() == {"asked": 0, "lost": [], "endedBy": "the deadline has passed"}


def test_a_table_that_is_away_ends_it_without_an_error() -> None:
    day = Day({"m1": mail("bounced", "a@example.com")}, Mailboxes(away=True))
    assert day.ask()["endedBy"] == "the table is away"


@pytest.mark.parametrize("error", [ConfigurationError("Set RESEND_SECRET_ID."), KeyError("bug")])
def test_whatever_becomes_of_the_question_the_rest_of_cleanup_is_done(error: Exception) -> None:
    def inquiry() -> MailInquiry:
        raise error

    assert ask_after_mails(inquiry) == {}
