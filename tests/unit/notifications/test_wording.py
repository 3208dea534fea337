"""What a mail says of the step that it tells."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from pawpop_monitoring.contracts.alert_message import AlertMessage
from pawpop_monitoring.domain.reason import Reason
from pawpop_monitoring.domain.severity import Severity
from pawpop_monitoring.domain.transition import TransitionKind
from pawpop_monitoring.notifications.content.details_table import changes_of, facts_of
from pawpop_monitoring.notifications.content.wording import lead_of, step_name
from tests.unit.notifications.messages import group, message, resolved

UTC = ZoneInfo("UTC")
HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("told", "step", "part"),
    [
        (message(), "new", "New since 03:12 UTC."),
        (group(), "new", "New since 03:12 UTC. 2 more opened together with it"),
        (
            message(reason=Reason.FLAPPING),
            "comes and goes",
            "You are told once; it is held until it has been calm for 30",
        ),
        (message(reason=Reason.UNMUTED, silenced_by="s"), "still open", "The maintenance window is over"),
        (
            message(reason=Reason.UNMUTED, inhibited_by="supabase:unreachable"),
            "still open",
            "while 'supabase unreachable'",
        ),
        (message(reason=Reason.REOPENED), "reopened", "Somebody opened it again"),
        (message(reason=Reason.REOPENED).model_copy(update={"by": "Zoe\n"}), "reopened", "Zoe opened it again"),
        (message(TransitionKind.ESCALATED, HOUR, reason=Reason.ESCALATED), "got worse", "It got worse and is high now"),
        (message(TransitionKind.ESCALATED, HOUR, reason=Reason.UNANSWERED), "unanswered", "so more people hear of it"),
        (message(TransitionKind.REMINDED, HOUR, sequence=4), "reminder 3", "nobody has acknowledged it yet"),
        (
            message(TransitionKind.REMINDED, HOUR, reason=Reason.ACKNOWLEDGEMENT_EXPIRED),
            "still open",
            "Somebody took it on, but it is still open after 1 h",
        ),
        (
            message(TransitionKind.REMINDED, HOUR, reason=Reason.ACKNOWLEDGEMENT_EXPIRED).model_copy(
                update={"by": "Zoe\n"}
            ),
            "still open",
            "Zoe gave it back, and it is still open after 1 h",
        ),
        (resolved(), "", "the check saw it good again"),
        (resolved(resolved_by="mail link"), "", "somebody closed it through the link in a mail"),
        (message(details={"test": True}), "new", "This is a test: nothing is broken"),
    ],
)
def test_each_reason_has_its_words(told: AlertMessage, step: str, part: str) -> None:
    assert step_name(told) == step
    assert part in lead_of(told, UTC)


def test_a_message_of_an_older_release_says_what_its_kind_says() -> None:
    assert message(TransitionKind.ESCALATED).reason is None
    assert step_name(message(TransitionKind.ESCALATED)) == "got worse"


def test_what_changed_since_the_last_mail() -> None:
    worse = message(TransitionKind.ESCALATED, HOUR, severity=Severity.CRITICAL, heard=Severity.HIGH)
    assert [(row.name, row.value) for row in changes_of(worse, UTC)] == [
        ("Severity", "high before, critical now"),
        ("Last mail", "1 h before, at 03:12 UTC"),
    ]
    same = message(TransitionKind.REMINDED, HOUR, heard=Severity.HIGH)
    assert next(changes_of(same, UTC)).value == "still high"


def test_a_first_mail_has_nothing_to_compare_with() -> None:
    assert list(changes_of(message(), UTC)) == []


def test_what_comes_and_goes_says_so_until_it_is_over() -> None:
    names = [row.name for row in facts_of(message(TransitionKind.REMINDED, HOUR, flapping=True), UTC)]
    assert "Comes and goes" in names
    assert "Comes and goes" not in [row.name for row in facts_of(resolved(flapping=True), UTC)]
