"""The second provider: it gets what the first has certainly refused for long enough, and nothing else."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pawpop_monitoring.domain.errors import DeliveryError, PermanentDeliveryError, RetryableDeliveryError
from pawpop_monitoring.notifications.channel import Receipt
from pawpop_monitoring.notifications.channels.email.attempts import Attempts
from pawpop_monitoring.notifications.channels.email.failover import Failover
from pawpop_monitoring.notifications.channels.email.mail import Mail
from tests.factories import NOW
from tests.unit.notifications.fakes import FakeChannel, plain
from tests.unit.notifications.messages import message

PATIENCE = timedelta(minutes=5)
MAIL = plain(message())


class KilledError(BaseException):
    """The process is gone: no handler of the code under test may run on."""


def refusal(retry_after: float | None = None) -> RetryableDeliveryError:
    return RetryableDeliveryError("Resend said no", retry_after)


def silence() -> RetryableDeliveryError:
    return RetryableDeliveryError("Resend said nothing", undecided=True)


@dataclass
class MemoryLog:
    """AttemptLog in a dict; the calls that `failing` counts down to fail."""

    kept: dict[str, Attempts] = field(default_factory=dict)
    failing: bool = False

    def load(self, key: str) -> Attempts:
        self._check()
        return self.kept.get(key, Attempts())

    def save(self, key: str, attempts: Attempts, now: datetime) -> None:  # noqa: ARG002  only a real table forgets
        self._check()
        self.kept[key] = attempts

    def _check(self) -> None:
        if self.failing:
            raise ConnectionError("no table")


@dataclass
class Post:
    """Two providers that fail as they are told, and a clock."""

    resend: FakeChannel = field(default_factory=FakeChannel)
    ses: FakeChannel = field(default_factory=lambda: FakeChannel(name="ses"))
    log: MemoryLog = field(default_factory=MemoryLog)
    now: datetime = NOW

    def send(self, *resend: BaseException, ses: Sequence[BaseException] = (), after: float = 0) -> str | None:
        """One attempt that comes `after` minutes; the id that the mail got, or None."""
        self.now += timedelta(minutes=after)
        self.resend.errors, self.ses.errors = list(resend), list(ses)
        channel = Failover(self.resend, self.ses, self.log, PATIENCE, lambda: self.now)
        try:
            return channel.send(MAIL).provider_id
        except (DeliveryError, KilledError):
            return None

    @property
    def counts(self) -> tuple[int, int]:
        return len(self.resend.sent), len(self.ses.sent)


def test_what_resend_takes_never_reaches_the_second_provider() -> None:
    post = Post()
    assert post.send() == "mail-1"
    assert post.counts == (1, 0)


def test_what_resend_refuses_for_long_enough_goes_to_the_second() -> None:
    post = Post()
    assert [post.send(refusal(), after=minutes) for minutes in (0, 2, 2.9)] == [None] * 3
    assert post.counts == (0, 0)
    assert post.send(refusal(), after=0.1) == "mail-1"
    assert post.counts == (0, 1)


def test_resend_is_asked_first_even_then() -> None:
    post = Post()
    post.send(refusal())
    post.send(after=60)
    assert post.counts == (1, 0)


@pytest.mark.parametrize("end", [silence(), KilledError()])
def test_what_resend_may_have_taken_stays_with_resend_for_a_day(end: BaseException) -> None:
    post = Post()
    post.send(refusal())
    post.send(end, after=1)
    assert [post.send(refusal(), after=60) for _ in range(23)] == [None] * 23
    assert post.counts == (0, 0)
    assert post.send(refusal(), after=61) == "mail-1"


def test_a_second_provider_that_says_no_is_asked_again() -> None:
    post = Post()
    post.send(refusal())
    assert post.send(refusal(), ses=[PermanentDeliveryError("not verified")], after=6) is None
    assert post.send(refusal(), after=1) == "mail-1"


@pytest.mark.parametrize("end", [silence(), KilledError()])
def test_a_second_provider_that_says_nothing_gets_the_mail_once(end: BaseException) -> None:
    post = Post()
    post.send(refusal())
    assert post.send(refusal(), ses=[end], after=6) is None
    assert [post.send(refusal(), after=60) for _ in range(30)] == [None] * 30
    assert post.counts == (0, 0)
    assert post.send(after=1) == "mail-1"


def test_without_its_log_there_is_no_second_provider() -> None:
    post = Post(log=MemoryLog(failing=True))
    assert [post.send(refusal(), after=60) for _ in range(3)] == [None] * 3
    assert post.send() == "mail-1"
    assert post.counts == (1, 0)


def test_the_wait_for_a_quota_ends_when_the_second_provider_may_be_asked() -> None:
    post = Post()
    post.resend.errors = [refusal(3600)]
    channel = Failover(post.resend, post.ses, post.log, PATIENCE, lambda: NOW)
    with pytest.raises(RetryableDeliveryError) as raised:
        channel.send(MAIL)
    assert raised.value.retry_after == PATIENCE.total_seconds()


def test_what_resend_can_never_take_is_given_up_and_not_undecided() -> None:
    post = Post()
    assert post.send(PermanentDeliveryError("422")) is None
    assert post.log.kept[MAIL.idempotency_key].pending_at is None
    assert post.counts == (0, 0)


ENDS = st.sampled_from(["takes", "refuses", "takes without a word", "is silent", "killed"])


@dataclass
class Provider:
    """Ends each request as `end` says, and keeps what it took."""

    name: str
    end: str = "takes"
    now: datetime = NOW
    taken: list[datetime] = field(default_factory=list)

    def send(self, notification: Mail) -> Receipt:
        if self.end.startswith("takes"):
            self.taken.append(self.now)
        match self.end:
            case "takes":
                return Receipt(notification.idempotency_key)
            case "refuses":
                raise refusal()
            case "killed":
                raise KilledError
        raise silence()


@given(steps=st.lists(st.tuples(ENDS, ENDS, st.floats(0, 600)), max_size=40))
def test_nobody_gets_two_mails_while_resend_remembers(steps: list[tuple[str, str, float]]) -> None:
    """Unless SES took one without a word, which no bookkeeping can know."""
    resend, ses, log, minute = Provider("email"), Provider("ses"), MemoryLog(), 0.0
    for resend.end, ses.end, minutes in steps:
        minute += minutes
        resend.now = ses.now = NOW + timedelta(minutes=minute)
        channel = Failover(resend, ses, log, PATIENCE, lambda: resend.now)
        with suppress(DeliveryError, KilledError):
            channel.send(MAIL)
            break
        if ses.taken:
            break
    assert len(ses.taken) <= 1
    if resend.taken and ses.taken:
        assert ses.taken[0] - resend.taken[-1] >= timedelta(hours=24)
