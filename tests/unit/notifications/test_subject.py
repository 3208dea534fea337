"""The subject line: its forms, and that nothing gets out of it."""

from datetime import timedelta

import pytest

from pawpop_monitoring.contracts.alert_message import AlertMessage
from pawpop_monitoring.domain.reason import Reason
from pawpop_monitoring.domain.severity import Severity
from pawpop_monitoring.domain.transition import TransitionKind
from pawpop_monitoring.notifications.channels.email.subject import subject_of
from tests.unit.notifications.messages import group, message, resolved

ESCALATED = message(TransitionKind.ESCALATED, timedelta(minutes=35), severity=Severity.CRITICAL)
REMINDED = message(TransitionKind.REMINDED, timedelta(hours=2), sequence=3)

GROUP = group()


@pytest.mark.parametrize(
    ("told", "subject"),
    [
        (message(), "[HIGH] supabase Alert: High connection usage detected"),
        (ESCALATED, "[CRITICAL] supabase Alert escalated: High connection usage detected"),
        (REMINDED, "[HIGH] supabase Alert reminder 2 after 2 h: High connection usage detected"),
        (
            message(TransitionKind.ESCALATED, timedelta(hours=1), reason=Reason.UNANSWERED),
            "[HIGH] supabase Alert escalated, unanswered for 1 h: High connection usage detected",
        ),
        (message(reason=Reason.FLAPPING), "[HIGH] supabase Alert comes and goes: High connection usage detected"),
        (message(reason=Reason.REOPENED), "[HIGH] supabase Alert reopened: High connection usage detected"),
        (message(reason=Reason.UNMUTED), "[HIGH] supabase Alert still open: High connection usage detected"),
        (
            message(reason=Reason.UNMUTED, silenced_by="silence-1"),
            "[HIGH] supabase Alert still open after maintenance: High connection usage detected",
        ),
        (
            message(TransitionKind.REMINDED, timedelta(days=1), reason=Reason.ACKNOWLEDGEMENT_EXPIRED),
            "[HIGH] supabase Alert still open after 1 d: High connection usage detected",
        ),
        (GROUP, "[CRITICAL] supabase Alert: Database unreachable (+2 more)"),
        (resolved(), "[RESOLVED] supabase Alert: High connection usage detected"),
    ],
)
def test_each_step_has_its_form(told: AlertMessage, subject: str) -> None:
    assert subject_of(told) == subject


@pytest.mark.parametrize(
    "separator", ["\r\n", "\n", "\r", "\x0b", "\x0c", "\x85", "\u2028", "\u2029", "\x00", "\u202e", "\u200b"]
)
def test_no_header_can_be_smuggled_in(separator: str) -> None:
    told = message(message=f"Down{separator}Bcc: victim@example.com", service=f"supabase{separator}x")
    subject = subject_of(told)
    assert subject == "[HIGH] supabase x Alert: Down Bcc: victim@example.com"
    assert subject.isprintable()


def test_a_long_message_is_cut() -> None:
    subject = subject_of(message(message="x" * 5000))
    assert len(subject) < 250
    assert subject.endswith("x…")
