"""A silence is told where an alert that people heard of is shown, when it begins and when it is over."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from pawpop_monitoring.alerting.apply.escalator import Timekeeper
from pawpop_monitoring.alerting.apply.silence_commands import SilenceCommands
from pawpop_monitoring.alerting.apply.silence_notices import SilenceNotices
from pawpop_monitoring.contracts.alert_message import AlertMessage
from pawpop_monitoring.domain.reason import Reason
from pawpop_monitoring.domain.severity import Severity
from pawpop_monitoring.domain.silence import Silence
from tests.factories import NOW, make_finding
from tests.unit.alerting.world import World

FINDING = make_finding(rule="unreachable", severity=Severity.CRITICAL)
HOUR = timedelta(hours=1)


def silence(name: str = "a", begins: timedelta = timedelta(0), lasts: timedelta = HOUR, **named: Any) -> Silence:
    begun = NOW + begins
    names = {"service": "supabase"} | named
    return Silence(
        id=f"silence_{name}",
        starts_at=begun,
        ends_at=begun + lasts,
        reason="deploy",
        created_by="Ann",
        created_at=NOW,
        **names,
    )


class Quiet:
    """A world with an alert that people heard of, in which silences are told."""

    def __init__(self) -> None:
        self.world = World()
        self.world.check(FINDING)
        notices = SilenceNotices(self.world.standby, self.world.silences, self.world.queue)
        self.commands = SilenceCommands(self.world.silences, notices.tell)
        known = self.world.escalator
        self.escalator = Timekeeper(
            known.store, known.writer, known.outbox, known.degraded, known.acknowledgement_lasts, notices
        )

    @property
    def told(self) -> list[AlertMessage]:
        """Each key once, as the channels see to."""
        return list({notice.key: notice for notice in reversed(self.world.queue.notices)}.values())[::-1]

    def begin(self, wanted: Silence) -> None:
        self.commands.begin(wanted, self.world.now)

    def pass_time(self, length: timedelta) -> None:
        """Run after run of the escalator."""
        until = self.world.minute + length / timedelta(minutes=1)
        while self.world.minute < until:
            self.world.minute += 5
            self.escalator.run(self.world.now)


def says(notice: AlertMessage) -> tuple[Reason | None, str | None]:
    return notice.reason, f"{notice.silence.until - NOW} {notice.silence.by}" if notice.silence else None


def test_a_silence_is_told_as_it_begins_and_as_it_ends_by_itself() -> None:
    quiet = Quiet()
    quiet.begin(silence())
    assert [says(each) for each in quiet.told] == [(Reason.SILENCED, "1:00:00 Ann")]
    quiet.pass_time(2 * HOUR)
    assert [says(each) for each in quiet.told] == [(Reason.SILENCED, "1:00:00 Ann"), (Reason.UNMUTED, None)]
    assert quiet.told[-1].at == NOW + HOUR


def test_one_that_is_ended_early_is_told_at_once_and_not_again_later() -> None:
    quiet = Quiet()
    quiet.begin(silence())
    quiet.world.minute = 20
    quiet.commands.end("silence_a", quiet.world.now)
    assert [says(each)[0] for each in quiet.told] == [Reason.SILENCED, Reason.UNMUTED]
    quiet.pass_time(2 * HOUR)
    assert len(quiet.told) == 2


def test_one_that_was_planned_is_told_when_it_begins() -> None:
    quiet = Quiet()
    quiet.begin(silence(begins=timedelta(minutes=30)))
    assert quiet.told == []
    quiet.pass_time(timedelta(minutes=40))
    assert [(says(each)[0], each.at - NOW) for each in quiet.told] == [(Reason.SILENCED, timedelta(minutes=30))]


def test_of_several_the_longest_says_until_when() -> None:
    quiet = Quiet()
    quiet.begin(silence("long", lasts=2 * HOUR))
    quiet.begin(silence("short"))
    assert [says(each) for each in quiet.told] == [(Reason.SILENCED, "2:00:00 Ann")]
    quiet.commands.end("silence_long", quiet.world.now)
    assert says(quiet.told[-1]) == (Reason.SILENCED, "1:00:00 Ann")


@pytest.mark.parametrize("ended", ["by itself", "by a person"])
def test_the_end_of_one_that_was_prolonged_changes_nothing(ended: str) -> None:
    quiet = Quiet()
    quiet.begin(silence("short", lasts=timedelta(minutes=10)))
    quiet.world.minute = 2
    quiet.begin(silence("long"))
    if ended == "by a person":
        quiet.commands.end("silence_short", quiet.world.now)
    quiet.pass_time(HOUR / 2)
    told = [(Reason.SILENCED, "0:10:00 Ann"), (Reason.SILENCED, "1:00:00 Ann")]
    assert [says(each) for each in quiet.told] == told
    quiet.pass_time(HOUR)
    assert [says(each) for each in quiet.told] == [*told, (Reason.UNMUTED, None)]


def test_two_that_end_between_two_looks_end_once() -> None:
    quiet = Quiet()
    quiet.begin(silence("short", lasts=timedelta(minutes=11)))
    quiet.begin(silence("long", lasts=timedelta(minutes=13)))
    quiet.pass_time(HOUR)
    assert [(each.reason, each.at - NOW) for each in quiet.told[2:]] == [(Reason.UNMUTED, timedelta(minutes=13))]


def test_one_that_was_ended_early_is_told_by_the_next_look_if_it_could_not_be_at_once() -> None:
    quiet = Quiet()
    for each in (silence("long", lasts=2 * HOUR), silence()):
        quiet.begin(each)
    quiet.world.minute, quiet.world.queue.failing = 9, True
    quiet.commands.end("silence_long", quiet.world.now)
    quiet.world.queue.failing = False
    quiet.pass_time(timedelta(minutes=10))
    assert [says(each) for each in quiet.told][1:] == [(Reason.SILENCED, "1:00:00 Ann")]


def test_a_silence_of_something_else_and_an_alert_of_which_nobody_heard_are_not_told() -> None:
    quiet = Quiet()
    quiet.begin(silence("other", service="stripe"))
    quiet.begin(silence("mail", service="mail"))
    quiet.world.check(replace(FINDING, service="mail"), service="mail")
    quiet.begin(silence("mail-again", service="mail"))
    assert quiet.told == []


@pytest.mark.parametrize("away", ["standby", "queue"])
def test_what_can_not_be_told_is_silenced_all_the_same(away: str) -> None:
    quiet = Quiet()
    if away == "queue":
        quiet.world.queue.failing = True
    else:
        quiet.world.standby.unavailable = True
    quiet.begin(silence())
    assert [each.id for each in quiet.world.silences.all()] == ["silence_a"]


def test_without_the_alert_store_it_is_told_too() -> None:
    quiet = Quiet()
    quiet.world.store.unavailable = True
    quiet.begin(silence())
    quiet.pass_time(2 * HOUR)
    assert [says(each)[0] for each in quiet.told] == [Reason.SILENCED, Reason.UNMUTED]


def test_what_is_not_taken_on_any_more_is_shown_so_although_nobody_may_be_told() -> None:
    quiet = Quiet()
    alert_id = quiet.world.queue.messages[-1].alert.id
    quiet.world.commands.acknowledge(alert_id, "Ann", quiet.world.now)
    quiet.begin(silence())
    for _ in range(2):
        quiet.world.minute += 1
        quiet.world.commands.release(alert_id, "Ann", quiet.world.now)
        quiet.world.commands.acknowledge(alert_id, "Bob", quiet.world.now)
    kinds = [(each.kind.value, each.alert.status.value) for each in quiet.told]
    assert kinds[2:] == [("silenced", "open"), ("acknowledged", "acknowledged")] * 2
    assert quiet.world.told == ["opened unreachable"]
    given_back = quiet.told[2]
    assert (given_back.by, given_back.reason) == ("Ann", Reason.ACKNOWLEDGEMENT_EXPIRED)


def test_what_is_opened_again_in_a_silence_is_shown_so_and_its_end_too_and_nobody_is_told() -> None:
    quiet = Quiet()
    alert_id = quiet.world.queue.messages[-1].alert.id
    quiet.world.commands.resolve(alert_id, "Ann", quiet.world.now)
    quiet.begin(silence())
    quiet.world.minute += 1
    quiet.world.commands.reopen(alert_id, "Ann", quiet.world.now)
    assert [(each.kind.value, each.alert.status.value) for each in quiet.told] == [("silenced", "open")]
    assert (quiet.told[0].by, quiet.told[0].reason) == ("Ann", Reason.REOPENED)
    quiet.world.minute += 1
    quiet.world.commands.resolve(alert_id, "Ann", quiet.world.now)
    assert [(each.kind.value, each.alert.status.value) for each in quiet.told[1:]] == [("silenced", "resolved")]
    assert quiet.world.told == ["opened unreachable", "resolved unreachable"]


@pytest.mark.parametrize("left", ["by a person", "as it became worse"])
def test_what_was_opened_again_in_a_silence_and_left_by_who_took_it_on_is_shown_so(left: str) -> None:
    quiet = Quiet()
    world, milder = quiet.world, make_finding(severity=Severity.HIGH)
    world.commands.resolve(world.queue.messages[-1].alert.id, "Ann", world.now)
    alert = world.commands.create(milder, world.now)
    world.commands.resolve(alert.id, "Ann", world.now)
    quiet.begin(silence())
    world.minute += 1
    world.commands.reopen(alert.id, "Ann", world.now)
    world.commands.acknowledge(alert.id, "Bob", world.now)
    world.minute += 1
    if left == "by a person":
        world.commands.release(alert.id, "Ann", world.now)
    else:
        world.commands.create(make_finding(severity=Severity.CRITICAL), world.now)
    shown = [each for each in quiet.told if each.alert.id == alert.id]
    why = (Reason.ACKNOWLEDGEMENT_EXPIRED, "Ann") if left == "by a person" else (Reason.SILENCED, None)
    assert [(each.kind.value, each.alert.status.value, each.reason, each.by) for each in shown[1:]] == [
        ("acknowledged", "acknowledged", Reason.ACKNOWLEDGED, None),
        ("silenced", "open", *why),
    ]
    assert len({each.key for each in shown}) == len(shown)
